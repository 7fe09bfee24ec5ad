"""What the operator said: every environment variable the site reads, in one place (docs/settings.md)."""

import os
import re
from pathlib import Path
from zoneinfo import ZoneInfo

from pingyi.wording import Refused, Text

MODES = ("local", "production")


def _mode() -> str:
    """A misspelt mode must not quietly open an unguarded site."""
    mode = os.environ.get("PINGYI_MODE", "local")
    if mode not in MODES:
        raise _wrong(
            Text(f"PINGYI_MODE 不能是“{mode}”。", f"PINGYI_MODE cannot be “{mode}”."),
            Text("请写 local 或 production。", "It is either local or production."),
        )
    return mode


def _proxies(production: bool) -> int:
    said = os.environ.get("PINGYI_PROXIES", "")
    if said and not re.fullmatch("[0-9]{1,2}", said):
        raise _wrong(
            Text(
                "PINGYI_PROXIES 是代理的个数，应为数字。", "PINGYI_PROXIES, how many proxies there are, is no number."
            ),
            Text("请写 0、1 这样的数字。", "Write a number such as 0 or 1."),
        )
    return int(said) if said else int(production)


def _time_zone() -> str:
    name = os.environ.get("PINGYI_TIME_ZONE") or "Asia/Shanghai"
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise _wrong(
            Text(f"PINGYI_TIME_ZONE：没有“{name}”这个时区。", f"PINGYI_TIME_ZONE: there is no time zone “{name}”."),
            Text("请写 Asia/Shanghai 这样的名称。", "Write a name such as Asia/Shanghai."),
        ) from None
    return name


def _wrong(what: Text, remedy: Text) -> Refused:
    return Refused.because("setting_wrong", what, remedy)


VAR = Path(os.environ.get("PINGYI_VAR", "var")).absolute()
DATABASE = os.environ.get("PINGYI_DATABASE", "")
PRODUCTION = _mode() == "production"  # anything else serves loopback only
DEBUG = os.environ.get("PINGYI_DEBUG", "") == "1"
HOSTS = [host.strip() for host in os.environ.get("PINGYI_HOSTS", "").split(",") if host.strip()]
PROXIES = _proxies(PRODUCTION)  # reverse proxies in front of the site, each of which adds to X-Forwarded-For
TIME_ZONE = _time_zone()

OIDC_ISSUER = os.environ.get("PINGYI_OIDC_ISSUER", "").rstrip("/")
OIDC_CLIENT_ID = os.environ.get("PINGYI_OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = os.environ.get("PINGYI_OIDC_CLIENT_SECRET", "")
OIDC_NAME = os.environ.get("PINGYI_OIDC_NAME", "单位统一登录")
OIDC = bool(OIDC_ISSUER and OIDC_CLIENT_ID and OIDC_CLIENT_SECRET)
