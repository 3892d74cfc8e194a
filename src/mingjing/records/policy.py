"""This log's policy: the file that names its witnesses, joined with its own keys."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from mingjing.ledger.note import VerifierKey
from mingjing.ledger.policy import Policy, PolicyError
from mingjing.records.keys import keys_of_log

WITNESS = "witness:"
"""Before a witness's name, where outsiders are listed."""


def path() -> Path:
    """Return where the policy lies: `MINGJING_DATA/policy`, text as C2SP writes it."""
    return Path(settings.MINGJING_DATA) / "policy"


def named() -> Policy:
    """Return what the file says; raise PolicyError for a spoiled one. Without a file there are no witnesses."""
    try:
        return _parsed(path().read_text())
    except FileNotFoundError:
        return Policy()


def configured() -> Policy:
    """Return the policy of this log: its own keys, and the file's witnesses; none where the file is spoiled.

    `log` lines of the file count for nothing here: whose log this is, the log says itself. That the file is spoiled,
    `verify` and the monitoring page say.
    """
    try:
        said = named()
    except PolicyError:
        said = Policy()
    own = tuple(VerifierKey.parse(each.vkey) for each in keys_of_log())
    return Policy(own, said.witnesses, said.groups, said.quorum)


@lru_cache(maxsize=4)
def _parsed(text: str) -> Policy:
    return Policy.parse(text)
