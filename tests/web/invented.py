"""An invented corner of the demonstration province, with published results: enough for every page to be itself.

Values follow simple rules, so that a reader of a test can say what a page must show.
"""

import datetime as dt
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from pingyi.campaigns.models import Campaign, CampaignForm, CoveredUnit, ExternalResult, SchemeVersion
from pingyi.directory.models import Unit, UnitKind
from pingyi.foundation.trees import child_path
from pingyi.questionnaires.models import Questionnaire, QuestionnaireVersion
from pingyi.results.facts import Facts, Finding, Rectification
from pingyi.results.models import IndicatorResult, ItemResult, ResultSet, UnitResult
from pingyi.scoring.evidence import Commitment

CHINA = dt.timezone(dt.timedelta(hours=8))
PREFECTURES = {"5301": ("青岚市公安局", "Qinglan Public Security Bureau"), "5302": ("栖禾市公安局", "Qihe Bureau")}
COUNTIES = {"530102": "云桥分局", "530103": "松筠分局", "530201": "柳渡县公安局"}
KINDS = {
    "province_dept": ("省厅", "Provincial department"),
    "prefecture_bureau": ("州市局", "Prefecture bureau"),
    "county_bureau": ("县市区局（分局）", "County bureau"),
    "household_window": ("户籍窗口", "Household registration window"),
    "station": ("派出所", "Police station"),
}
ITEMS = ("strict", "fair", "clear", "wait", "attitude", "done", "overall")
SCHEME = (Path(__file__).parent / "invented-scheme.toml").read_text()


def at(year: int, month: int, day: int) -> dt.datetime:
    """Return midnight in China."""
    return dt.datetime(year, month, day, tzinfo=CHINA)


@dataclass
class Province:
    """What was built."""

    campaign: Campaign
    result_set: ResultSet
    units: dict[str, Unit]


def build_province(*, published: bool = True, mode: str = "independent", stations: int = 2) -> Province:
    """Build units, one campaign and, where `published`, its results."""
    units = _units(stations)
    campaign = _campaign(units, mode, 2025)
    _campaign(units, mode, 2026)
    result_set = _result_set(campaign, published)
    if published:
        _results(result_set, units)
    return Province(campaign, result_set, units)


def _units(stations: int) -> dict[str, Unit]:
    kinds = {
        code: UnitKind.objects.create(code=code, name_zh=zh, name_en=en, order=place)
        for place, (code, (zh, en)) in enumerate(KINDS.items())
    }
    units: dict[str, Unit] = {}
    places: dict[str, count] = {}

    def add(code: str, names: tuple[str, str], kind: str, level: str, parent: str = "") -> None:
        above = units.get(parent)
        path = child_path(above.path if above else "", next(places.setdefault(parent, count(1))))
        names_ = {"name_zh": names[0], "name_en": names[1]}
        units[code] = Unit.objects.create(
            code=code, parent=above, path=path, level=level, kind=kinds[kind], valid_from=dt.date(2020, 1, 1), **names_
        )

    add("53-province_dept", ("云岭省公安厅机关", "Yunling Public Security Department"), "province_dept", "province")
    for code, names in PREFECTURES.items():
        add(f"{code}-prefecture_bureau", names, "prefecture_bureau", "prefecture", "53-province_dept")
    for code, name in COUNTIES.items():
        above = f"{code[:4]}-prefecture_bureau"
        add(f"{code}-county_bureau", (name, f"{name} county"), "county_bureau", "county", above)
        window = (f"{name}户籍窗口", f"Household window of {code}")
        add(f"{code}-household_window", window, "household_window", "county", f"{code}-county_bureau")
        for n in range(stations):
            names = (f"{name}{n + 1}所", f"Station {n + 1} of {code}")
            add(f"{code}{n:03}-station", names, "station", "township", f"{code}-county_bureau")
    return units


def _campaign(units: dict[str, Unit], mode: str, year: int) -> Campaign:
    days = ((9, 1), (9, 18), (12, 11), (12, 12), (12, 20))
    moments = [*(at(year, month, day) for month, day in days), at(year + 1, 1, 15)]
    names = ("mobilise_at", "collect_at", "close_at", "score_at", "object_at", "publish_at")
    campaign = Campaign.objects.create(
        code=f"yunling-{year}",
        year=year,
        name_zh=f"云岭省{year}年群众评议机关作风",
        name_en=f"Yunling Public Appraisal {year}",
        mode=mode,
        organiser_zh="云岭省群众评议委员会",
        organiser_en="Yunling Appraisal Commission",
        formal_object=units["53-province_dept"],
        demonstration=True,
        **dict(zip(names, moments, strict=True)),
    )
    CoveredUnit.objects.bulk_create(
        CoveredUnit(campaign=campaign, unit=unit, group=group_of(unit)) for unit in units.values()
    )
    form = Questionnaire.objects.create(
        code=f"online-{year}", purpose="online", name_zh="网络评议问卷", name_en="Online form"
    )
    version = QuestionnaireVersion.objects.create(
        questionnaire=form, number=1, content={}, digest="0" * 64, created_at=at(year, 9, 1)
    )
    CampaignForm.objects.create(campaign=campaign, channel="online", version=version)
    return campaign


