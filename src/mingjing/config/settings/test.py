"""Tests: a folder of their own, quick password hashes, the database that MINGJING_DATABASE_URL names."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("MINGJING_DATA", tempfile.mkdtemp(prefix="mingjing-test-"))

from mingjing.config.settings.base import *  # noqa: F403
from mingjing.config.settings.base import DATABASES

SECRET_KEY = "only-for-tests-" + "x" * 40
MINGJING_SEAL = "only-for-tests-" + "s" * 40
ALLOWED_HOSTS = ["*"]
MINGJING_DATA = Path(os.environ["MINGJING_DATA"])
STATIC_ROOT = MINGJING_DATA / "static"
if not os.environ.get("MINGJING_DATABASE_URL"):
    DATABASES["default"]["TEST"] = {"NAME": str(MINGJING_DATA / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
MINGJING_PUBLISH_DELAY = 0
MINGJING_PAGES_KEPT = 0  # tests change what is public without a record
MINGJING_ATTEMPTS = 1_000_000
MINGJING_ORIGIN = "test.mingjing.example/log"
