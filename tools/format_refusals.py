"""Changes to good files of tests/vectors/protocol_formats.json that must make a reader refuse them."""

from typing import Any

SMALL_ORDER = "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"
IDENTITY_POINT = "01" + "00" * 31
NOT_ON_CURVE = "04" + "01" * 64


def cases(manifest: dict[str, Any], cell: dict[str, Any]) -> list[dict[str, Any]]:
    """Return layout, path into the JSON value, and the value to put there; the arguments are the good ones."""
    told = [("manifest", *one) for one in [*_plain_fields(), *_keys(manifest), *_moments()]]
    told += [("cell", *one) for one in _cells(cell)]
    told += [(f"statement {kind}", path, value) for kind, path, value in _statements()]
    told += [("package", *one) for one in _package()]
    return [{"layout": layout, "path": path, "value": value} for layout, path, value in told]


def _plain_fields() -> list[tuple[list[Any], Any]]:
    return [
        (["format"], "pingyi/v2/manifest"),
        (["id"], ""),
        (["id"], "a" * 65),
        (["id"], "Yunling"),
        (["id"], "yunling\n"),
        (["id"], "yunling\u0661"),
        (["kind"], "both"),
        (["demonstration"], 1),
        (["rated"], True),
        (["questionnaire"], "AB" * 32),
        (["questionnaire"], "ab" * 31),
        (["questionnaire"], "０" * 64),
        (["options"], []),
        (["options"], [5] * 97),
        (["options"], [0]),
        (["options"], [256]),
        (["options"], [True]),
        (["options"], ["5"]),
        (["cells"], 0),
        (["cells"], 2**32),
        (["cells"], True),
        (["roll", "count"], 2**32),
        (["roll", "more"], 1),
        (["quorum"], 4),
        (["page", "host"], "https://page.example"),
        (["relays"], ["relay.example/"]),
        (["batch_max"], 2**32),
        (["bodies", 0, "keys"], ["00"]),
        (["bodies", 0, "hosts"], [1]),
        (["bodies", 0, "hosts"], ["page.pingyi.example"]),
    ]


def _keys(good: dict[str, Any]) -> list[tuple[list[Any], Any]]:
    return [
        (["log"], ""),
        (["log"], "name+00000000+AAAA"),
        (["log"], good["witnesses"][0]),
        (["witnesses"], [""]),
        (["witnesses", 0], good["log"]),
        (["witnesses", 0], good["witnesses"][1]),
        (["parties", "X"], {}),
        (["parties", "S", "hpke"], good["parties"]["T1"]["hpke"]),
        (["parties", "S", "name"], "S.example"),
        (["parties", "S", "name"], ""),
        (["parties", "S", "name"], "a" * 254),
        (["parties", "S", "key"], good["parties"]["R"]["key"]),
        (["parties", "S", "key"], "00" * 32),
        (["parties", "S", "key"], IDENTITY_POINT),
        (["parties", "S", "key"], SMALL_ORDER),
        (["parties", "T1", "hpke"], NOT_ON_CURVE),
        (["parties", "T1", "hpke"], "02" + "00" * 64),
        (["bodies", 0, "keys"], good["bodies"][1]["keys"]),
    ]


def _moments() -> list[tuple[list[Any], Any]]:
    bad = (
        *("2026-03-01", "2026-02-29T00:00:00Z", "2026-00-01T00:00:00Z", "2026-03-01T24:00:00Z", "2026-03-01T00:00:60Z"),
        *("2026-03-01T00:00:00+08:00", "0000-03-01T00:00:00Z", "2100-02-29T00:00:00Z", "2026-3-01T00:00:00Z"),
    )
    return [*((["opens"], value) for value in bad), (["closes"], "2026-03-01T00:00:00Z")]


def _cells(good: dict[str, Any]) -> list[tuple[list[Any], Any]]:
    return [
        (["index"], 2**32),
        (["unit"], 1),
        (["parents"], "530000"),
        (["parents"], [1]),
        (["ballot_key"], "00" * 256),
        (["ballot_key"], "7f" + "ff" * 255),
        (["ballot_key"], "ff" * 255 + "fe"),
        (["entry_key"], "ff" * 255),
        (["entry_key"], good["ballot_key"]),
        (["roll_count"], True),
        (["roll_root"], ""),
        (["channel"], "post"),
        (["k"], 29),
        (["more"], 1),
    ]


def _statements() -> list[tuple[str, list[Any], Any]]:
    return [
        ("held", ["kind"], "holding"),
        ("held", ["kind"], ["held"]),
        ("held", ["by"], 4),
        ("held", ["by"], "T2"),
        ("held", ["campaign"], "00" * 31),
        ("held", ["size"], "120"),
        ("held", ["missing"], [119, 7]),
        ("held", ["missing"], [7, 7]),
        ("held", ["missing"], [120]),
        ("held", ["missing"], [True]),
        ("held", ["size"], 119),
        ("demonstration", ["by"], "M"),
        ("demonstration", ["what"], []),
        ("opened", ["inner_root"], ""),
        ("opened", ["cells"], [[2, 0, 0], [0, 1, 2]]),
        ("opened", ["cells"], [[0, 0, 0], [0, 1, 2]]),
        ("opened", ["cells"], [[0, 0]]),
        ("opened", ["cells"], [[0, 0, 0, 0]]),
        ("opened", ["cells"], [[0, 0, 2**32]]),
        ("opened", ["cells"], ["000"]),
        ("counted", ["seq"], 2),
        ("counted", ["seq"], False),
        ("counted", ["cells"], [[0, 1, 2]]),
        ("withheld", ["cells"], {}),
        ("withheld", ["by"], "T1"),
        ("destroyed", ["what"], "all"),
        ("destroyed", ["what"], [1]),
        ("destroyed", ["by"], "B"),
        ("withdrawn", ["root"], "AB" * 32),
        ("withdrawn", ["by"], "T1"),
    ]


def _package() -> list[tuple[list[Any], Any]]:
    bad = (
        *("package.json", "", "/manifest.json", "./manifest.json", "manifest.json\n", "cells/00.json", "cells/-1.json"),
        *("roll/../manifest.json", f"roll/{'ab' * 32}", f"roll/{'AB' * 32}.bin", f"keys/{'ab' * 32}.bin", "log/../x"),
        *("log/tile/64/000", "log/tile/0/1", "log/tile/0/000.p/0", "log/tile/0/000.p/1000", "log\\checkpoint"),
        *("log/checkpoints/01", "cells/\u0663.json", "README.md", ".git/config", "cells.jsonl.gz", "statements/"),
    )
    file = {"sha256": "00" * 32, "size": 1}
    return [
        *((["files"], [{"path": path, **file}]) for path in bad),
        (["format"], "pingyi/v1/appraisal"),
        (["more"], 1),
        (["files", 0, "size"], "1"),
        (["files", 0, "sha256"], "AB" * 32),
        (["files", 0, "mode"], 1),
        (["files", 0], "cells.jsonl"),
    ]
