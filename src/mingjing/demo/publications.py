"""What the demo's publications go through after they were public: one is withdrawn, and the reason told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing.disclosure.actions import explain_withdrawal, withdraw
from mingjing.disclosure.models import Publication, Withdrawal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

WITHDRAWN_PARTY = "北川燃气供应站"
NOTE = "县人民政府行政复议决定（示例）：变更罚款数额。"
REASON = "行政复议机关变更了该决定的罚款数额，原公示信息依法撤下。"


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


def _public(party: str) -> Publication:
    return Publication.objects.select_related("agency").get(
        kind="decision", party_name__contains=party, state=Publication.State.PUBLISHED
    )
