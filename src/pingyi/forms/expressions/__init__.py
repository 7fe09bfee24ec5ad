"""The expressions of a questionnaire: a stated subset of the XForms language, nothing more.

`parse` and `print_expression` turn text into a tree and back, `check` refuses what a form does not know, `evaluate`
computes. Syntax, functions and the deviations from ODK are in docs/formats/questionnaire.md; the known answers that
every evaluator must give are in tests/vectors/expressions.json.
"""

from pingyi.forms.expressions.checking import Names, Place, check
from pingyi.forms.expressions.evaluating import Scope, evaluate
from pingyi.forms.expressions.parsing import parse
from pingyi.forms.expressions.tree import Expression, print_expression, references
from pingyi.forms.expressions.values import Moment, Value, is_empty, to_boolean, to_number, to_text

__all__ = [
    "Expression",
    "Moment",
    "Names",
    "Place",
    "Scope",
    "Value",
    "check",
    "evaluate",
    "is_empty",
    "parse",
    "print_expression",
    "references",
    "to_boolean",
    "to_number",
    "to_text",
]
