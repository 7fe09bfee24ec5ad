"""Settings. Everything an operator may set is an environment variable that starts with PINGYI_ (docs/settings.md)."""

import os
from pathlib import Path
from typing import Any

from pingyi.project.database import database_settings
from pingyi.project.secret import read_or_make_secret

PINGYI_VAR = Path(os.environ.get("PINGYI_VAR", "var")).absolute()
PRODUCTION = os.environ.get("PINGYI_MODE", "local") == "production"  # anything else serves loopback only
DEBUG = os.environ.get("PINGYI_DEBUG", "") == "1"
SECRET_KEY = read_or_make_secret(PINGYI_VAR)
HOSTS = [host for host in os.environ.get("PINGYI_HOSTS", "").split(",") if host]
ALLOWED_HOSTS = HOSTS if PRODUCTION else ["localhost", "127.0.0.1", "[::1]", *HOSTS]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in HOSTS]

INSTALLED_APPS = [
    "pingyi",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rules",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pingyi.web.routing.DenyByDefault",
]
ROOT_URLCONF = "pingyi.project.urls"
WSGI_APPLICATION = "pingyi.project.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent.parent / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pingyi.web.context.house",
            ],
            "builtins": ["pingyi.web.templatetags.pingyi"],
        },
    }
]

DATABASES = {"default": database_settings(os.environ.get("PINGYI_DATABASE", ""), PINGYI_VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "pingyi_cache"}}

AUTH_USER_MODEL = "pingyi.Staff"
AUTHENTICATION_BACKENDS = ["rules.permissions.ObjectPermissionBackend", "allauth.account.auth_backends.AuthenticationBackend"]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parent.parent / "web" / "locale"]
TIME_ZONE = os.environ.get("PINGYI_TIME_ZONE", "Asia/Shanghai")
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = PINGYI_VAR / "static"
STATICFILES_DIRS = [Path(__file__).parent.parent / "web" / "static"]

