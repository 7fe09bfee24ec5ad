"""Who may see and change campaigns. The organiser's side; the rated side never holds these."""

from rules.permissions import add_perm

from pingyi.directory.rules import holds

for verb in ("campaigns.view", "campaigns.change", "campaigns.freeze"):
    add_perm(verb, holds(verb))  # type: ignore[no-untyped-call]
