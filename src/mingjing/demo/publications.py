"""What the demo's publications go through after they were public: one is withdrawn, one corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.disclosure.actions import correct, explain_withdrawal, withdraw
from mingjing.disclosure.models import Publication, Withdrawal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

WITHDRAWN_PARTY = "北川燃气供应站"
NOTE = "县人民政府行政复议决定（示例）：变更罚款数额。"
REASON = "行政复议机关变更了该决定的罚款数额，原公示信息依法撤下。"

CORRECTED_PARTY = "兰亭房地产"
ADDRESS = "云岭县云川镇兰亭路 2 号（示例）"
CORRECTION = "住所登记不全，依营业执照补全。"


def take_down(bureau: Bureau) -> Withdrawal:
    """Withdraw the decision that a reconsideration changed."""
    return withdraw(
        user=bureau.users["checker"],
        publication=_public(WITHDRAWN_PARTY),
        situation=Withdrawal.Situation.CHANGED,
        note=NOTE,
    )


def tell_why(bureau: Bureau) -> None:
    """Publish the reason."""
    withdrawal = Withdrawal.objects.select_related("publication").get(explained_on=None)
    explain_withdrawal(user=bureau.users["checker"], withdrawal=withdrawal, reason=REASON)


def mend(bureau: Bureau) -> Publication:
    """Propose a corrected version of one decision, and let the checker publish it."""
    made = correct(
        user=bureau.users["publisher"],
        publication=_public(CORRECTED_PARTY),
        fields={"住所": ADDRESS},
        correction=Publication.Correction.WRONG,
        reason=CORRECTION,
    )
    return bureau.release(made)


def _public(party: str) -> Publication:
    return Publication.objects.select_related("agency").get(
        kind="decision", party_name__contains=party, state=Publication.State.PUBLISHED
    )
