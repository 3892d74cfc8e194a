"""`mingjing verify`: the audit run and told, a line a discrepancy."""

from __future__ import annotations

import sys

from mingjing.records import audit, policy, witnesses
from mingjing.records.outgoing import OutsideError


def verify(*, known: tuple[str, ...] = (), ask_witnesses: bool = False) -> int:
    """Check everything and print what was found; 1 where anything is not as it should be.

    `known` are checkpoint notes that somebody kept; witnesses are asked for theirs if wanted. The log must still
    continue each of them.
    """
    silent: list[str] = []
    if ask_witnesses:
        shown, silent = _ask()
        known += shown
    findings = audit.run(known=known)
    findings.notes += silent
    for name, seconds in findings.seconds.items():
        sys.stdout.write(f"{name}：{seconds:.2f} 秒\n")
    total = sum(findings.seconds.values()) or 1
    counted = "，".join(f"{what} {number:,}" for what, number in findings.covered.items())
    sys.stdout.write(
        f"共核验：{counted}；用时 {total:.2f} 秒，每秒 {findings.covered.get('记录', 0) / total:,.0f} 条记录\n"
    )
    for line in findings.notes:
        sys.stdout.write(f"说明：{line}\n")
    for line in findings.problems:
        sys.stdout.write(f"不符：{line}\n")
    sys.stdout.write(
        "结果：全部相符\n" if not findings.problems else f"结果：{len(findings.problems)} 处不符\n"
    )
    return 1 if findings.problems else 0


def _ask() -> tuple[tuple[str, ...], list[str]]:
    """Return the checkpoints that the witnesses show, and who shows none."""
    shown, silent = [], []
    for name, each in policy.configured().witnesses.items():
        try:
            shown.append(witnesses.latest_of(each))
        except OutsideError as error:
            silent.append(f"见证人 {name} {error}，没有与它比对")
    return tuple(shown), silent
