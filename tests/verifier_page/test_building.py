"""The file itself: closed to everybody else, complete in both languages, with the same words as the command."""

import base64
import gzip
import hashlib
import re
from pathlib import Path

from tools import verifier_words

from pingyi.page import build_verifier
from pingyi.verifier.meanings import STAGES
from tests.verifier_page.host import PINNED, pins

SOURCE = Path(__file__).parents[2] / "browser/src/verify"
WORDS = SOURCE / "page/words"
LARGEST = 70_000


def parts():
    text = build_verifier(pins(loopback=False)).decode()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text).group(1)
    style = re.search(r"<style>(.*?)</style>", text, re.S).group(1)
    return policy, style, re.findall(r"<script>(.*?)</script>", text, re.S)


def digest(text):
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def said(name):
    return dict(re.findall(r'^  (\w+): "(.*)",$', (WORDS / name).read_text(encoding="utf-8"), re.M))


def test_only_this_script_and_style_may_run():
    policy, style, [first, script] = parts()
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'" and rules["connect-src"] == "'self' https:"
    assert rules["script-src"] == f"{digest(first)} {digest(script)}" and rules["style-src"] == digest(style)
    assert rules["worker-src"] == "blob:" and rules["base-uri"] == rules["form-action"] == "'none'"


def test_nothing_is_fetched_from_anywhere():
    _, style, [_, script] = parts()
    assert "url(" not in style and "@import" not in style and "@font-face" not in style
    assert set(re.findall(r"https?://[^\"'`$ \\]+", script)) - {"http://www.w3.org/2000/svg", "https://"} == set()


def test_it_is_small_and_the_same_each_time():
    assert build_verifier(pins(**PINNED)) == build_verifier(pins(**PINNED))
    assert len(gzip.compress(build_verifier(pins(**PINNED)), 9)) <= LARGEST


def test_pins_stand_in_it():
    assert "云岭省群众评议委员会" in build_verifier(pins()).decode()
    assert "http://localhost:*" in build_verifier(pins()).decode()
    assert "http://localhost:*" not in build_verifier(pins(loopback=False)).decode()


def test_both_languages_say_everything():
    zh, en = said("zh.js"), said("en.js")
    assert zh.keys() == en.keys() and len(zh) > 130
    slots = {key: (set(re.findall(r"{\w+}", zh[key])), set(re.findall(r"{\w+}", en[key]))) for key in zh}
    assert {key: both for key, both in slots.items() if both[0] != both[1]} == {}
    assert not [key for key, text in zh.items() if re.search(r"[一-鿿] [一-鿿]|[一-鿿][,;:?!]", text)]


def test_it_says_what_the_command_says():
    # python -m tools.verifier_words, then npm --prefix browser run build
    assert verifier_words.PLACE.read_text(encoding="utf-8") == verifier_words.written()


def test_stages_have_words():
    assert {f"stage_{stage}" for stage in STAGES} <= said("zh.js").keys()


def test_every_answer_has_its_sentences():
    answers = set(re.findall(r'"((?:receipt|check|code)_[a-z_]+)"', (SOURCE / "person.js").read_text(encoding="utf-8")))
    assert len(answers) == 20
    assert {f"{one}{more}" for one in answers for more in ("", "_more")} <= said("zh.js").keys()
