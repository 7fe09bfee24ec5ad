"""Inputs of tests/vectors/protocol.json that must be refused, each with the layout that refuses it."""

from collections.abc import Iterator
from typing import Any

Refusal = dict[str, object]


def cases(story: dict[str, Any]) -> list[Refusal]:
    """Return spoiled variants of one story (with 12 questions and a comment)."""
    return [
        *_canonical(),
        *_typed(story),
        *_texts(story),
        *_sizes(story),
        *_inside(story),
        *_plaintexts(story),
        *_keys(story),
    ]


def _refusal(layout: str, why: str, **given: object) -> Refusal:
    shown = {key: value.hex() if isinstance(value, bytes) else value for key, value in given.items()}
    return {"layout": layout, "why": why, **shown}


def _canonical() -> Iterator[Refusal]:
    bad = {
        "a blank": b'{"a": 1}',
        "keys not sorted": b'{"b":1,"a":1}',
        "a key twice": b'{"a":1,"a":1}',
        "null": b"null",
        "a fraction": b"1.0",
        "an exponent": b"1e3",
        "negative": b"-1",
        "minus zero": b"-0",
        "too large": b"9007199254740992",
        "leading zero": b"01",
        "escape not needed": b'"\\u0061"',
        "slash escaped": b'"\\/"',
        "upper-case escape": b'"\\u001F"',
        "letter outside ASCII escaped": b'"\\u5b57"',
        "lone surrogate": b'"\\ud800"',
        "control character not escaped": b'"\x01"',
        "not UTF-8": b'"\xff"',
        "byte order mark": b"\xef\xbb\xbf{}",
        "overlong UTF-8": b'"\xc0\xaf"',
        "key outside the alphabet": b'{"a-b":1}',
        "key outside ASCII": '{"字":1}'.encode(),
        "empty key": b'{"":1}',
        "newline": b"{}\n",
        "nothing": b"",
        "two values": b"{}{}",
        "cut": b'{"a":',
        "not a number": b"NaN",
    }
    return (_refusal("canonical", why, bytes=content) for why, content in bad.items())


def _typed(story: dict[str, Any]) -> Iterator[Refusal]:
    good = str(story["code_with_check"])
    other = "2" if good[3] != "2" else "3"
    bad = {
        "one character wrong": good[:3] + other + good[4:],
        "check character missing": good[:-1],
        "too long": good + "0",
        "U is not in the alphabet": "U" + good[1:],
        "letter outside ASCII": "ı" + good[1:],
        "full width": "Ａ" + good[1:],
        "underscore": good[:4] + "_" + good[4:],
        "tab": good + "\t",
        "nothing": "",
    }
    yield from (_refusal("code", why, text=text) for why, text in bad.items())
    check = str(story["check_code"])
    spoiled = {"one character wrong": check[:5] + ("2" if check[5] != "2" else "3") + check[6:], "cut": check[:-1]}
    yield from (_refusal("check_code", why, text=text) for why, text in spoiled.items())


def _texts(story: dict[str, Any]) -> Iterator[Refusal]:
    code, cell, mark = str(story["link"]).split("#")[1].split(".")
    fragments = {
        "no fingerprint": f"{code}.{cell}",
        "four parts": f"{code}.{cell}.{mark}.1",
        "cell with a zero in front": f"{code}.0{cell}.{mark}",
        "cell too large": f"{code}.{2**32}.{mark}",
        "cell negative": f"{code}.-1.{mark}",
        "cell in other digits": f"{code}.١.{mark}",
        "fingerprint cut": f"{code}.{cell}.{mark[:-1]}",
        "code without check character": f"{code[:-1]}.{cell}.{mark}",
        "hash sign": f"#{code}.{cell}.{mark}",
    }
    yield from (_refusal("fragment", why, text=text) for why, text in fragments.items())
    receipt = str(story["receipt"])
    receipts = {
        "another prefix": "pyr2." + receipt[5:],
        "prefix in upper case": "PYR1." + receipt[5:],
        "padded": receipt + "==",
        "cut": receipt[:-1],
        "too long": receipt + "A",
        "other alphabet": receipt[:9] + "+/" + receipt[11:],
        "bits after the end": receipt[:-1] + _next(receipt[-1]),
        "newline": receipt + "\n",
        "blank inside": receipt[:20] + " " + receipt[20:],
    }
    yield from (_refusal("receipt", why, text=text) for why, text in receipts.items())


