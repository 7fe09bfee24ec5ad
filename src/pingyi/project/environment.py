"""What the operator said: every environment variable the site reads, in one place (docs/settings.md)."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

MODES = ("local", "production")


def _mode() -> str:
    """A misspelt mode must not quietly open an unguarded site."""
    mode = os.environ.get("PINGYI_MODE", "local")
    if mode not in MODES:
        raise ImproperlyConfigured(
            f"PINGYI_MODE 只能是 local 或 production，现在是“{mode}”。"
            f" PINGYI_MODE is either local or production, not “{mode}”."
        )
    return mode


def _proxies(production: bool) -> int:
    said = os.environ.get("PINGYI_PROXIES", "")
    if said and not said.isdecimal():
        raise ImproperlyConfigured(f"PINGYI_PROXIES 应为数字。 PINGYI_PROXIES is a number, not “{said}”.")
    return int(said) if said else int(production)


VAR = Path(os.environ.get("PINGYI_VAR", "var")).absolute()
DATABASE = os.environ.get("PINGYI_DATABASE", "")
PRODUCTION = _mode() == "production"  # anything else serves loopback only
DEBUG = os.environ.get("PINGYI_DEBUG", "") == "1"
HOSTS = [host.strip() for host in os.environ.get("PINGYI_HOSTS", "").split(",") if host.strip()]
PROXIES = _proxies(PRODUCTION)  # reverse proxies in front of the site, each of which adds to X-Forwarded-For
TIME_ZONE = os.environ.get("PINGYI_TIME_ZONE", "Asia/Shanghai")

OIDC_ISSUER = os.environ.get("PINGYI_OIDC_ISSUER", "").rstrip("/")
OIDC_CLIENT_ID = os.environ.get("PINGYI_OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = os.environ.get("PINGYI_OIDC_CLIENT_SECRET", "")
OIDC_NAME = os.environ.get("PINGYI_OIDC_NAME", "单位统一登录")
OIDC = bool(OIDC_ISSUER and OIDC_CLIENT_ID and OIDC_CLIENT_SECRET)
