"""Letters and text messages: what is printed, for whom, and what is refused; read back from the real PDF."""

import csv
import dataclasses
import io
import stat

import pytest

from pingyi.protocol.manifest import Manifest
from pingyi.rollkeeper import making, planning
from pingyi.rollkeeper.invitations import stored
from pingyi.rollkeeper.letters import glyphs, offers, printing
from pingyi.rollkeeper.letters.points import deadline, points
from pingyi.tokens import codes
from pingyi.wording import Refused
from tests.rollkeeper.people import AUDITOR, CAMPAIGN, LETTER_TOML, line, manifest_of, moduli_files, prepared

NAMES = ("张三", "欧阳㛃", "买买提·吐尔逊", "李𬘡")


def _lines():
    letters = [line(n, name=NAMES[n % 4], staff="yes" if n == 7 else "no") for n in range(160)]
    return letters + [line(n, "yl-ld-2", "sms") for n in range(200, 360)]


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    folder = tmp_path_factory.mktemp("letters")
    ready = prepared(folder, _lines())
    cells = planning.plan_people(ready.desk, ready.people, ready.units, CAMPAIGN, glyphs.glyphs_of())
    made = making.make_roll(ready.desk, ready.people, moduli_files(folder, len(cells)), making.Settings(AUDITOR.public))
    ready.manifest = manifest_of(made)
    ready.made = made
    ready.offer = _offer(folder, ready.manifest)
    press = printing.Press(per_file=100)
    ready.printed = printing.print_roll(ready.desk, 0, ready.manifest, ready.offer, press)
    ready.target = ready.desk.roll(0) / printing.LETTERS
    ready.everybody = list(stored(ready.desk.roll(0) / making.CODES))
    return ready


def _offer(folder, manifest, text=LETTER_TOML):
    path = folder / "letter.toml"
    path.write_text(text, encoding="utf-8")
    return offers.read_offer(path, Manifest.parse(manifest))


def _refusal(folder, manifest, text):
    with pytest.raises(Refused) as refused:
        _offer(folder, manifest, text)
    return {(issue.code, issue.field) for issue in refused.value.issues}


def _pages(path):
    reader = pytest.importorskip("pypdfium2")
    document = reader.PdfDocument(path.read_bytes())
    return [document[number] for number in range(len(document))]


def test_letters_and_messages_are_counted(ready):
    assert ready.printed == printing.Printed(letters=160, files=2, messages=160)
    assert sorted(path.name for path in ready.target.iterdir()) == ["0001.pdf", "0002.pdf", "messages.csv"]


def test_every_print_is_for_the_owner_alone(ready):
    assert {stat.S_IMODE(path.stat().st_mode) for path in ready.target.iterdir()} == {0o600}
    assert stat.S_IMODE(ready.target.stat().st_mode) == 0o700


def _said(page):
    """The words of a page; a reader finds spaces and lines where there are none in Chinese."""
    return "".join(page.get_textpage().get_text_bounded().split())


def test_each_letter_is_one_page_and_says_code_and_name(ready):
    pages = _pages(ready.target / "0001.pdf")
    assert len(pages) == 100
    letters = [one for one in ready.everybody if ",letter," in one.line]
    for page, one in zip(pages[:8], letters[:8], strict=True):
        said = _said(page)
        assert codes.printed(one.code) in said
        assert one.line.split(",")[1] in said and one.line.split(",")[3] in said
        assert "P-" not in said.replace(codes.printed(one.code), "")  # no reference of the list, no number


def test_the_picture_on_the_page_opens_the_link(ready):
    zxing = pytest.importorskip("zxingcpp")
    page = _pages(ready.target / "0002.pdf")[5]
    (found,) = zxing.read_barcodes(page.render(scale=150 / 72).to_numpy())
    one = [one for one in ready.everybody if ",letter," in one.line][105]
    link = codes.parse_fragment(found.text.split("#")[1])
    assert (link.code, link.cell) == (one.code, one.cell)
    assert found.text.startswith("https://pingyi.example.org/appraise#")


def test_the_page_says_what_is_promised_and_what_becomes_public(ready):
    said = _said(_pages(ready.target / "0001.pdf")[0])
    for words in (
        "50张以上",
        "Nobodymayask",
        "2026年12月10日24时前",
        "noconsequence",
        "每题都不选",
        "2027年3月31日前删除",
    ):
        assert words in said


