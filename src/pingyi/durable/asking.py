"""Asking another party's service or reading its public files: commands only, a few requests a day."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from pingyi.wording import Refused, Text

WITHIN = 30  # seconds
LARGEST = 1 << 26  # bytes of one public file


def base_of(name: str, addresses: Path | None = None) -> str:
    """Return where the party called `name` is reached: https://NAME, unless `addresses` (a JSON object) says else."""
    found = f"https://{name}"
    if addresses is not None:
        try:
            listed = json.loads(addresses.read_bytes())
            found = str(listed.get(name, found))
        except (OSError, ValueError, AttributeError) as error:
            raise Refused.because(
                "unreadable_addresses",
                Text(f"读不出地址文件“{addresses}”。", f"The file of addresses “{addresses}” cannot be read."),
                Text('请写成 {"名称": "网址"}。', 'Write it as {"NAME": "URL"}.'),
            ) from error
    return found.rstrip("/")


def post(base: str, path: str, body: bytes, *, size: int) -> bytes:
    """Hand bytes to a service and return its answer of `size` bytes. Raises `Refused` with the code it answered."""
    answer = post_for_any(base, path, body, largest=size)
    if len(answer) != size:
        raise _refused(base, "answer of another size")
    return answer


def post_for_any(base: str, path: str, body: bytes, *, largest: int) -> bytes:
    """Hand bytes to a service and return its answer, of at most `largest` bytes; otherwise like `post`."""
    headers = {"Content-Type": "application/octet-stream"}
    request = urllib.request.Request(base + path, data=body, headers=headers, method="POST")  # noqa: S310 - from the operator
    try:
        with urllib.request.urlopen(request, timeout=WITHIN) as reply:  # noqa: S310
            answer: bytes = reply.read(largest + 1)
    except urllib.error.HTTPError as error:
        with error:
            raise _refused(base, _code(error.read(LARGEST))) from None
    except OSError as error:
        raise _unreachable(base) from error
    if len(answer) > largest:
        raise _refused(base, "answer of another size")
    return answer


def fetcher(place: str, *, within: float = WITHIN) -> Callable[[str], bytes]:
    """Return a function that reads the file of a relative path below `place`, a folder or a URL.

    A server that is silent for `within` seconds counts as not there.

    It raises `FileNotFoundError` for a file that is not there, any other `OSError` where it cannot be read.
    """
    if not place.startswith(("https://", "http://")):
        return lambda path: (Path(place) / path).read_bytes()

    def fetch(path: str) -> bytes:
        url = f"{place.rstrip('/')}/{quote(path)}"
        try:
            with urllib.request.urlopen(url, timeout=within) as reply:  # noqa: S310 - http or https, see above
                content: bytes = reply.read(LARGEST)
        except urllib.error.HTTPError as error:
            error.close()
            raise FileNotFoundError(url) if error.code == 404 else OSError(f"{url}: {error.code}") from None
        return content

    return fetch


def _code(problem: bytes) -> str:
    try:
        return str(json.loads(problem)["code"])
    except (ValueError, KeyError, TypeError):
        return "?"


def _unreachable(base: str) -> Refused:
    return Refused.because(
        "service_unreachable",
        Text(f"连不上 {base}。", f"{base} cannot be reached."),
        Text(
            "请检查网络和地址，稍后再试；重复执行没有害处。",
            "Check the network and the address; trying again does no harm.",
        ),
    )


def _refused(base: str, code: str) -> Refused:
    return Refused.because(
        "service_refused",
        Text(f"{base} 没有接受（{code}）。", f"{base} did not accept it ({code})."),
        Text("请与对方核对。", "Ask those who run it."),
    )
