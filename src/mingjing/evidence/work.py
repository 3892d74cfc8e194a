"""What the evidence room does without anybody waiting: copies of recordings, and redacted ones."""

from __future__ import annotations

from django.tasks import task

from mingjing.evidence import copying


@task()
def copy_file(name: str) -> None:
    """Make the copies of a recording or of a piece of evidence (`kind:ref`)."""
    copying.make_copies(name)


@task()
def redact_file(ref: str) -> None:
    """Make a redacted copy."""
    from mingjing.evidence import redacting  # noqa: PLC0415 - it enqueues this task

    redacting.make(ref)