def _next(character: str) -> str:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return alphabet[alphabet.index(character) + 1]


def _sizes(story: dict[str, Any]) -> Iterator[Refusal]:
    layouts = {
        "token": story["ballot"]["token"],
        "issue_request": story["ballot"]["issue_request"],
        "issuance_record": story["ballot"]["record"],
        "cast_request": story["cast_request"],
        "cast_reply": story["cast_reply"],
        "row": story["row"],
        "plaintext": story["plaintext"],
    }
    for layout, good in layouts.items():
        asked = {"q": story["q"]} if layout in ("row", "plaintext") else {}
        yield _refusal(layout, "one byte short", bytes=good[:-2], **asked)
        yield _refusal(layout, "one byte more", bytes=good + "00", **asked)
        yield _refusal(layout, "nothing", bytes="", **asked)


def _inside(story: dict[str, Any]) -> Iterator[Refusal]:
    token, request = story["ballot"]["token"], story["ballot"]["issue_request"]
    record, row = story["ballot"]["record"], bytes.fromhex(story["row"])
    yield _refusal("token", "another type", bytes="0001" + token[4:])
    for role in ("00", "03"):
        yield _refusal("issue_request", f"role {role}", bytes=request[:64] + role + request[66:])
        yield _refusal("issuance_record", f"role {role}", bytes=record[:64] + role + record[66:])
    yield _refusal("row", "another number of questions", bytes=row, q=11)
    yield _refusal("row", "q says one more", bytes=row[:386] + b"\x0d" + row[387:], q=12)


def _plaintexts(story: dict[str, Any]) -> Iterator[Refusal]:
    good, place = bytes.fromhex(story["plaintext"]), 388 + 12  # where private_len stands
    size = int.from_bytes(good[place : place + 2], "big")
    comment = place + 2
    bad = {
        "another version": b"\x02" + good[1:],
        "padding not zero": good[:-1] + b"\x01",
        "byte behind the comment": good[: comment + size] + b"\x01" + good[comment + size + 1 :],
        "comment said one shorter": good[:place] + (size - 1).to_bytes(2, "big") + good[comment:],
        "comment of 1401 bytes": good[:place] + (1401).to_bytes(2, "big") + b"a" * 1401 + good[comment + 1401 :],
        "comment to behind the end": good[:place] + b"\xff\xff" + good[comment:],
        "comment not UTF-8": good[:comment] + b"\xff" + good[comment + 1 :],
        "comment with a surrogate": good[:comment] + b"\xed\xa0\x80" + good[comment + 3 :],
        "comment overlong": good[:comment] + b"\xc0\x80a" + good[comment + 3 :],
        "q says one more": good[:387] + b"\x0d" + good[388:],
    }
    yield from (_refusal("plaintext", why, bytes=content, q=12) for why, content in bad.items())
    yield _refusal("plaintext", "another number of questions", bytes=good, q=13)


def _keys(story: dict[str, Any]) -> Iterator[Refusal]:
    modulus = bytes.fromhex(story["ballot"]["modulus"])
    bad = {
        "even": modulus[:-1] + bytes([modulus[-1] ^ 1]),
        "2047 bits": bytes([modulus[0] & 0x7F | 0x40]) + modulus[1:],
        "257 bytes": b"\x00" + modulus,
        "2056 bits": b"\x81" + modulus,
        "255 bytes": modulus[1:],
    }
    yield from (_refusal("modulus", why, bytes=content) for why, content in bad.items())
    inner, outer = story["inner"], story["outer"]
    sealed = bytes.fromhex(inner["sealed"])
    spoiled = {
        "last byte changed": sealed[:-1] + bytes([sealed[-1] ^ 1]),
        "enc not on the curve": sealed[:64] + bytes([sealed[64] ^ 1]) + sealed[65:],
        "enc hybrid": bytes([6 | sealed[64] & 1]) + sealed[1:],
        "enc compressed": bytes([2 | sealed[64] & 1]) + sealed[1:33] + sealed[65:],
        "cut": sealed[:-1],
        "no ciphertext": sealed[:65],
        "nothing": b"",
    }
    for why, content in spoiled.items():
        yield _refusal("sealed", why, bytes=content, party=inner["party"], info=inner["info"])
    yield _refusal("sealed", "info of the other layer", bytes=sealed, party=inner["party"], info=outer["info"])
    yield _refusal("sealed", "the other trustee's key", bytes=sealed, party=outer["party"], info=inner["info"])
