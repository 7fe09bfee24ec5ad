"""A real survey as a campaign: schools of California, appraised by their academic performance index.

The units are the three types of school; the sample files and the census are public (tests/vectors/NOTICE).
"""

import csv
import datetime as dt
from pathlib import Path
from statistics import fmean

from pingyi.campaigns.actions import add_scheme, attach_form, cover_units, create_campaign, freeze_scheme
from pingyi.campaigns.drafts import Draft, Moments
from pingyi.directory.models import Unit, UnitKind
from pingyi.evidence.actions import import_batch
from pingyi.forms import read_form
from pingyi.foundation import clock
from pingyi.questionnaires.actions import create_questionnaire, keep_example, release_version, save_version
from pingyi.wording import Text

VECTORS = Path(__file__).parents[1] / "vectors" / "statistics"
TYPES = ("E", "H", "M")


def at(day):
    return dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=day)


MOMENTS = Moments(at(0), at(10), at(40), at(41), at(50), at(60))
INDEX = range(300, 1001)  # what the index takes in these files
FORM = {
    "format": "pingyi/v1/form",
    "name": "schools",
    "title": {"zh": "学校", "en": "Schools"},
    "scales": {
        "index": {
            "family": "index",
            "choices": [{"code": str(n), "label": {"zh": str(n), "en": str(n)}} for n in INDEX],
        },
        "yesno": {
            "family": "yesno",
            "choices": [
                {"code": "1", "label": {"zh": "是", "en": "Yes"}},
                {"code": "0", "label": {"zh": "否", "en": "No"}},
            ],
        },
    },
    "questions": [
        {"name": "api00", "type": "choice", "label": {"zh": "指数", "en": "Index"}, "scale": "index"},
        {"name": "improved", "type": "choice", "label": {"zh": "达标", "en": "Improved"}, "scale": "yesno"},
    ],
}
SCHEME = """
code = "schools"
version = 1
total = 100
name = { zh = "学校", en = "Schools" }
source = { zh = "测试", en = "test" }
[scales.index]
name = { zh = "指数", en = "Index" }
numeric = 1000
divisor = 1000
[scales.yesno]
name = { zh = "达标", en = "Improved" }
points = { 1 = "1", 0 = "0" }
divisor = 1
[items.sample]
api00 = "index"
improved = "yesno"
[missing]
feed = "withhold"
indicator = "withhold"
most = "0"
[[indicators]]
code = "performance"
name = { zh = "成绩", en = "Performance" }
feeds = [
    { evidence = "sample", item = "api00", share = "1/2" },
    { evidence = "sample", item = "improved", share = "1/2" },
]
[groups.type]
name = { zh = "学校类型", en = "Types" }
kinds = ["school_type"]
minimum_n = 30
indicator_weights = { performance = 100 }
[grades]
basis = "lower"
[[grades.bands]]
code = "good"
name = { zh = "良好", en = "good" }
least = 60
[[grades.bands]]
code = "improve"
name = { zh = "待改进", en = "to improve" }
least = 0
[roll_up]
shares = { type = 1 }
across = "equal"
most_missing = "0"
[publication]
ballots_least = 30
ballots_full = 100
decimals = 1
"""


def census():
    """Type -> true mean of api00 / 10 and true share improved, in points of 100."""
    with (VECTORS / "apipop.csv").open() as file:
        rows = list(csv.DictReader(file))
    of_type = {kind: [row for row in rows if row["stype"] == kind] for kind in TYPES}
    return {
        kind: {
            "api00": fmean(float(row["api00"]) for row in members) / 10,
            "improved": 100 * fmean(row["comp.imp"] == "Yes" for row in members),
        }
        for kind, members in of_type.items()
    }


def sample_file(name, folder, *, stratum, psu):
    """Write the sample called `name` as evidence; `stratum` and `psu` take a row and say where it stands."""
    with (VECTORS / f"{name}.csv").open() as file:
        rows = list(csv.DictReader(file))
    path = folder / f"{name}.csv"
    heading = ["row", "unit", "stratum", "psu", "weight_e6", "mode", "replicate_group", "q_api00", "q_improved"]
    with path.open("w", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(heading)
        for number, row in enumerate(rows, 1):
            where = [f"type-{row['stype']}", stratum(row), psu(row, number)]
            answers = [row["api00"], int(row["comp.imp"] == "Yes")]
            writer.writerow([number, *where, round(1e6 * float(row["pw"])), "mail", "", *answers])
    return path


def school_units():
    """The state and the three types below it."""
    state = UnitKind.objects.create(code="state", name_zh="州")
    kind = UnitKind.objects.create(code="school_type", name_zh="学校类型")
    born = dt.date(1990, 1, 1)
    top = Unit.objects.create(code="ca", name_zh="加州", path="0001", level="province", kind=state, valid_from=born)
    for n, letter in enumerate(TYPES, 1):
        Unit.objects.create(
            code=f"type-{letter}",
            name_zh=letter,
            parent=top,
            path=f"0001{n:04d}",
            level="county",
            kind=kind,
            valid_from=born,
        )
    return top


def campaign_with(path, scheme=SCHEME):
    """A campaign over the types, designed, frozen, and with the file taken in; the caller scores it after MOMENTS."""
    with clock.frozen_at(at(-5)):
        school_units()
        form = release_version(_version())
        draft = Draft("schools-2000", 2000, Text("学校", "Schools"), Text("测试", "Test"), "ca", "independent", MOMENTS)
        campaign = create_campaign(draft)
        attach_form(campaign, "sample", form)
        version = add_scheme(campaign, scheme)
        cover_units(campaign)
        freeze_scheme(version)
    with clock.frozen_at(at(41)):
        import_batch(campaign, "sample", path, "R survey")
    return campaign


def _version():
    questionnaire = create_questionnaire("schools", purpose="sample", name=Text("学校", "Schools"))
    version = save_version(questionnaire, read_form(FORM))
    for n in (400, 500, 600):
        version = keep_example(version, {"api00": str(n), "improved": "1"}, title=Text(f"例{n}", f"Example {n}"))
    return version
