"""The frozen scheme in words, as the method page says it."""

from pingyi.scoring.describing import describe
from pingyi.scoring.model import Scheme

LANGUAGES = ("zh", "en")


def method_files(scheme: Scheme) -> dict[str, bytes]:
    """Return method.zh.md and method.en.md."""
    return {f"method.{language}.md": _method(scheme, language).encode() for language in LANGUAGES}


def _method(scheme: Scheme, language: str) -> str:
    parts = [f"# {scheme.name.say(language)}\n"]
    for section in describe(scheme):
        sentences = "\n".join(f"- {sentence.say(language)}" for sentence in section.sentences)
        parts.append(f"## {section.title.say(language)}\n\n{sentences}\n")
    return "\n".join(parts)
