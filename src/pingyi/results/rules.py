"""Who may see, compute and sign results."""

from rules.permissions import add_perm

from pingyi.directory.rules import holds

for verb in ("results.view", "results.run", "results.sign"):
    add_perm(verb, holds(verb))  # type: ignore[no-untyped-call]
