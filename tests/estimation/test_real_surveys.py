"""Means of real surveys against R survey 4.5: estimate, standard error, covariance, design effect, df."""

import math
from fractions import Fraction

import pytest

from pingyi.estimation.arrays import array_sums
from pingyi.estimation.means import Means, means
from tests.estimation.surveys import CASES, DESIGNS, FINE, Row, number, rows_of, says, survey_means, survey_sums

API = {"api00": lambda row: number(row["api00"]), "api99": lambda row: number(row["api99"])}
ENROLL = {"enroll": lambda row: number(row["enroll"])}
NO_YES = {"No": says("comp.imp", "No"), "Yes": says("comp.imp", "Yes")}


def close(value):
    return pytest.approx(value, rel=1e-8, abs=1e-12)


def listed(value):
    return value if isinstance(value, list) else [value]


def check(found: Means, expected: dict) -> None:
    assert list(found.estimate) == close(listed(expected["estimate"]))
    assert list(found.se) == close(listed(expected["se"]))


def cases(part: str) -> list[str]:
    return [name for name in CASES if part in name and name.split(".")[0] in DESIGNS]


@pytest.mark.parametrize("case", cases(".mean.api00_api99") + [c for c in cases(".mean.api00") if c.count(".") == 2])
def test_means_and_covariance(case):
    found = survey_means(case.split(".")[0], {name: API[name] for name in case.split(".")[-1].split("_")})
    check(found, CASES[case]["result"])
    for row, expected in zip(found.covariance, CASES[case]["result"]["vcov"], strict=True):
        assert list(row) == close(expected)


@pytest.mark.parametrize("case", cases(".prop.comp.imp"))
def test_proportions_of_all_levels(case):
    found = survey_means(case.split(".")[0], NO_YES)
    check(found, CASES[case]["result"])
    assert found.covariance[0][1] == close(CASES[case]["result"]["vcov"][0][1])


@pytest.mark.parametrize("case", cases(".by.stype.mean.api00"))
def test_domain_means(case):
    result = CASES[case]["result"]
    for k, domain in enumerate(result["domain"]):
        found = survey_means(case.split(".")[0], {"api00": API["api00"]}, says("stype", domain))
        check(found, {"estimate": result["estimate"][k], "se": result["se"][k]})


@pytest.mark.parametrize("case", cases(".by.schwide_stype.prop_compimp"))
def test_domains_of_two_columns(case):
    result = CASES[case]["result"]
    for k, (wide, kind) in enumerate(zip(result["sch.wide"], result["stype"], strict=True)):
        found = survey_means(
            case.split(".")[0],
            {"Yes": NO_YES["Yes"]},
            lambda row, key=(wide, kind): (row["sch.wide"], row["stype"]) == key,
        )
        check(found, {"estimate": result["estimate"][k], "se": result["se"][k]})


@pytest.mark.parametrize("case", cases(".subset.api00_gt_700"))
def test_domain_by_a_condition(case):
    found = survey_means(case.split(".")[0], ENROLL, lambda row: int(row["api00"]) > 700)
    check(found, CASES[case]["result"])


@pytest.mark.parametrize("case", cases(".deff"))
def test_design_effect(case):
    """With a finite correction ours compares without replacement; R's "replace" variants then differ by 1 - n/N."""
    design = case.split(".")[0]
    deff = survey_means(design, {"api00": API["api00"]}).deff[0]
    if "replace" in case and DESIGNS[design][3]:
        sums = survey_sums(design, {"api00": API["api00"]})
        deff *= 1 - sum(sums.rows[0]) * FINE / sum(sums.w[0])
    assert deff == close(CASES[case]["value"])


@pytest.mark.parametrize("case", cases(".degf"))
def test_degrees_of_freedom(case):
    assert survey_means(case.split(".")[0], {"api00": API["api00"]}).df == (CASES[case]["value"],)


def small(name: str, stratum: str, psu: str, y: str, rows: list[Row], weight: str | None = None):
    return array_sums(
        {y: [round(Fraction(row[y]) * 10**14) for row in rows]},
        design_weights=[Fraction(row[weight]) if weight else 2 for row in rows],
        strata=[row[stratum] for row in rows],
        psus=[row[psu] for row in rows],
        scales=({y: 10**14}, FINE),
    )


@pytest.mark.parametrize("rule", ["certainty", "average", "adjust"])
def test_single_psu_rules(rule):
    rows = [row for row in rows_of("fpc") if row["stratid"] == "2" or row["psuid"] == "1"]
    found = means(small("fpc", "stratid", "psuid", "x", rows, "weight"), single_psu=rule)
    check(found, CASES[f"lonely.{rule}"]["mean"])


def test_clusters_in_strata():
    found = means(small("scd", "ESA", "ambulance", "alive", rows_of("scd")))
    check(found, CASES["scd.linear"]["mean"])


def test_thirty_two_domains_of_a_national_survey():
    """NHANES: 2 PSUs in each of 15 strata; answers missing; a domain where nobody said yes has SE 0, as R says."""
    rows, result = rows_of("nhanes"), CASES["nhanes.by"]["result"]
    for k in range(0, len(result["race"]), 5):
        key = (str(result["race"][k]), str(result["sex"][k]), result["agecat"][k])
        sums = array_sums(
            {"high": [number(row["HI_CHOL"]) for row in rows]},
            design_weights=[Fraction(row["WTMEC2YR"]) for row in rows],
            strata=[row["SDMVSTRA"] for row in rows],
            psus=[row["SDMVPSU"] for row in rows],
            members=[(row["race"], row["RIAGENDR"], row["agecat"]) == key for row in rows],
        )
        check(means(sums), {"estimate": result["estimate"][k], "se": result["se"][k]})
        assert math.isfinite(means(sums).se[0])
