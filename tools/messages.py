"""Keep the English catalogue complete: collect every Chinese msgid, update the .po, compile the .mo.

python tools/messages.py          writes both files and lists what still has no English
python tools/messages.py --check  changes nothing; exit code 1 when something is missing, unused, fuzzy or stale
"""

import ast
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

SOURCE = Path(__file__).parent.parent / "src" / "pingyi"
TEMPLATES = SOURCE / "web" / "templates"
CATALOGUE = SOURCE / "web" / "locale" / "en" / "LC_MESSAGES" / "django.po"
CALLS = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"})
IN_ARGUMENTS = re.compile(r"""\b_\((["'])(.+?)\1\)""")
HEADER = {
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
Messages = dict[str, str]  # msgid -> plural msgid, "" where there is none


def found_messages() -> Messages:
    """Return every message of the templates and of the Python code."""
    return dict(sorted([*_in_templates(), *_in_python()]))


def problems() -> list[str]:
    """Return what is wrong with the catalogue, one line each; empty when both files are right."""
    found, catalogue = found_messages(), polib.pofile(str(CATALOGUE))
    known = {entry.msgid: entry for entry in catalogue if not entry.obsolete}
    wrong = [f"missing: {msgid}" for msgid in found if msgid not in known]
    wrong += [f"unused: {msgid}" for msgid in known if msgid not in found]
    wrong += [f"fuzzy: {entry.msgid}" for entry in known.values() if entry.fuzzy]
    wrong += [f"no English: {msgid}" for msgid, entry in known.items() if not _is_translated(entry)]
    return wrong + _stale(catalogue)


def update() -> None:
    """Bring the .po up to what the code says, keep its English, and compile the .mo."""
    old = {entry.msgid: entry for entry in _read()}
    catalogue = polib.POFile(wrapwidth=118)
    catalogue.metadata = HEADER
    for msgid, plural in found_messages().items():
        catalogue.append(_entry(msgid, plural, old.get(msgid)))
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(CATALOGUE))
    catalogue.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))


def _read() -> polib.POFile:
    return polib.pofile(str(CATALOGUE)) if CATALOGUE.exists() else polib.POFile()


def _entry(msgid: str, plural: str, old: polib.POEntry | None) -> polib.POEntry:
    if not plural:
        return polib.POEntry(msgid=msgid, msgstr=old.msgstr if old else "")
    forms = old.msgstr_plural if old and old.msgstr_plural else {0: "", 1: ""}
    return polib.POEntry(msgid=msgid, msgid_plural=plural, msgstr_plural=forms)


def _is_translated(entry: polib.POEntry) -> bool:
    return all(entry.msgstr_plural.values()) if entry.msgid_plural else bool(entry.msgstr)


def _stale(catalogue: polib.POFile) -> list[str]:
    compiled = CATALOGUE.with_suffix(".mo")
    if not compiled.exists():
        return ["stale: the .mo is missing"]
    spoken = {entry.msgid: (entry.msgstr, entry.msgstr_plural) for entry in polib.mofile(str(compiled))}
    written = {entry.msgid: (entry.msgstr, entry.msgstr_plural) for entry in catalogue.translated_entries()}
    return [] if spoken == written else ["stale: the .mo is not compiled from the .po"]


def _in_templates() -> Iterator[tuple[str, str]]:
    from django.template.loader import get_template
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    for path in sorted(TEMPLATES.rglob("*.html")):
        nodes = get_template(str(path.relative_to(TEMPLATES))).template.nodelist
        for node in nodes.get_nodes_by_type(TranslateNode):
            yield str(node.filter_expression.var.literal).replace("%", "%%"), ""  # as the tag looks it up
        for node in nodes.get_nodes_by_type(BlockTranslateNode):
            plural = node.render_token_list(node.plural)[0] if node.plural else ""
            yield node.render_token_list(node.singular)[0], plural
        yield from ((found[1], "") for found in IN_ARGUMENTS.findall(path.read_text()))


def _in_python() -> Iterator[tuple[str, str]]:
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and _name(node.func) in CALLS and node.args:
                said = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
                if said:
                    yield said[0], said[1] if _name(node.func).startswith("ngettext") and len(said) > 1 else ""


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def main() -> int:
    """Write or check; list on stderr what is wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pingyi.project.settings")
    os.environ.setdefault("PINGYI_VAR", tempfile.mkdtemp(prefix="pingyi-messages-"))
    import django

    django.setup()
    if "--check" not in sys.argv:
        update()
    wrong = problems()
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