def group_of(unit: Unit) -> str:
    """Return the ranking group of an invented unit."""
    groups = {"province_dept": "province", "prefecture_bureau": "prefecture", "county_bureau": "county"}
    return groups.get(unit.kind.code, "station" if unit.kind.code == "station" else "window")


def _result_set(campaign: Campaign, published: bool) -> ResultSet:
    scheme = SchemeVersion.objects.create(
        campaign=campaign,
        number=2,
        text=SCHEME,
        digest="ab" * 32,
        created_at=at(2025, 9, 1),
        frozen_at=at(2025, 9, 10),
    )
    return ResultSet.objects.create(
        campaign=campaign,
        number=1,
        scheme=scheme,
        evidence=[{"kind": "ballots", "number": 1, "rows": 60000, "digest": "cd" * 32}],
        evidence_digest="ef" * 32,
        digest="12" * 32,
        computed_at=at(2025, 12, 15),
        published_at=at(2026, 1, 15) if published else None,
    )


def _results(result_set: ResultSet, units: dict[str, Unit]) -> None:
    """Score by place; the last station has too few answers, the window of 松筠 is for reference only."""
    last = [code for code in units if code.endswith("station")][-1]
    for place, (code, unit) in enumerate(units.items()):
        if code == last:
            UnitResult.objects.create(
                result_set=result_set, unit=unit, group="station", respondents=12, withheld="too_few", facts={}
            )
            continue
        _scored(result_set, unit, 82.0 - place % 7, ranked=code != "530103-household_window")
    ExternalResult.objects.create(
        unit=units["530102-county_bureau"],
        year=2024,
        body_zh="省统计局",
        body_en="Bureau of Statistics",
        grade="良好",
        score_e2=8312,
    )


def _scored(result_set: ResultSet, unit: Unit, score: float, *, ranked: bool) -> None:
    UnitResult.objects.create(
        result_set=result_set,
        unit=unit,
        group=group_of(unit),
        score=score,
        se=1.5,
        lower=score - 3,
        upper=score + 3,
        grade="good" if score > 78 else "fair",
        point_grade="good",
        tier=(1 if score > 79 else 2) if ranked else None,
        rank_low=2 if ranked else None,
        rank_high=5 if ranked else None,
        rank_if_low=1 if ranked else None,
        rank_if_high=6 if ranked else None,
        respondents=214,
        facts=FACTS.as_stored(),
    )
    for carried, code in ((60.0, "online"), (40.0, "survey")):
        IndicatorResult.objects.create(
            result_set=result_set,
            unit=unit,
            indicator=code,
            indicator_weight=carried,
            score=score,
            se=2.0,
            lower=score - 4,
            upper=score + 4,
            n=214,
        )
    kinds = {"ballots": ITEMS, "ratings": ("level",)}
    if unit.kind.code in ("county_bureau", "prefecture_bureau"):
        kinds["sample"] = ITEMS
    ItemResult.objects.bulk_create(
        _item(result_set, unit, kind, item, place) for kind, items in kinds.items() for place, item in enumerate(items)
    )


def _item(result_set: ResultSet, unit: Unit, kind: str, item: str, place: int) -> ItemResult:
    estimate = {"attitude": 86.0, "clear": 64.0}.get(item, 75.0 + place / 2)
    compared = {"attitude": "better", "clear": "worse"}.get(item, "same")
    return ItemResult(
        result_set=result_set,
        unit=unit,
        evidence=kind,
        item=item,
        n=200,
        dont_know=14,
        estimate=estimate,
        se=2.0,
        df=199.0,
        lower=estimate - 4,
        upper=estimate + 4,
        deff=1.0,
        group_low=70.0,
        group_median=74.0,
        group_high=80.0,
        compared=compared,
        reliability="full",
    )


FACTS = Facts(
    ballots_grade="D",
    rectification=Rectification(due=88, claimed=63, confirmed=41, late=3, reopened=2),
    visits={"open": 1, "covert": 3},
    findings=(
        Finding("notice", "covert", "2025-11-12", 100),
        Finding("queue", "covert", "2025-10-21", 50, found_by="self"),
    ),
    promises=(Commitment("中午不停办", 4, 31, 22, 21, 40), Commitment("周六能办身份证", 0, 18, 5, 0, 40)),
)
