"""Stage 1 on Spark gives DuckDB's integers, on one machine and on a cluster, and refuses what it cannot hold."""

import random

import pytest

from pingyi.analysis.stage1 import Points, Request, ballot_sums, rating_sums, sample_sums
from pingyi.analysis.stage1.spark import opened_spark
from pingyi.estimation.sums import add_sums
from pingyi.wording import Refused
from tests import java
from tests.analysis.tables import UNITS, sample_file, sample_row
from tests.analysis.test_counts import ballots, ratings  # noqa: F401

pytest.importorskip("pyspark", reason="Spark is an extra")
pytestmark = [
    pytest.mark.skipif(not java.found(), reason="Spark needs Java 17"),
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),  # Py4J
]

POINTS = {"strict": Points({5: 100, 4: 75, 3: 50, 2: 25, 1: 0}), "calm": Points({5: 20, 1: -3}, scale=20)}
MEMBERSHIPS = [(unit, name) for unit in UNITS for name in (unit, "all")]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A session at a master with two workers of its own."""
    from tests.analysis.clusters import cluster

    with cluster(tmp_path_factory.mktemp("spark")) as master, opened_spark(master) as runner:
        yield runner


def sample(folder, rows=400, seed=1, name="sample", **changes):
    """A sample whose units cross strata and whose PSUs cross units, some answers missing."""
    chance = random.Random(seed)
    made = [
        sample_row(
            row,
            stratum=chance.choice("gh\"'"),
            psu=f"{name}{chance.randrange(40)}",
            weight_e6=chance.randrange(1, 10**9),
            q_strict=chance.choice(["", -1, 1, 2, 3, 4, 5]),
            q_calm=chance.choice(["", 1, 5]),
            **changes,
        )
        for row in range(1, rows + 1)
    ]
    return sample_file(folder, made, name)


def asked(items=2, **changes):
    points = dict(list(POINTS.items())[:items])
    return Request(points=points, memberships=MEMBERSHIPS, **changes)


@pytest.mark.parametrize(
    "request_",
    [asked(), asked(1), asked(smallest=30), asked(1, smallest=45), asked(pairs=[], as_part=True)],
    ids=["two items", "one item", "small groups out", "one item, small groups out", "a part"],
)
def test_the_integers_of_duckdb(cluster, tmp_path, request_):
    path = sample(tmp_path)
    assert sample_sums([path], request_, cluster) == sample_sums([path], request_)


def test_an_item_that_only_one_file_carries(cluster, tmp_path):
    both = [sample(tmp_path), sample_file(tmp_path, [sample_row(n) for n in range(1, 9)], "later")]
    request = Request(points=POINTS | {"novel": Points({1: 1})}, memberships=MEMBERSHIPS)
    assert sample_sums(both, request, cluster) == sample_sums(both, request)


def test_ballots_and_ratings(cluster, ballots, ratings):  # noqa: F811
    units = [("A", "A"), ("B", "B"), ("A", "all"), ("B", "all")]
    one, level = (Request(points={item: POINTS["strict"]}, memberships=units) for item in ("calm", "level"))
    assert ballot_sums(ballots, one, cluster) == ballot_sums(ballots, one) != {}
    assert rating_sums(ratings, level, cluster) == rating_sums(ratings, level) != {}


def test_what_exceeds_exact_integers_is_refused(cluster, tmp_path):
    rows = [sample_row(n, weight_e6=10**15, psu="p", stratum="s") for n in range(1, 41)]
    huge = Request(points={"strict": Points(dict.fromkeys(range(1, 6), 10**4))}, memberships=MEMBERSHIPS)
    with pytest.raises(Refused) as refused:
        sample_sums([sample_file(tmp_path, rows)], huge, cluster)
    assert refused.value.issues[0].code == "sums_overflow"


def test_days_summed_on_both_engines_add_up(cluster, tmp_path):
    days = [sample(tmp_path, seed=day, name=f"day{day}") for day in (1, 2)]
    part = asked(as_part=True)
    first, second = sample_sums(days[:1], part, cluster), sample_sums(days[1:], part)
    whole = sample_sums(days, part)
    assert cluster.machines() == 2
    assert {domain: add_sums(first[domain], second[domain]) for domain in whole} == whole
