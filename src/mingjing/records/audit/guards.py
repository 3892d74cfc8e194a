"""The guards of the database, as they stand."""

from mingjing import guarding
from mingjing.records.audit import Findings


def check_guards(findings: Findings) -> None:
    """Every guard must stand, unchanged and switched on."""
    for name in guarding.missing():
        findings.problem(f"数据库守卫缺失、停用或被改动：{name}")
    findings.count("数据库守卫", len(guarding.guards()))
