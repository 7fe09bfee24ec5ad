"""A name that cannot be used is refused with its own fault, not with a list of all that could be wrong."""

import pytest

from pingyi.directory.names import clean_name, fault_in_name
from pingyi.wording import Refused, Text


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "空"),
        ("  ", "空"),
        ("甲" * 201, "200"),
        ("甲\n乙", "换行"),
        ("甲\u2028乙", "换行"),
        ("甲\t乙", "看不见"),
        ("甲\u200b乙", "看不见"),
        ("=甲", "公式"),
    ],
)
def test_the_fault_is_named(name, says):
    assert says in fault_in_name(name).zh


@pytest.mark.parametrize("name", ["云桥分局", "甲=乙", "甲" * 200, "Traffic brigade (north)"])
def test_a_proper_name_has_none(name):
    assert fault_in_name(name) is None


def test_the_refusal_stands_beside_the_name_it_is_about():
    with pytest.raises(Refused) as refused:
        clean_name(Text("甲\n乙", "=1"))
    assert [issue.field for issue in refused.value.issues] == ["name_zh", "name_en"]
    assert clean_name(Text(" 甲 ", "")) == Text("甲", "")
