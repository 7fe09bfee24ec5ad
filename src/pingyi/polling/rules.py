"""Who may see and keep the online appraisal: the organiser's side. What it holds is over the whole campaign."""

from rules.permissions import add_perm

from pingyi.directory.rules import holds

for verb in ("polling.view", "polling.change"):
    add_perm(verb, holds(verb))  # type: ignore[no-untyped-call]
