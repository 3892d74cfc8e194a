"""The settings of production pass Django's own checks for deployment."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def test_production_is_clean(tmp_path: Path) -> None:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("MINGJING_", "DJANGO_"))
    }
    environment |= {
        "DJANGO_SETTINGS_MODULE": "mingjing.config.settings.production",
        "MINGJING_DATA": str(tmp_path),
        "MINGJING_HOSTS": "zfgs.example.gov.cn",
        "MINGJING_ORIGIN": "zfgs.example.gov.cn/log",
    }
    command = [sys.executable, "-W", "error", "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert "no issues" in told.stdout
    assert (tmp_path / "keys" / "django").stat().st_mode & 0o777 == 0o600
