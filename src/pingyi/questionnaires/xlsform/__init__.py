"""XLSForm both ways, lossless within the subset of docs/formats/xlsform.md."""

from pingyi.questionnaires.xlsform.reading import read_xlsform
from pingyi.questionnaires.xlsform.writing import write_xlsform

__all__ = ["read_xlsform", "write_xlsform"]
