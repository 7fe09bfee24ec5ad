"""What was mended, what was promised, what superiors and other bodies said."""

from typing import Any, Final

import numpy as np

from pingyi.demonstration.world.draws import Draws
from pingyi.demonstration.world.places import DEPARTMENT, PROVINCE_CODE, all_places, bureau_of, counties
from pingyi.demonstration.world.truth import PLACE_OF, truth
from pingyi.demonstration.world.windows import guided_window

Columns = dict[str, list[Any]]

CRITERIA: Final = ("duties", "law", "service", "rectify")
ASSESSORS: Final = 5
MEASURES: Final = ("中午不停办", "取证短信提醒", "周六能办身份证", "材料一次说清")
GUIDED_PROMISES: Final = (  # grade 0-4, known, used, delivered, asked
    ("中午不停办", 4, 31, 22, 21, 40),
    ("取证短信提醒", 2, 28, 24, 19, 40),
    ("周六能办身份证", 0, 26, 9, 0, 40),
)
GUIDED_MENDED: Final = (14, 11, 13, 1, 1)  # due, confirmed, claimed, late, reopened
EXTERNAL_BODY: Final = "云岭省综合考评办公室"
EXTERNAL_BODY_EN: Final = "Yunling Office of Comprehensive Evaluation"


def rectification_columns(seed: int, year: int) -> Columns:
    """Return the columns of evidence kind `rectification`: prefecture and county bureaus, household windows."""
    draws = Draws(seed, f"rectification {year}")
    prefectures = [place.code for place in all_places() if place.level == "prefecture"]
    units = [(bureau_of(code), 60, 160) for code in prefectures]
    units += [(bureau_of(county.code), 40, 140) for county in counties()]
    units += [(f"{county.code}-household_window", 8, 30) for county in counties()]
    mended = {unit: _mended(draws, least, most) for unit, least, most in units} | {guided_window(): GUIDED_MENDED}
    rows = [(unit, *counts, str(year)) for unit, counts in mended.items()]
    return _columns("unit due confirmed claimed late reopened period", rows)


def _mended(draws: Draws, least: int, most: int) -> tuple[int, int, int, int, int]:
    """Return due, confirmed by citizens, claimed by the unit, late, reopened: a unit claims more than is confirmed."""
    due = least + int(draws.integers(most - least + 1, 1)[0])
    u = draws.uniforms(4)
    claimed = round(due * (0.78 + 0.22 * u[0]))
    confirmed = round(claimed * (0.70 + 0.30 * u[1]))
    late = int((due - claimed) * u[2] + 0.5)
    return due, confirmed, claimed, late, int((claimed - confirmed) * u[3])


def commitment_columns(seed: int, year: int) -> Columns:
    """Return the columns of evidence kind `commitment`: four promises of each county, three of its household window."""
    draws = Draws(seed, f"commitments {year}")
    rows = []
    for county in counties():
        rows += [(bureau_of(county.code), measure, *_kept(draws)) for measure in MEASURES]
        window = f"{county.code}-household_window"
        own = [(window, measure, *_kept(draws)) for measure in MEASURES[:3]]
        rows += [(window, *promise) for promise in GUIDED_PROMISES] if window == guided_window() else own
    return _columns("unit measure grade known_n used_n delivered_n asked_n", rows)


def _kept(draws: Draws) -> tuple[int, int, int, int, int]:
    grade = int(draws.chosen(np.array([0.05, 0.07, 0.18, 0.38, 0.32]), 1)[0])
    asked = 30 + int(draws.integers(21, 1)[0])
    u = draws.uniforms(3)
    known = int(asked * (0.45 + 0.5 * u[0]))
    used = int(known * (0.3 + 0.6 * u[1]))
    return grade, known, used, int(used * min(1.0, 0.02 + grade * 0.22 + 0.1 * u[2])), asked


def assessment_columns(seed: int, year: int) -> Columns:
    """Return the columns of evidence kind `assessment`: five superiors judge each bureau by four criteria, 1 to 5."""
    draws = Draws(seed, f"assessments {year}")
    level = truth().means[..., PLACE_OF["overall"]].mean(axis=1)
    units = [(bureau_of(county.code), float(m)) for county, m in zip(counties(), level, strict=True)]
    for prefecture in (place for place in all_places() if place.level == "prefecture"):
        below = [m for county, m in zip(counties(), level, strict=True) if county.parent == prefecture.code]
        units.append((bureau_of(prefecture.code), float(np.mean(below))))
    rows = []
    for unit, mean in units:
        seen = 1 + 4 * (mean + 4 + 9 * draws.deviates(len(CRITERIA), ASSESSORS)) / 100
        levels = np.clip(np.rint(seen), 1, 5).astype(int).tolist()
        for criterion, given in zip(CRITERIA, levels, strict=True):
            rows += [(unit, criterion, one, f"A{place}", str(year)) for place, one in enumerate(given, 1)]
    return _columns("unit criterion level assessor session", rows)


def external_rows(year: int) -> list[tuple[str, int, str, str, int, str]]:
    """Return what the evaluation office said of the department and the prefecture bureaus for `year`."""
    draws = Draws(year, "external")
    codes = [place.code for place in all_places() if place.level in ("province", "prefecture")]
    rows = []
    for code, spread in zip(codes, draws.deviates(len(codes)), strict=True):
        score = round(8640 + (0 if code == PROVINCE_CODE else 260 * spread))
        grade = "优秀" if score >= 9000 else "良好" if score >= 8000 else "一般"
        rows.append(
            (
                DEPARTMENT if code == PROVINCE_CODE else bureau_of(code),
                year,
                EXTERNAL_BODY,
                grade,
                score,
                f"云综考〔{year + 1}〕3号",
            )
        )
    return rows


def external_columns(year: int) -> Columns:
    """Return the columns of evidence kind `external` for `year`."""
    return _columns("unit year body grade score_e2 document", external_rows(year))


def _columns(names: str, rows: list[tuple[Any, ...]]) -> Columns:
    return dict(zip(names.split(), map(list, zip(*rows, strict=True)), strict=True))
