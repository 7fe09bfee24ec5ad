"""What the organiser has to say in a letter: `letter.toml` (docs/formats/letter.md)."""

import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

from pingyi.protocol.manifest import Manifest
from pingyi.wording import Issue, Refused, Text

_MEND = Text("写法见 docs/formats/letter.md。", "How to write it is in docs/formats/letter.md.")
_LONGEST = {"organiser": (24, 60), "title": (30, 70), "about": (60, 160)}  # characters, so that one page holds it
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Offer:
    """Who asks, about what, for how long, whom to call, where the page is, until when names and addresses are kept."""

    organiser_zh: str
    organiser_en: str
    title_zh: str
    title_en: str
    about_zh: str
    about_en: str
    minutes: int
    phone: str
    return_address: str
    page: str
    deleted_by: str
    comments: bool


def read_offer(path: Path, manifest: Manifest) -> Offer:
    """Read `letter.toml`; raises `Refused` for keys missing or unknown, texts too long, a page of another host."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        what = Text(f"“{path.name}”不是TOML：{error}。", f"“{path.name}” is not TOML: {error}.")
        raise Refused.because("unreadable_letter", what, _MEND) from None
    issues = _odd_keys(given) or _odd_values(Offer(**given), manifest)
    if issues:
        raise Refused(issues)
    return Offer(**given)


def _odd_keys(given: dict[str, object]) -> list[Issue]:
    kinds = {field.name: field.type for field in fields(Offer)}
    odd = [key for key in {*given, *kinds} if key not in kinds or type(given.get(key)) is not kinds[key]]
    what = Text("缺少、多余或类型不对。", "Missing, unknown or of the wrong type.")
    return [Issue("letter_key", what, _MEND, field=key) for key in sorted(odd)]


def _odd_values(offer: Offer, manifest: Manifest) -> list[Issue]:
    issues = []
    for name, longest in _LONGEST.items():
        for key, most in zip((f"{name}_zh", f"{name}_en"), longest, strict=True):
            if not 1 <= len(getattr(offer, key)) <= most:
                what = Text(f"应为1至{most}个字。", f"Must be 1 to {most} characters long.")
                issues.append(Issue("letter_length", what, _MEND, field=key))
    if not 1 <= offer.minutes <= 60 or not _DAY.fullmatch(offer.deleted_by) or not 1 <= len(offer.phone) <= 30:
        what = Text("分钟数、电话或日期不对。", "Minutes, phone or day are wrong.")
        issues.append(Issue("letter_value", what, _MEND, field="minutes, phone, deleted_by"))
    if len(offer.return_address) > 60:
        issues.append(Issue("letter_length", Text("应不超过60个字。", "60 at most."), _MEND, field="return_address"))
    address = urlsplit(offer.page)
    if address.scheme not in {"https", *(["http"] * manifest.demonstration)} or "#" in offer.page:
        what = Text("网址应以https://开头，不带#。", "The address must begin with https:// and have no #.")
        issues.append(Issue("letter_page", what, _MEND, field="page"))
    elif address.hostname != manifest.page.host:
        what = Text(f"网址不在“{manifest.page.host}”。", f"The address is not at “{manifest.page.host}”.")
        issues.append(Issue("letter_page", what, _MEND, field="page"))
    return issues
