"""What the cases room does without anybody waiting: binding archived files, marking recordings for a reader."""

from __future__ import annotations

from django.tasks import task

from mingjing.cases.actions import binding


@task()
def bind(ref: str) -> None:
    """List and bind the file of an archived case."""
    binding.bind_file(ref)


@task()
def mark_file(ref: str) -> None:
    """Make a reader's marked copy of a recording."""
    from mingjing.cases.actions import marking  # noqa: PLC0415 - it enqueues this task

    marking.make(ref)
