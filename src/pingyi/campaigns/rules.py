"""Who may see and change campaigns. The organiser's side; the rated side never holds these."""

import rules

from pingyi.directory.rules import holds

for verb in ("campaigns.view", "campaigns.change", "campaigns.freeze"):
    rules.add_perm(verb, holds(verb))
