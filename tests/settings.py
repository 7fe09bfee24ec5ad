"""Settings of the tests: an own folder, the database that PINGYI_DATABASE names, cheap password hashing."""

import os
import tempfile

os.environ["PINGYI_VAR"] = tempfile.mkdtemp(prefix="pingyi-test-")

from pingyi.project.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 - whitenoise warns where it is missing
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in life: a database in memory knows no second writer.
    DATABASES["default"]["TEST"] = {"NAME": PINGYI_VAR / "test.sqlite3"}  # noqa: F405
