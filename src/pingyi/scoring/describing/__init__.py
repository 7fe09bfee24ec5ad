"""A scheme in sentences: the public method page and `method.md` are written from these, never by hand."""

from pingyi.scoring.describing.changes import changes
from pingyi.scoring.describing.sections import Section, describe

__all__ = ["Section", "changes", "describe"]
