"""Settings that every profile shares; what differs stands in demo, test and production."""

from __future__ import annotations

import os

from django.utils.csp import CSP

from mingjing.config import environment

MINGJING_DATA = environment.data_folder()
DATABASES = {"default": environment.database(os.environ.get("MINGJING_DATABASE_URL", ""), MINGJING_DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "mingjing.storage",
    "mingjing.search",
    "mingjing.records",
    "mingjing.registry",
    "mingjing.law",
    "mingjing.disclosure",
    "mingjing.catalog",
    "mingjing.documents",
    "mingjing.evidence",
    "mingjing.visits",
    "mingjing.workflow",
    "mingjing.review",
    "mingjing.cases",
    "mingjing.intake",
    "mingjing.theme",
    "mingjing.exchange",
    "mingjing.outbox",
    "mingjing.portal",
    "mingjing.workbench",
    "django_tasks_db",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "mingjing.config.middleware.request_log",
    "mingjing.config.middleware.body_limit",
    "mingjing.portal.caching.kept_pages",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "mingjing.config.limits.rate_limit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "mingjing.config.middleware.LegibleText",
    "mingjing.workbench.sessions.current_user",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "mingjing.theme.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "mingjing.config.urls"
WSGI_APPLICATION = "mingjing.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "mingjing.theme.context.display",
                "mingjing.portal.context.site",
                "mingjing.workbench.context.desk",
            ],
        },
    },
]
FORM_RENDERER = "mingjing.theme.forms.Renderer"

AUTH_USER_MODEL = "registry.User"
LOGIN_URL = "/login/"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = MINGJING_DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "media-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "mingjing.theme.refusals.csrf_failure"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# 等保二级: 登录失败锁定、空闲退出
MINGJING_LOCK_AFTER = 5
MINGJING_LOCK_MINUTES = 15
MINGJING_IDLE_MINUTES = 30
# Log-ins, and separately look-ups at /verify/, that one address may try in a minute.
MINGJING_ATTEMPTS = 60
# Requests that one key of the inbound interface may make in a minute.
MINGJING_INBOUND_RATE = int(os.environ.get("MINGJING_INBOUND_RATE", "300"))

# Bytes of public pages that a process keeps rendered for as long as nothing is recorded; 0 keeps none.
MINGJING_PAGES_KEPT = 32 << 20

MINGJING_ORIGIN = os.environ.get("MINGJING_ORIGIN", "records.localhost/log")
# How long the public checkpoint lags behind the newest one, so that an outsider cannot watch who is working when.
MINGJING_PUBLISH_DELAY = int(os.environ.get("MINGJING_PUBLISH_DELAY", "60"))
# Where bytes lie: `disk` (MINGJING_DATA/blobs) or `s3` (a bucket with versions and Object Lock).
MINGJING_STORE = os.environ.get("MINGJING_STORE", "disk")
MINGJING_STORE_ENDPOINT = os.environ.get("MINGJING_STORE_ENDPOINT", "")
MINGJING_STORE_REGION = os.environ.get("MINGJING_STORE_REGION", "us-east-1")
MINGJING_STORE_BUCKET = os.environ.get("MINGJING_STORE_BUCKET", "")
MINGJING_STORE_KEY = os.environ.get("MINGJING_STORE_KEY", "")
MINGJING_STORE_SECRET = os.environ.get("MINGJING_STORE_SECRET", "")
# For how many days the bucket itself must refuse to let go of what was stored; 0 asks for no lock.
MINGJING_STORE_LOCK_DAYS = int(os.environ.get("MINGJING_STORE_LOCK_DAYS", "180"))
# A timestamp authority (RFC 3161) and the certificates (PEM file) that its answers must lead to.
MINGJING_TSA = os.environ.get("MINGJING_TSA", "")
MINGJING_TSA_CA = os.environ.get("MINGJING_TSA_CA", "")
# "on": every checkpoint that lasts gets a second signature line in SM2 with SM3, by the system's openssl.
MINGJING_SM2 = os.environ.get("MINGJING_SM2", "")
MINGJING_SITE_ROLE = os.environ.get("MINGJING_SITE_ROLE", "")
# What docking stations and recorders lay there is taken in: a folder, whose it is where there are several agencies, and
# how its files are named (regular expressions, one a line; empty: evidence.inbox_rules.PATTERNS).
MINGJING_INGEST_FOLDER = os.environ.get("MINGJING_INGEST_FOLDER", "")
MINGJING_INGEST_AGENCY = os.environ.get("MINGJING_INGEST_AGENCY", "")
MINGJING_INGEST_PATTERNS = tuple(os.environ.get("MINGJING_INGEST_PATTERNS", "").splitlines())
# Networks beyond the public ones to which pushes may go, such as 10.20.0.0/16: the operator's to say, not the desk's.
MINGJING_PUSH_NETWORKS = os.environ.get("MINGJING_PUSH_NETWORKS", "").replace(",", " ").split()
# Where the live portal stands, for what the exported site cannot do (certificates, corrections, verification).
MINGJING_PUBLIC_URL = os.environ.get("MINGJING_PUBLIC_URL", "")
MINGJING_DEMO = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "mingjing.config.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"mingjing": {"level": "INFO"}},
}
