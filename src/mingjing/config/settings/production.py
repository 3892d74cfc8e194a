"""Production: secrets and addresses from the environment, HTTPS only."""

import os

from mingjing.config import environment
from mingjing.config.settings.base import *  # noqa: F403
from mingjing.config.settings.base import MINGJING_DATA

SECRET_KEY = environment.secret("django", MINGJING_DATA)
# 密封举报人身份的密钥: keep it apart from the database and its copies (MINGJING_SEAL).
MINGJING_SEAL = environment.secret("seal", MINGJING_DATA)
DEBUG = False
ALLOWED_HOSTS = os.environ.get("MINGJING_HOSTS", "127.0.0.1,localhost").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
