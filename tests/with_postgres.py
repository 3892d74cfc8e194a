"""Run a command with a temporary PostgreSQL: `python tests/with_postgres.py pytest -q`."""

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from postgres import temporary_postgres, url

with temporary_postgres() as params:
    environment = os.environ | {"MINGJING_DATABASE_URL": url(params)}
    sys.exit(subprocess.run(sys.argv[1:], env=environment, check=False).returncode)
