"""The bureau is made once a module; the system that backups are tried on, once a run."""

import os

from backup_scene import fresh, live, made, writing

from bureau_once import bureau, founded

__all__ = ["bureau", "founded", "fresh", "live", "made", "writing"]

collect_ignore = ["test_backup_spoiled.py"] if os.environ.get("MINGJING_DATABASE_URL") else []
