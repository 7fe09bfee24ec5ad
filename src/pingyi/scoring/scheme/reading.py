"""Reads a table of a scheme file strictly: every key by name, every surprise collected, nothing ignored."""

import tomllib
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from pingyi.wording import Issue, Refused, Text


def read_toml(text: str) -> dict[str, Any]:
    """Return the tables of a TOML text; raises `Refused` (code `unreadable_toml`) with the parser's own place."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused.because(
            "unreadable_toml",
            Text(f"方案文件不是正确的TOML：{error}。", f"The scheme file is not correct TOML: {error}."),
            Text("请按提示的位置改正。", "Correct it at the place named."),
        ) from error
    except RecursionError:
        raise Refused.because(
            "unreadable_toml",
            Text("方案文件的括号套得太深。", "The brackets of the scheme file are nested too deeply."),
            Text("请删去多余的括号。", "Take out those not needed."),
        ) from None


class Table:
    """One table of the file. Takes keys out; `close` reports what nobody asked for.

    A wrong value gives an issue and a harmless stand-in, so that one reading finds everything that is wrong.
    """

    def __init__(self, values: Any, path: str, issues: list[Issue]) -> None:
        self.path, self.issues = path, issues
        self.left: dict[str, Any] = dict(values) if isinstance(values, dict) else {}
        if not isinstance(values, dict):
            self.wrong("", "一个表", "a table")

    def close(self) -> None:
        """Report every key that was not taken."""
        for key in self.left:
            self.report(
                "unknown_key",
                key,
                Text(f"不认识“{key}”。", f"“{key}” is unknown."),
                Text("请改正名称或删去它。", "Correct the name or remove it."),
            )

    def take(self, key: str, default: Any = None) -> Any:
        """Return the raw value; None default means that it must be there."""
        if key in self.left:
            return self.left.pop(key)
        if default is None:
            self.report(
                "missing_key", key, Text(f"缺少“{key}”。", f"“{key}” is missing."), Text("请补上它。", "Add it.")
            )
        return default

    def has(self, key: str) -> bool:
        """Tell whether the key is there."""
        return key in self.left

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text."""
        value = self.take(key, default)
        if isinstance(value, str):
            return value
        self.wrong(key, "文字", "text", value)
        return ""

    def integer(self, key: str, default: int | None = None) -> int:
        """Return a whole number of at least 0."""
        value = self.take(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        self.wrong(key, "不小于0的整数", "a whole number of at least 0", value)
        return 0

    def flag(self, key: str, default: bool) -> bool:
        """Return true or false."""
        value = self.take(key, default)
        if not isinstance(value, bool):
            self.wrong(key, "true或false", "true or false", value)
        return value is True

    def fraction(self, key: str, default: str | None = None) -> Fraction:
        """Return an exact number: a whole number or a text like "3/4"; TOML's floats are refused as not exact."""
        return self._exact(key, self.take(key, default))

    def share(self, key: str, default: str | None = None) -> Fraction:
        """Return an exact number from 0 to 1."""
        value = self.fraction(key, default)
        if 0 <= value <= 1:
            return value
        self.wrong(key, "0到1之间的数", "a number from 0 to 1", value)
        return Fraction(0)

    def mapping(self, key: str) -> dict[str, Any]:
        """Return a table as it stands; empty when it is absent."""
        value = self.take(key, {})
        if isinstance(value, dict):
            return value
        self.wrong(key, "一个表", "a table", value)
        return {}

    def fractions(self, key: str) -> dict[str, Fraction]:
        """Return a table of names and exact numbers."""
        return {name: self._exact(f"{key}.{name}", one) for name, one in self.mapping(key).items()}

    def fraction_list(self, key: str) -> tuple[Fraction, ...]:
        """Return a list of exact numbers; [1] when it is absent."""
        value = self.take(key, [1])
        if not isinstance(value, list) or not value:
            self.wrong(key, "数的列表", "a list of numbers", value)
            return (Fraction(1),)
        return tuple(self._exact(key, one) for one in value)

    def texts(self, key: str, default: list[str] | None = None) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self.take(key, default)
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return tuple(value)
        self.wrong(key, "文字的列表", "a list of texts", value)
        return ()

    def choice(self, key: str, choices: Iterable[str], default: str | None = None) -> str:
        """Return one of `choices`; the first stands in when it is none of them."""
        value, known = self.take(key, default), tuple(choices)
        if value in known:
            return str(value)
        self.wrong(key, "其中之一：" + "、".join(known), "one of: " + ", ".join(known), value)
        return known[0]

    def name(self, key: str, default: Text | None = None) -> Text:
        """Return a bilingual name: {zh = "…", en = "…"}."""
        value = self.take(key, default)
        if isinstance(value, Text):
            return value
        if isinstance(value, dict) and {*value} == {"zh", "en"} and all(isinstance(v, str) for v in value.values()):
            return Text(value["zh"], value["en"])
        self.wrong(key, '{ zh = "…", en = "…" }', '{ zh = "…", en = "…" }', value)
        return Text("", "")

    def table(self, key: str, default: dict[str, Any] | None = None) -> "Table":
        """Return a table below this one; close it when done."""
        return Table(self.take(key, default) or {}, self.place(key), self.issues)

    def named(self, key: str) -> dict[str, "Table"]:
        """Return the tables of a table of tables, by name."""
        return {name: Table(one, self.place(f"{key}.{name}"), self.issues) for name, one in self.mapping(key).items()}

    def tables(self, key: str) -> list["Table"]:
        """Return the tables of a list, [[key]] in the file."""
        value = self.take(key, [])
        if not isinstance(value, list):
            self.wrong(key, f"[[{key}]]", f"[[{key}]]", value)
            return []
        return [Table(one, self.place(f"{key}[{n}]"), self.issues) for n, one in enumerate(value, 1)]

    def place(self, key: str) -> str:
        """Return the full name of a key, for messages."""
        return f"{self.path}.{key}" if self.path and key else self.path or key

    def report(self, code: str, key: str, what: Text, remedy: Text) -> None:
        """Note something wrong at `key`."""
        self.issues.append(Issue(code, what, remedy, field=self.place(key)))

    def wrong(self, key: str, zh: str, en: str, value: Any = None) -> None:
        """Note that the value at `key` is not what it must be; silent where its absence was noted already."""
        if value is None and key:
            return
        self.report(
            "wrong_value",
            key,
            Text(f"“{value}”不对，应当是{zh}。", f"“{value}” is not right; it must be {en}."),
            Text("请改正。", "Correct it."),
        )

    def _exact(self, key: str, value: Any) -> Fraction:
        if isinstance(value, str | int) and not isinstance(value, bool):
            try:
                return Fraction(value)
            except (ValueError, ZeroDivisionError):
                pass
        self.wrong(key, '整数，或者"3/4"这样的分数', 'a whole number or a fraction like "3/4"', value)
        return Fraction(0)