def test_messages_carry_the_link_and_nothing_but_the_number(ready):
    rows = list(csv.DictReader(io.StringIO((ready.target / "messages.csv").read_text(encoding="utf-8"))))
    assert len(rows) == 160 and set(rows[0]) == {"phone", "text"}
    links = {row["phone"]: row["text"].split("#")[1] for row in rows}
    for one in (one for one in ready.everybody if ",sms," in one.line):
        assert codes.parse_fragment(links[one.line.split(",")[4]]).code == one.code
    assert [row["phone"] for row in rows] != sorted(row["phone"] for row in rows)


def test_a_manifest_of_another_roll_is_refused(ready):
    other = manifest_of(dataclasses.replace(ready.made, root=bytes(32)))
    with pytest.raises(Refused) as refused:
        printing.print_roll(ready.desk, 0, other, ready.offer, printing.Press())
    assert refused.value.issues[0].code == "manifest_differs"


def test_letters_are_not_printed_twice(ready):
    with pytest.raises(Refused) as refused:
        printing.print_roll(ready.desk, 0, ready.manifest, ready.offer, printing.Press())
    assert refused.value.issues[0].code == "made_already"


@pytest.mark.parametrize(
    "old, new, told",
    [
        ("minutes = 2", "", ("letter_key", "minutes")),
        ("minutes = 2", "minutes = 2\nprize = 100", ("letter_key", "prize")),
        ("minutes = 2", 'minutes = "2"', ("letter_key", "minutes")),
        ("minutes = 2", "minutes = 0", ("letter_value", "minutes, phone, deleted_by")),
        ("https://pingyi.example.org", "http://pingyi.example.org", ("letter_page", "page")),
        ("https://pingyi.example.org", "https://elsewhere.example.org", ("letter_page", "page")),
        ("派出所一年来的工作和作风。", "派出所一年来的工作和作风。" * 9, ("letter_length", "about_zh")),
    ],
)
def test_what_the_organiser_wrote_is_checked(ready, tmp_path, old, new, told):
    assert told in _refusal(tmp_path, ready.manifest, LETTER_TOML.replace(old, new))


def test_a_file_that_is_no_toml_is_unreadable(ready, tmp_path):
    assert _refusal(tmp_path, ready.manifest, "minutes = = 2") == {("unreadable_letter", None)}


@pytest.mark.parametrize(
    "closes, zh, en",
    [
        ("2026-12-10T16:00:00Z", "请在2026年12月10日24时前参加", "Please take part by the end of 10 December 2026"),
        ("2026-12-31T16:00:00Z", "请在2026年12月31日24时前参加", "Please take part by the end of 31 December 2026"),
        ("2026-12-10T10:30:00Z", "请在2026年12月10日18时30分前参加", "Please take part by 18:30 on 10 December 2026"),
    ],
)
def test_the_deadline_is_said_in_beijing_time(closes, zh, en):
    assert deadline(closes).zh == zh and deadline(closes).en == en


def test_grade_d_promises_nothing(ready):
    said = {grade: points(ready.offer, grade, 30, 12)[1][1] for grade in "ABCD"}
    assert "保证" in said["D"].zh and "任何人无权" not in said["D"].zh
    assert "两家机构" in said["A"].zh and "两家机构" not in said["C"].zh


def test_a_text_that_cannot_be_printed_is_told_before_printing(ready):
    offer = dataclasses.replace(ready.offer, organiser_zh="评议委员会😀")
    with pytest.raises(Refused) as refused:
        printing.print_roll(ready.desk, 0, ready.manifest, offer, printing.Press())
    assert refused.value.issues[0].code == "character_missing" and "😀" in str(refused.value)


def test_the_font_has_what_names_need_and_says_what_it_lacks(tmp_path):
    found = glyphs.glyphs_of()
    assert all(ord(sign) in found for sign in "".join(NAMES) + "龘喆玥𬭎（）0O1l—")
    assert ord("😀") not in found and 0x20000 not in found
    bad = tmp_path / "font.otf"
    bad.write_bytes(b"OTTO\x00\x01")
    with pytest.raises(Refused, match="font"):
        glyphs.glyphs_of(bad)
