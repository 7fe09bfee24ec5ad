"""`pingyi tally`: what each published formula makes of the same counts. Needs no database."""

import json
import re
from itertools import groupby
from typing import Any

import click

from pingyi.cli.root import language
from pingyi.scoring.tallies import Tallied, base, tally
from pingyi.wording import Refused, Text

PAIR = re.compile(r"\s*([^=＝,，]+?)\s*[=＝]\s*([0-9]{1,15})\s*")
DECIMALS = 4
LONGEST_QUOTED = 40


def read_counts(text: str) -> dict[str, int]:
    """Return the counts of '满意=6554,基本满意=731'; raises `Refused` (code `unreadable_counts`) with the bad part."""
    counts: dict[str, int] = {}
    for part in re.split("[,，]", text):
        found = PAIR.fullmatch(part)
        if found is None or found[1] in counts:
            twice = found is not None
            what = (
                Text(f"“{found[1]}”出现了两次。", f"“{found[1]}” comes twice.")
                if found
                else Text(f"“{_short(part)}”看不懂。", f"“{_short(part)}” cannot be read.")
            )
            raise Refused.because(
                "unreadable_counts",
                what,
                Text("每个答案写一次。", "Name each answer once.")
                if twice
                else Text(
                    "请写成“答案=数量”，用逗号隔开，数量是不超过15位的整数。",
                    "Write “answer=count”, with commas, counts whole and of at most 15 digits.",
                ),
                field="counts",
            )
        counts[found[1]] = int(found[2])
    return counts


@click.command(
    "tally",
    epilog="例 Example:\n\n    pingyi tally --counts '满意=6554,基本满意=731,不满意=496' --preset H",
)
@click.option("--counts", required=True, help="答案=数量，用逗号隔开 · ANSWER=COUNT, with commas")
@click.option("--preset", help="只看一个方案，如 H 或 H.half_credit · one preset only")
@click.option("--json", "as_json", is_flag=True, help="输出JSON · print one JSON object")
def command(counts: str, preset: str | None, as_json: bool) -> None:
    """同一组票数，各种计分办法各算出多少 · What each published formula makes of the same counts."""
    given = read_counts(counts)
    found, n = tally(given, preset), base(given)
    if as_json:
        listed = [_plain(one) for one in found]
        click.echo(json.dumps({"n": n, "presets": listed}, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(_lines(found, n, every=preset is not None)))


def _short(part: str) -> str:
    part = part.strip()
    return part if len(part) <= LONGEST_QUOTED else f"{part[:LONGEST_QUOTED]}…"


def _plain(one: Tallied) -> dict[str, Any]:
    speak = language()
    return {
        "name": one.name,
        "applies": one.applies,
        "value": None if one.value is None else round(float(one.value), DECIMALS),
        "formula": one.formula.say(speak),
        "reason": one.reason.say(speak),
        "source": one.source.say(speak),
    }


def _lines(found: tuple[Tallied, ...], n: int, *, every: bool) -> list[str]:
    """Return the table: those that apply with their figures, the others in one line each when asked for."""
    lines = [f"n = {n:,}", ""]
    fitting = [one for one in found if one.applies]
    for source, alike in groupby(fitting, key=lambda one: one.source):
        lines += [line for one in alike for line in _fitting(one)]
        lines += [f"    出处 Source: {_both(source)}", ""]
    if not fitting:
        lines += ["没有一种办法适用于这组票数。 · No formula fits these counts.", ""]
    if every or not fitting:
        return lines + [f"{one.name}  {one.reason.zh} · {one.reason.en}" for one in found if not one.applies]
    rest = len(found) - len(fitting)
    return [*lines, f"另有 {rest} 种办法不适用，用 --json 看原因。 · {rest} others do not apply; --json tells why."]


def _fitting(one: Tallied) -> list[str]:
    figure = f"{float(one.value or 0):.2f}"
    gap = "" if one.unit.zh == "%" else " "
    return [
        f"{one.name}  {figure}{gap}{_both(one.unit)}",
        f"    {_both(one.title)}",
        f"    {_both(one.formula)}",
    ]


def _both(text: Text) -> str:
    return text.zh if text.zh == text.en or not text.en else f"{text.zh} · {text.en}"
