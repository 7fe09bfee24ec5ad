"""Who may see and change questionnaires. They belong to the whole, so a posting over all units is needed to change."""

from rules.permissions import add_perm

from pingyi.directory.rules import holds

for verb in ("questionnaires.view", "questionnaires.change"):
    add_perm(verb, holds(verb))  # type: ignore[no-untyped-call]
