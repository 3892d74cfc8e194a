"""What the environment says: where the data lies, which database, which secrets."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlparse


def data_folder() -> Path:
    """Return `MINGJING_DATA` as an absolute folder (default `var/` below the current folder)."""
    return Path(os.environ.get("MINGJING_DATA") or "var").resolve()


def profile(data: Path) -> str:
    """Return `demo`, `production` or `empty`: what the marker file in the data folder says."""
    marker = data / "profile"
    return marker.read_text().strip() if marker.exists() else "empty"


def secret(name: str, data: Path) -> str:
    """Return a secret from the environment (`MINGJING_NAME`), else from a file of mode 0600, made on first use."""
    given = os.environ.get(f"MINGJING_{name.upper()}")
    if given:
        return given
    path = data / "keys" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text()


def database(url: str, data: Path) -> dict[str, object]:
    """Return Django's settings for a `postgresql://` URL, or for SQLite in the data folder when the URL is empty.

    A socket's folder is given as `?host=`.
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data / "mingjing.sqlite3",
            "CONN_MAX_AGE": 600,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    parts = urlparse(url)
    asked = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or asked.get("host", ""),
        "PORT": str(parts.port or asked.get("port", "")),
        "CONN_MAX_AGE": 600,
    }
