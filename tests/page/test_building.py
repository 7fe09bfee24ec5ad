"""The file itself: small, closed to everybody else, the same each time; pins that could do harm are refused."""

import base64
import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.page import Pins, build
from pingyi.primitives.errors import Malformed
from pingyi.protocol.grade import REASONS
from pingyi.wording import Text
from tests.page.world import BODIES, pins, witness

ROOT = Path(__file__).parents[2]
WORDS = ROOT / "browser/src/page/words"
LARGEST = 60_000


def written(**changed):
    """A pins file."""
    given = {**pins(8000, bodies=BODIES["B"]).listed(), "loopback": False}
    return json.dumps({**given, **changed}, ensure_ascii=False).encode()


def test_the_whole_page_is_small():
    assert len(gzip.compress(build(Pins.parse(written())), 9)) <= LARGEST


def test_the_same_pins_make_the_same_bytes():
    again = json.dumps(dict(reversed(json.loads(written()).items())), indent=3).encode()
    assert build(Pins.parse(written())) == build(Pins.parse(again))


def test_pins_are_read_as_written():
    assert Pins.parse(written()).listed() == json.loads(written())


def parts(page):
    text = page.decode()
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text).group(1)
    style = re.search(r"<style>(.*?)</style>", text, re.S).group(1)
    scripts = re.findall(r"<script>(.*?)</script>", text, re.S)
    return policy, style, scripts


def digest(text):
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_only_this_script_and_style_may_run():
    policy, style, [first, script] = parts(build(Pins.parse(written())))
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'" and rules["connect-src"] == "'self' https:"
    assert rules["script-src"] == f"{digest(first)} {digest(script)}" and rules["style-src"] == digest(style)
    assert rules["base-uri"] == rules["form-action"] == "'none'"


def test_nothing_is_fetched_from_anywhere():
    _, style, [_, script] = parts(build(Pins.parse(written())))
    assert "url(" not in style and "@import" not in style and "@font-face" not in style
    page = build(Pins.parse(written())).decode().replace(script, "")
    assert re.findall(r"(?:src|href)=\"(?!data:|#)[^\"]*\"", page) == []
    foreign = set(re.findall(r"https?://[^\"'`$ ]+", script)) - {"http://www.w3.org/2000/svg"}
    assert foreign == set()


def test_the_script_is_old_enough_for_a_phone_of_2020():
    _, _, [first, script] = parts(build(Pins.parse(written())))
    newer = (r"\?\.[a-zA-Z\[(]", r"\?\?", r"\|\|=", r"\.replaceAll\(", r"structuredClone", r"static\s*\{")
    assert [pattern for pattern in newer if re.search(pattern, script)] == []
    assert (
        "=>" not in first and "const " not in first and first.index("location.hash") < first.index("addEventListener")
    )


def test_both_languages_say_everything():
    zh, en = (dict(re.findall(r'^  (\w+): "(.*)",$', (WORDS / name).read_text(), re.M)) for name in ("zh.js", "en.js"))
    assert zh.keys() == en.keys() and len(zh) > 150
    slots = {key: (set(re.findall(r"{\w+}", zh[key])), set(re.findall(r"{\w+}", en[key]))) for key in zh}
    assert {key: both for key, both in slots.items() if both[0] != both[1]} == {}
    assert not [key for key, text in zh.items() if re.search(r"[一-鿿] [一-鿿]|[一-鿿][,;:?!]", text)]


def test_every_sentence_is_used():
    source = "".join(path.read_text() for path in (ROOT / "browser/src/page").rglob("*.js") if path.parent != WORDS)
    keys = re.findall(r"^  (\w+):", (WORDS / "zh.js").read_text(), re.M)
    made = ("grade_", "sending_", "pending_", "where_", "stop_")
    unused = [key for key in keys if not re.search(rf'["`]{key}["`]', source) and not key.startswith(made)]
    assert [key for key in unused if key not in ("lang", "retry", "retype", "again", "reopen", "look_up")] == []


def test_reasons_are_those_of_the_grade():
    found = re.findall(r'^  (\w+): \["(.*?)", "(.*)"\],$', (WORDS / "reasons.js").read_text(), re.M)
    assert {code: Text(zh, en) for code, zh, en in found} == REASONS


