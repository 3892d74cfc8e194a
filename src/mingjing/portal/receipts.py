"""What a stranger needs to check a receipt (回执) by himself: paths, keys, the newest checkpoint, the policy."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from mingjing.ledger.entry import entry
from mingjing.ledger.note import encode_base64
from mingjing.ledger.tiles import TileHashes
from mingjing.ledger.tree import consistency_proof, inclusion_proof
from mingjing.records import log
from mingjing.records.keys import keys_of_log
from mingjing.records.models import Record
from mingjing.records.policy import configured

if TYPE_CHECKING:
    from mingjing.records.models import Checkpoint

SHORTEST = 16
"""So many hex digits of an entry are asked for: fewer could be met by chance."""
_HEX = re.compile(r"[0-9a-f]{16,64}")


def proofs(index: int, size: int) -> dict[str, object]:
    """Return keys and policy of the log, and the proofs as far as the published checkpoint covers the receipt.

    The path leads from the record to the receipt's own checkpoint; the consistency proof from there to the newest. All
    of it could be read from the tiles.
    """
    newest = log.newest(published=True)
    answer: dict[str, object] = {
        "keys": [
            {"vkey": each.vkey, "after": each.after, "until": each.until, "trusted": each.trusted}
            for each in keys_of_log()
        ],
        "policy": configured().format(),
        "covered": newest is not None and index < size <= newest.size,
    }
    if newest is not None and answer["covered"]:
        answer |= _paths(index, size, newest)
    return answer


def _paths(index: int, size: int, newest: Checkpoint) -> dict[str, object]:
    hashes = TileHashes(log.read_tile, newest.size)
    return {
        "path": [encode_base64(each) for each in inclusion_proof(index, size, hashes)],
        "consistency": [encode_base64(each) for each in consistency_proof(size, newest.size, hashes)],
        "checkpoint": log.note_of(newest),
    }


def typed(index: str, digest: str) -> bool | None:
    """Say whether the record at a typed index has the typed hash; None where that cannot be told yet, or not at all.

    Hashes are typed from paper: spaces count for nothing, sixteen digits are enough.
    """
    plain = "".join(unicodedata.normalize("NFKC", digest).lower().split())
    place = unicodedata.normalize("NFKC", index).strip()
    newest = log.newest(published=True)
    if not _HEX.fullmatch(plain) or not place.isascii() or not place.isdigit() or len(place) > SHORTEST:
        return None
    if newest is None or int(place) >= newest.size:
        return None
    head = Record.objects.filter(leaf__idx=int(place)).values_list("head", flat=True).first()
    return head is not None and entry(bytes(head)).hex().startswith(plain)
