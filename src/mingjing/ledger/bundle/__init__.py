"""案卷包: a dossier as one file that a stranger verifies without network or database.

The format is told in `form`; `write_bundle` makes it, `verify_bundle` checks it.
"""

from mingjing.ledger.bundle.form import INDEX, POLICY, STAMP, STAMPED, Fault, json_line, proof_name
from mingjing.ledger.bundle.verify import Report, verify_bundle
from mingjing.ledger.bundle.write import Part, write_bundle

__all__ = [
    "INDEX",
    "POLICY",
    "STAMP",
    "STAMPED",
    "Fault",
    "Part",
    "Report",
    "json_line",
    "proof_name",
    "verify_bundle",
    "write_bundle",
]
