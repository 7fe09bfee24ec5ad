"""Who may see and import evidence: the organiser's side and, over their own part, survey supervisors."""

from rules.permissions import add_perm

from pingyi.directory.rules import holds

for verb in ("evidence.view", "evidence.import"):
    add_perm(verb, holds(verb))  # type: ignore[no-untyped-call]
