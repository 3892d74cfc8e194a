"""What `mingjing verify` asks of sealed reporters: each opens under the key that is there, and belongs to its lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.models import Report, SealedReporter
from mingjing.cases.sealing import unseal
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from mingjing.records.audit import Findings


def check_sealed(findings: Findings) -> None:
    """行政处罚法50: name a seal that no longer opens, and a number without its seal; nothing of an identity is said."""
    sealed = {row.report_id: row for row in SealedReporter.objects.all()}
    for row in sealed.values():
        try:
            unseal(bytes(row.sealed), number=row.number)
        except Refusal as refusal:
            findings.problem(f"举报人 {row.number}：{refusal.sentence}")
    for report in Report.objects.exclude(reporter=""):
        row_of = sealed.get(report.pk)
        if row_of is None or row_of.number != report.reporter:
            findings.problem(f"举报人 {report.reporter}：没有密封的身份")
    findings.count("密封的举报人", len(sealed))
