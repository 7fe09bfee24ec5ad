"""Settings. Everything an operator may set is an environment variable that starts with PINGYI_ (docs/settings.md)."""

from pathlib import Path
from typing import Any

from pingyi.project import environment
from pingyi.project.database import database_settings
from pingyi.project.secret import read_or_make_secret
from pingyi.project.security_settings import *  # noqa: F403
from pingyi.project.sign_in_settings import *  # noqa: F403
from pingyi.project.sign_in_settings import SIGN_IN_APPS

PINGYI_VAR = environment.VAR
PRODUCTION = environment.PRODUCTION
DEBUG = environment.DEBUG
SECRET_KEY = read_or_make_secret(PINGYI_VAR)
ALLOWED_HOSTS = environment.HOSTS if PRODUCTION else ["localhost", "127.0.0.1", "[::1]", *environment.HOSTS]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in environment.HOSTS]

INSTALLED_APPS = [
    "pingyi",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    *SIGN_IN_APPS,
    "rules",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "pingyi.project.sessions.StaffSession",
    "pingyi.project.language.LanguageOfTheAddress",
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
            "libraries": {"office": "pingyi.web.templatetags.office"},
        },
    }
]

DATABASES = {"default": database_settings(environment.DATABASE, PINGYI_VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "pingyi_cache"}}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parent.parent / "web" / "locale"]
TIME_ZONE = environment.TIME_ZONE
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = PINGYI_VAR / "static"
STATICFILES_DIRS = [Path(__file__).parent.parent / "web" / "static"]
