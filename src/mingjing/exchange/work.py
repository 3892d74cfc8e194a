"""What the exchange room does without anybody waiting: dumps of open data."""

from __future__ import annotations

from django.tasks import task

from mingjing.exchange import dumping


@task()
def dump(name: str) -> None:
    """Make a set's dump anew."""
    dumping.make(name)
