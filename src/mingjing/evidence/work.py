"""What the evidence room does without anybody waiting: copies of recordings, and redacted ones."""

from __future__ import annotations

from django.tasks import task

from mingjing.evidence import copying


@task()
def copy_file(name: str) -> None:
    """Make the copies of a recording or of a piece of evidence (`kind:ref`)."""
    copying.make_copies(name)
