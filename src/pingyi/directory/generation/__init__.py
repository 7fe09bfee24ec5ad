"""Units that follow from the areas by a rule the office can edit (docs/formats/units.md)."""

from pingyi.directory.generation.generate import generate
from pingyi.directory.generation.rule import GenerationRule, ReferenceWord, UnitPattern, default_rule, read_rule

__all__ = ["GenerationRule", "ReferenceWord", "UnitPattern", "default_rule", "generate", "read_rule"]
