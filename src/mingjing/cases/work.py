"""What the cases room does without anybody waiting: listing and binding archived files."""

from __future__ import annotations

from django.tasks import task

from mingjing.cases.actions import binding


@task()
def bind(ref: str) -> None:
    """List and bind the file of an archived case."""
    binding.bind_file(ref)
