"""Evidence in files, under a scheme and over a list of units, to results: no campaign, no database, no publication."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from pingyi.analysis.appraisal.frame import Frame
from pingyi.analysis.appraisal.gathering import gather
from pingyi.analysis.appraisal.judging import Outcome, appraise
from pingyi.analysis.kinds import KINDS, Kind
from pingyi.analysis.reading.convert import Rules, convert
from pingyi.scoring.model import Scheme
from pingyi.wording import Refused, Text


def score_files(scheme: Scheme, frame: Frame, files: Mapping[str, Sequence[Path]], scratch: Path) -> Outcome:
    """Return what `scheme` makes of `files` (kind of evidence -> CSV or Parquet files) for the units of `frame`.

    The files are read by the rules of an import, answers against the scheme's own scales; `scratch` is an empty folder
    for the canonical rows. Groups of fewer people than may be published are left out, as in a campaign. Raises
    `Refused` with everything that is wrong in a file, `unreadable_kind` for a kind of evidence that there is not.
    """
    canonical = {kind: _converted(kind, paths, scheme, frame, scratch) for kind, paths in files.items()}
    return appraise(scheme, frame, gather(scheme, frame, canonical))


def _converted(kind: str, paths: Sequence[Path], scheme: Scheme, frame: Frame, scratch: Path) -> list[Path]:
    """Return the canonical files of one kind; each is held against those before it, so no file counts twice."""
    known, done = _kind(kind), dict[int, Path]()
    for number, path in enumerate(paths, 1):
        target = scratch / f"{kind}-{number}.parquet"
        scales = {item: scheme.scales[code].points for item, code in scheme.items.get(kind, {}).items()}
        rules = Rules(units=frame.by_code.keys(), scales={i: p.keys() for i, p in scales.items()}, earlier=dict(done))
        convert(known, path, target, rules)
        done[number] = target
    return list(done.values())


def _kind(kind: str) -> Kind:
    if kind in KINDS:
        return KINDS[kind]
    there = "、".join(KINDS)
    raise Refused.because(
        "unreadable_kind",
        Text(f"没有“{kind}”这种评议数据。", f"There is no kind of evidence called “{kind}”."),
        Text(f"可以用的有：{there}。", f"There are: {', '.join(KINDS)}."),
        field="evidence",
    )
