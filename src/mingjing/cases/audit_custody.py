"""What `mingjing verify` judges again of custody: runs against their index, destructions against approved lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.cases.models import Checked, Disposal, HashRun
from mingjing.records.models import Destruction

if TYPE_CHECKING:
    import uuid

    from mingjing.records.audit import Findings


def check_custody(findings: Findings) -> None:
    """No content counts as verified that no run verified; none is destroyed that no approved list names."""
    _check_runs(findings)
    _check_lists(findings)


def _check_runs(findings: Findings) -> None:
    rows: dict[uuid.UUID, list[Checked]] = {}
    for row in Checked.objects.iterator():
        rows.setdefault(row.run_id, []).append(row)
    runs = HashRun.objects.in_bulk(list(rows))
    for key, checked in rows.items():
        run = runs[key]
        files, wrong = set(run.files), dict(run.faults)
        for row in checked:
            if row.blob_id not in files or row.at != run.ran_at or row.fault != wrong.get(row.blob_id, ""):
                findings.problem(f"文件 {row.blob_id}：复核结果与{run}所记的不符")
    for row in Checked.objects.exclude(fault="").select_related("run"):
        findings.problem(f"文件 {row.blob_id}：{row.run}发现{row.get_fault_display()}，尚未恢复")
    findings.count("复核结果", sum(len(each) for each in rows.values()))


def _check_lists(findings: Findings) -> None:
    lists = {f"{each.subject_kind()}:{each.ref}": each for each in Disposal.objects.prefetch_related("items")}
    for row in Destruction.objects.select_related("record"):
        found = lists.get(row.listed_in)
        if (
            found is None
            or not found.agreed
            or row.blob_id not in {item.blob_id for item in found.items.all()}
        ):
            findings.problem(f"文件 {row.blob_id}：销毁没有列入经批准的清册")
        elif row.record.dossier_id != found.dossier_id:
            findings.problem(f"文件 {row.blob_id}：销毁的记录不是清册的记录")
