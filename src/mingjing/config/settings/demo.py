"""The demo: everything on one machine, clock moved, plain HTTP on loopback."""

from mingjing.config import environment
from mingjing.config.settings.base import *  # noqa: F403
from mingjing.config.settings.base import MINGJING_DATA

SECRET_KEY = environment.secret("django", MINGJING_DATA)
# 密封举报人身份的密钥: keep it apart from the database and its copies (MINGJING_SEAL).
MINGJING_SEAL = environment.secret("seal", MINGJING_DATA)
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
MINGJING_DEMO = True
MINGJING_PUBLISH_DELAY = 0
MINGJING_ORIGIN = "demo.mingjing.example/log"
