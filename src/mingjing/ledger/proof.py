"""The `.tlog-proof` file (c2sp.org/tlog-proof): an entry's place in the log, to be verified offline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from mingjing.ledger.checkpoint import Checkpoint, open_checkpoint
from mingjing.ledger.note import decode_base64, encode_base64
from mingjing.ledger.tree import HASH_SIZE, leaf_hash, verify_inclusion

if TYPE_CHECKING:
    from mingjing.ledger.note import VerifierKey

HEADER = "c2sp.org/tlog-proof@v1"
LONGEST_PROOF = 63
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})")


class ProofError(ValueError):
    """A proof that cannot be read, or that does not prove."""


@dataclass(frozen=True)
class TlogProof:
    """Leaf index, path from the leaf's sibling up, the checkpoint note verbatim, opaque extra bytes."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: str
    extra: bytes | None = None

    def format(self) -> str:
        """Return the file's text."""
        lines = [HEADER]
        if self.extra is not None:
            lines.append(f"extra {encode_base64(self.extra)}")
        lines.append(f"index {self.index}")
        lines.extend(encode_base64(digest) for digest in self.hashes)
        return "\n".join(lines) + "\n\n" + self.checkpoint

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the proof of a file's text; raise ProofError for what `format` would not have written."""
        head, separator, checkpoint = text.partition("\n\n")
        header, *lines = head.split("\n")
        if header != HEADER or not separator:
            raise ProofError(f"不是 {HEADER} 格式的证明")
        try:
            extra = decode_base64(lines.pop(0)[6:]) if lines and lines[0].startswith("extra ") else None
            index = _INDEX.fullmatch(lines.pop(0) if lines else "")
            hashes = tuple(decode_base64(line) for line in lines)
        except ValueError as error:
            raise ProofError(f"证明中的散列{error}") from error
        if index is None:
            raise ProofError("证明中没有序号")
        if len(hashes) > LONGEST_PROOF or any(len(digest) != HASH_SIZE for digest in hashes):
            raise ProofError("证明中的散列个数或长度不对")
        return cls(int(index[1]), hashes, checkpoint, extra)

    def verify(self, entry: bytes, verifier: VerifierKey) -> Checkpoint:
        """Return the checkpoint that covers the entry (the bytes of the entry tile).

        Raises NoteError where the checkpoint is not the log's, ProofError where the entry is not in it.
        """
        checkpoint = open_checkpoint(self.checkpoint, verifier)
        self.verify_under(entry, checkpoint)
        return checkpoint

    def verify_under(self, entry: bytes, checkpoint: Checkpoint) -> None:
        """Raise ProofError unless the entry is under the root of an already opened checkpoint."""
        leaf = leaf_hash(entry)
        if not verify_inclusion(self.index, checkpoint.size, leaf, self.hashes, checkpoint.root):
            raise ProofError("条目不在检查点所签的日志之内")
