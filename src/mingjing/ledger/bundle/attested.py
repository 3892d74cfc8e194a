"""What outsiders say of a bundle's checkpoint: witnesses that cosigned it, an authority that stamped it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.ledger.bundle import form
from mingjing.ledger.bundle.form import Fault
from mingjing.ledger.note import NoteError
from mingjing.ledger.policy import Policy, PolicyError
from mingjing.ledger.timestamp import TimestampError, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingjing.ledger.bundle.bag import Bag


@dataclass(frozen=True)
class Trust:
    """What the verifier brings: a policy, and certificates (PEM) of timestamp authorities."""

    policy: Policy | None = None
    authorities: bytes = b""


def facts_of(bag: Bag, note: str, trust: Trust, faults: list[Fault]) -> dict[str, str | int | bool]:
    """Return who attested the checkpoint of the records' proofs; add what does not hold to the faults."""
    facts: dict[str, str | int | bool] = {}
    policy, compared = trust.policy, True
    if policy is None:
        policy, compared = _own(bag, faults), False
    if policy is not None:
        facts["policy_compared"] = compared
        try:
            verdict = policy.judge(note)
        except NoteError as error:
            faults.append(Fault(form.PROOFS, str(error)))
        else:
            facts["witnesses"] = "、".join(verdict.cosigned)
            facts["quorum"] = verdict.enough
            if compared and not verdict.enough:
                faults.append(Fault(form.PROOFS, "检查点的副署不够所给政策的要求"))
    facts |= _stamp(bag, note, trust.authorities, faults)
    return facts


def _own(bag: Bag, faults: list[Fault]) -> Policy | None:
    if form.POLICY not in bag.names:
        return None
    try:
        return Policy.parse(bag.text(form.POLICY))
    except (PolicyError, Fault) as error:
        faults.append(error if isinstance(error, Fault) else Fault(form.POLICY, str(error)))
        return None


def _stamp(bag: Bag, note: str, authorities: bytes, faults: list[Fault]) -> dict[str, str | int | bool]:
    """Read the timestamp on the proofs' checkpoint, where the bundle brings one."""
    if form.STAMP not in bag.names:
        return {}
    try:
        stamped = bag.text(form.STAMPED)
        at = read(bag.read(form.STAMP), stamped.encode(), authorities=authorities)
    except TimestampError as error:
        faults.append(Fault(form.STAMP, str(error)))
        return {}
    except Fault as fault:
        faults.append(fault)
        return {}
    if not note.startswith(stamped):
        faults.append(Fault(form.STAMPED, "不是收录证明所在的检查点"))
    return {"stamped_at": at.isoformat(), "stamp_compared": bool(authorities)}


def lines(facts: dict[str, str | int | bool]) -> Iterator[str]:
    """Yield what the report says of it."""
    if "witnesses" in facts:
        names = facts["witnesses"] or "无"
        source = "所给的政策" if facts["policy_compared"] else "包内所附的政策，未与别处核对（not compared）"
        enough = "符合" if facts["quorum"] else "不够"
        yield f"见证人副署：{names}；{enough}要求（按{source}）。"
    if "stamped_at" in facts:
        checked = (
            "证书链已按所给证书核对"
            if facts["stamp_compared"]
            else "只核对了内容，证书链未核对（not compared）"
        )
        yield f"时间戳：检查点不晚于 {facts['stamped_at']} 已经存在；{checked}。"
