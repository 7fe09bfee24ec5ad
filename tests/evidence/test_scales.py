"""The questionnaire decides which items and codes evidence may hold."""

from pingyi.evidence.queries import scales_of, scales_of_form
from pingyi.forms.reading import read_form
from tests.evidence.conftest import FORM


def test_items_are_choices_with_integer_codes():
    five = frozenset({1, 2, 3, 4, 5})
    assert scales_of_form(read_form(FORM)) == {"strict": five, "calm": five}


def test_a_kind_without_items_needs_no_questionnaire(campaign):
    assert scales_of(campaign, "ratings") == {}


def test_a_channel_that_is_not_asked_has_no_scales(campaign):
    campaign.forms.filter(channel="sample").delete()
    assert scales_of(campaign, "sample") is None
    assert set(scales_of(campaign, "ballots")) == {"strict", "calm"}
