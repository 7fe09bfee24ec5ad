"""What a start refuses: an open door is better kept shut than explained afterwards."""

import ipaddress
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connections

from pingyi.project.secret import secret_file
from pingyi.wording import Issue, Refused, Text

SHORTEST_SECRET = 40  # characters; `python -c "import secrets; print(secrets.token_urlsafe(48))"` gives 64
FEWEST_SIGNS = 12  # different characters: "aaaa…" is long and no secret
KNOWN_DEFAULT = re.compile(r"django-insecure|change[-_ ]?(me|it|this)|example|password|pingyi|your[-_ ]?secret", re.I)


def check_start(address: str | None = None) -> None:
    """Refuse, naming every reason at once, a start that is not safe for the mode it is in.

    In production: `reasons_against_production`. Elsewhere the site only speaks to this machine: `address` must be
    loopback.
    """
    try:
        issues = reasons_against_production() if settings.PRODUCTION else list(_beyond_this_machine(address))
    finally:
        connections.close_all()  # a server forks after this; no process may inherit a connection
    if issues:
        raise Refused(issues)


def reasons_against_production() -> list[Issue]:
    """Return all that must not go public: debug mode, open hosts, a weak secret, demonstration data, no tables."""
    issues = [*_debug_reasons(), *_host_reasons(), *_secret_reasons(), *_folder_reasons()]
    try:
        return [*issues, *_database_reasons()]
    except DatabaseError:
        told = (
            "数据库没有准备好。",
            "The database is not ready.",
            "请先运行 pingyi setup。",
            "Run pingyi setup first.",
        )
        return [*issues, _issue("database_not_ready", *told)]


def _debug_reasons() -> Iterator[Issue]:
    if settings.DEBUG:
        yield _issue("debug_on", "调试模式开着。", "Debug mode is on.", "去掉 PINGYI_DEBUG。", "Unset PINGYI_DEBUG.")


def _host_reasons() -> Iterator[Issue]:
    if not settings.ALLOWED_HOSTS or any("*" in host for host in settings.ALLOWED_HOSTS):
        yield _issue(
            "hosts_missing",
            "没有写明网站的域名，或用了通配符。",
            "The site's host names are not given, or contain a wildcard.",
            "请设置 PINGYI_HOSTS，多个用逗号分开。",
            "Set PINGYI_HOSTS, separated by commas.",
        )


def _secret_reasons() -> Iterator[Issue]:
    secret = settings.SECRET_KEY
    if len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_SIGNS or KNOWN_DEFAULT.search(secret):
        yield _issue(
            "secret_weak",
            "密钥太短，或是人人知道的默认值。",
            "The secret is short, or a default that everybody knows.",
            f"请用 PINGYI_SECRET 给出至少{SHORTEST_SECRET}个随机字符，或删去它和 secret.key，由系统自动生成。",
            f"Give {SHORTEST_SECRET} random characters in PINGYI_SECRET, or remove it and secret.key to get one.",
        )
    file = secret_file(settings.PINGYI_VAR)
    if file.exists() and _is_open(file):
        yield _issue(
            "secret_readable",
            f"别的系统用户能读到密钥文件 {file.name}。",
            f"Other users of this machine can read {file.name}.",
            "请将权限改为 0600，并更换密钥。",
            "Set its mode to 0600 and replace the secret.",
        )


def _folder_reasons() -> Iterator[Issue]:
    """The database with its password hashes and the evidence lie there, in files of many makers."""
    if settings.PINGYI_VAR.exists() and _is_open(settings.PINGYI_VAR):
        yield _issue(
            "folder_readable",
            f"别的系统用户能进入数据文件夹 {settings.PINGYI_VAR}（PINGYI_VAR）。",
            f"Other users of this machine can enter {settings.PINGYI_VAR} (PINGYI_VAR).",
            "请将权限改为 0700：chmod 700。",
            "Set its mode to 0700: chmod 700.",
        )


def _is_open(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _database_reasons() -> Iterator[Issue]:
    from pingyi.accounts.queries import demonstration_staff
    from pingyi.campaigns.models import Campaign

    active = [staff.username for staff in demonstration_staff()]
    if active:
        yield _issue(
            "demonstration_accounts",
            f"还有启用的演示账号：{'、'.join(active)}。",
            f"Demonstration accounts are active: {', '.join(active)}.",
            "请停用这些账号，或换一个新的数据文件夹（PINGYI_VAR）和数据库。",
            "Deactivate them, or begin with a new PINGYI_VAR and database.",
        )
    if Campaign.objects.filter(demonstration=True).exists():
        yield _issue(
            "demonstration_campaign",
            "数据库里有演示的评议活动，虚构的数字不能与真实的放在一起。",
            "The database holds a demonstration campaign; invented figures must not stand beside real ones.",
            "请换一个新的数据文件夹（PINGYI_VAR）和数据库。",
            "Begin with a new PINGYI_VAR and database.",
        )
    yield from _limit_reasons()


def _limit_reasons() -> Iterator[Issue]:
    """Without the cache table nobody counts failed sign-ins."""
    cache = settings.CACHES["default"]
    connection = connections["default"]
    if cache["BACKEND"].endswith("DatabaseCache") and cache["LOCATION"] not in connection.introspection.table_names():
        yield _issue(
            "limits_missing",
            "登录次数限制用的表还没有建。",
            "The table that counts failed sign-ins is missing.",
            "请先运行 pingyi setup。",
            "Run pingyi setup first.",
        )


def _beyond_this_machine(address: str | None) -> Iterator[Issue]:
    if address is None or address == "localhost" or _is_loopback(address):
        return
    yield _issue(
        "not_production",
        f"不是正式运行，不能在 {address} 上对外服务。",
        f"This is not production, so it does not serve beyond this machine ({address}).",
        "请用 127.0.0.1，或设置 PINGYI_MODE=production。",
        "Use 127.0.0.1, or set PINGYI_MODE=production.",
    )


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _issue(code: str, what_zh: str, what_en: str, remedy_zh: str, remedy_en: str) -> Issue:
    return Issue(code, Text(what_zh, what_en), Text(remedy_zh, remedy_en))
