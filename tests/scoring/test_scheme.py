"""Reading a scheme: what is refused, by name and all at one time; what its digest sees."""

from fractions import Fraction

import pytest

from pingyi.scoring.presets import RUNNABLE, incomplete, preset, preset_text
from pingyi.scoring.scheme import canonical, read_scheme, scheme_digest
from pingyi.wording import Refused
from tests.scoring.units import SCHEME, TESTED, changed


def refused(text: str) -> dict[str, str]:
    with pytest.raises(Refused) as found:
        read_scheme(text)
    return {issue.code: f"{issue.field}: {issue.say('zh')} | {issue.say('en')}" for issue in found.value.issues}


@pytest.mark.parametrize("code", RUNNABLE)
def test_presets_can_be_read_and_name_their_source(code):
    scheme = preset(code)
    assert scheme.code == code and scheme.source.zh and scheme.source.en and scheme.formulas


def test_the_others_say_what_is_missing():
    assert [one.code for one in incomplete()] == list("BDEFGJKM")
    assert all(one.lacking.zh and one.lacking.en and one.source.zh for one in incomplete())


def test_an_unknown_preset_is_refused():
    with pytest.raises(Refused, match="Possible: recommended"):
        preset_text("Z")


def test_weights_that_do_not_add_up_say_by_how_much():
    text = changed(TESTED, ("lawful = 30, windows = 25", "lawful = 35, windows = 25"))
    message = refused(text)["weights_total"]
    assert "groups.province.indicator_weights" in message and "多了5" in message and "5 too much" in message


def test_shares_of_an_indicator_must_add_up_too():
    text = changed(TESTED, ('item = "civil", share = "1/6"', 'item = "civil", share = "1/7"'))
    assert "少了1/42" in refused(text)["weights_total"]


def test_everything_wrong_is_said_at_one_time():
    text = changed(
        TESTED,
        ("total = 100", 'total = 100\ncolour = "blue"'),
        ('basis = "lower"', 'basis = "upper"'),
        ("least = 85", "least = 85.5"),
        ("minimum_n = 30", 'minimum_n = "many"'),
    )
    found = refused(text)
    assert {*found} == {"wrong_value", "unknown_key"} and "colour" in found["unknown_key"]
    with pytest.raises(Refused) as all_of_them:
        read_scheme(text)
    assert len(all_of_them.value.issues) == 4


@pytest.mark.parametrize(
    "old, new, code",
    [
        ('strict = "satisfaction5"', 'strict = "satisfaction6"', "unknown_scale"),
        ('evidence = "sample", item = "strict"', 'evidence = "sample", item = "stern"', "unknown_item"),
        ('evidence = "sample", item = "strict"', 'evidence = "gossip", item = "strict"', "wrong_value"),
        ("[items.staff]", "[items.rumours]", "unknown_evidence"),
        ("lawful = 30,", "lawfull = 30,", "unknown_indicator"),
        ("least = 75", "least = 85", "bands_overlap"),
        ('code = "improve"\nname', 'code = "good"\nname', "code_twice"),
        ("least = 0\n", "least = 5\n", "bands_gap"),
        ('band = "improve"', 'band = "shame"', "unknown_band"),
        ('kinds = ["station"]', 'kinds = ["county_bureau"]', "kind_twice"),
        ("shares = { county", "shares = { kounty", "unknown_group"),
        ('5 = "1", 4', '5 = "2", 4', "points_off_range"),
        ("base = 5", "base = 0", "deductions_empty"),
        ("total = 100", "", "missing_key"),
        ("[missing]", "[missing", "unreadable_toml"),
        ('5 = "1", 4', 'five = "1", 4', "wrong_value"),
        ('city = { none = 0, minor = "3/10"', 'city = { none = 0, minor = "-3/10"', "deduction_negative"),
    ],
)
def test_what_is_refused(old, new, code):
    assert code in refused(changed(TESTED, (old, new)))


@pytest.mark.parametrize(
    "text", ["", "x = 1", 'scales = 3\nitems = "a"\ngroups = [1]\n', "indicators = 1\nmissing = 2"]
)
def test_nonsense_is_refused_not_crashed(text):
    assert refused(text)


def test_points_are_exact():
    points, scale = preset("A").scales["grade5"].integer_points()
    assert scale == 3 and points == {5: 300, 4: 250, 3: 200, 2: 150, 1: 100}  # thirds of points of 100
    assert SCHEME.scales["kept3"].integer_points() == ({2: 100, 1: 50, 0: 0}, 1)


def test_dont_know_can_carry_points():
    text = changed(TESTED, ('divisor = 1\ndont_know = "excluded"', 'divisor = 1\ndont_know = "1/3"'))
    points, scale = read_scheme(text).scales["satisfaction5"].integer_points()
    assert Fraction(points[-1], scale) == Fraction(100, 3)
    assert -1 not in SCHEME.scales["satisfaction5"].integer_points()[0]


def test_the_digest_sees_meaning_only():
    same = "# a remark\n" + changed(TESTED, ('share = "1/6"', 'share = "2/12"'))
    other = changed(TESTED, ("least = 85", "least = 86"))
    assert scheme_digest(same) == scheme_digest(TESTED) == scheme_digest(SCHEME)
    assert scheme_digest(other) != scheme_digest(TESTED)
    assert '"share":"1/6"' in canonical(SCHEME)


def test_windows_and_stations_have_no_sample():
    scheme = preset("recommended")
    for code in ("window", "station"):
        feeds = [feed for name in scheme.group(code).indicator_weights for feed in scheme.indicator(name).feeds]
        allowed = {"ballots", "ratings", "inspection", "rectification", "commitment", "sample"}
        assert {feed.evidence for feed in feeds} <= allowed
        assert "lawful" not in scheme.group(code).indicator_weights


SHARES = {"missing.most": 'most = "3/10"', "roll_up.most_missing": 'most_missing = "3/5"'}


@pytest.mark.parametrize(
    ("share", "good"), [('"3/2"', False), ('"-1/4"', False), ("2", False), ("1", True), ("0", True)]
)
@pytest.mark.parametrize(("field", "written"), SHARES.items())
def test_a_share_that_may_be_missing_lies_between_none_and_all(field, written, share, good):
    name = field.partition(".")[2]
    text = changed(TESTED, (written, f"{name} = {share}"))
    if good:
        read_scheme(text)
    else:
        assert field in refused(text)["wrong_value"]


def test_brackets_without_end_are_refused():
    assert "unreadable_toml" in refused("x = " + "[" * 5000)