@pytest.mark.parametrize(
    "changed",
    [
        {"format": "pingyi/v2/pins"},
        {"roll_keepers": []},
        {"roll_keepers": ["00" * 32]},
        {"quorum": 3},
        {"quorum": -1},
        {"witnesses": ["nonsense"], "quorum": 0},
        {"witnesses": [witness("w1").encode().replace("w1", "w9")], "quorum": 0},
        {"organiser": {"zh": "委员会"}},
        {"organiser": "委员会"},
        {"home": "http://page.example/"},
        {"home": "https://page.example"},
        {"more": 1},
        {"loopback": 1},
        {"bodies": [{"name": "x", "controller": "x", "keys": ["00"], "hosts": []}]},
    ],
)
def test_other_pins_are_malformed(changed):
    with pytest.raises(Malformed):
        Pins.parse(written(**changed))


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "//evil.example",
        "data:text/html,x",
        "http://site.example/",
        "",
        " /a",
    ],
)
def test_links_that_could_run_or_leave_unseen_are_refused(link):
    links = {**pins(8000).links, "problem": link}
    with pytest.raises(Malformed):
        Pins.parse(written(links=links))


@pytest.mark.parametrize("link", ["https://site.example/report?a=1", "/report", "./verify.html", "../x", "verify.html"])
def test_links_that_are_fine(link):
    assert Pins.parse(written(links={**pins(8000).links, "verify": link})).links["verify"] == link


def test_loopback_is_for_demonstrations_only():
    links = {**pins(8000).links, "problem": "http://localhost:8000/report"}
    with pytest.raises(Malformed):
        Pins.parse(written(links=links))
    page = build(Pins.parse(written(links=links, loopback=True)))
    assert "connect-src 'self' https: http://localhost:* http://127.0.0.1:*" in parts(page)[0]


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b'{"format":1,"format":1}', b"null", b"[" * 100_000])
def test_what_is_no_pins_file_is_malformed(content):
    with pytest.raises(Malformed):
        Pins.parse(content)


@settings(max_examples=50)
@given(zh=st.text(), en=st.text())
def test_no_name_breaks_out_of_its_place(zh, en):
    page = build(Pins.parse(written(organiser={"zh": f"{zh}</script><!--", "en": en}))).decode()
    inside = re.search(r'<script type="application/json" id="pins">(.*?)</script>', page, re.S).group(1)
    assert json.loads(inside)["organiser"] == {"zh": f"{zh}</script><!--", "en": en}
    assert page.count("</script>") == 3 and "<!--" not in inside


@pytest.mark.skipif(not shutil.which("node"), reason="node is not here")
@pytest.mark.skipif(not (ROOT / "browser/node_modules").exists(), reason="npm ci was not run")
def test_the_committed_files_are_what_the_sources_build():
    done = subprocess.run(
        ["node", "build.mjs", "--check"], cwd=ROOT / "browser", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_packages_come_from_the_public_registry_and_no_mirror():
    lock = json.loads((ROOT / "browser/package-lock.json").read_text())
    assert not [name for name, one in lock["packages"].items() if "resolved" in one]
    assert "registry=" not in (ROOT / "browser/.npmrc").read_text()  # npm's own, whatever this machine calls it
    assert all(one.get("integrity") for name, one in lock["packages"].items() if name)


def test_the_command_writes_the_page_and_says_its_hash(tmp_path):
    (tmp_path / "pins.json").write_bytes(written())
    done = _pingyi("page", "build", "--pins", str(tmp_path / "pins.json"), "--out", str(tmp_path / "site"))
    page = (tmp_path / "site/appraise.html").read_bytes()
    assert done.returncode == 0 and done.stdout.split()[0] == hashlib.sha256(page).hexdigest()
    assert page == build(Pins.parse(written()))


def test_the_command_refuses_other_pins_and_writes_nothing(tmp_path):
    (tmp_path / "pins.json").write_bytes(written(quorum=9))
    done = _pingyi("page", "build", "--pins", str(tmp_path / "pins.json"), "--out", str(tmp_path / "site"))
    assert done.returncode == 2 and "quorum" in done.stderr and not (tmp_path / "site").exists()


def _pingyi(*words):
    """The command line where Django cannot be imported."""
    code = f"import sys; sys.modules['django'] = None; from pingyi.cli import main; main({list(words)!r})"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
