"""Tests: a folder of their own, quick password hashes, one of the two databases."""

import json
import os
import tempfile
from pathlib import Path

os.environ.setdefault("MINGJING_DATA", tempfile.mkdtemp(prefix="mingjing-test-"))

from mingjing.config.settings.base import *  # noqa: E402, F403
from mingjing.config.settings.base import DATABASES  # noqa: E402

SECRET_KEY = "only-for-tests-" + "x" * 40
ALLOWED_HOSTS = ["*"]
MINGJING_DATA = Path(os.environ["MINGJING_DATA"])
STATIC_ROOT = MINGJING_DATA / "static"
if "MINGJING_TEST_POSTGRES" in os.environ:
    DATABASES["default"] = {
        "ENGINE": "django.db.backends.postgresql",
        **json.loads(os.environ["MINGJING_TEST_POSTGRES"]),
    }
else:
    DATABASES["default"]["TEST"] = {"NAME": str(MINGJING_DATA / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
MINGJING_PUBLISH_DELAY = 0
MINGJING_ORIGIN = "test.mingjing.example/log"
