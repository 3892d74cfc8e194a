"""Where a party wants to be served (送达地址确认书), and the list of evidence as a paper of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases import acts
from mingjing.cases.actions.common import acting_handler, case_deed, party_of
from mingjing.cases.models import AddressConfirmation
from mingjing.cases.rules import ordinary as rules
from mingjing.cases.rules import service as service_rules
from mingjing.documents import forms_after
from mingjing.documents.actions import issue
from mingjing.documents.layouts import Table
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.cases.models import Case, Party
    from mingjing.documents.models import Document
    from mingjing.evidence.models import Evidence
    from mingjing.registry.models import User

EVIDENCE = (
    ("序号", 3),
    ("证据名称", 8),
    ("种类", 6),
    ("证明什么", 9),
    ("取得日期", 6),
    ("来源", 8),
    ("文件摘要（SHA-256 前 12 位）", 8),
)


def confirm_address(
    *,
    user: User,
    case: Case,
    party: Party,
    confirmed_on: dt.date,
    address: str,
    receiver: str,
    phone: str,
    electronic: bool,
    channel: str = "",
    account: str = "",
    contact: str = "",
    version: int | None = None,
) -> AddressConfirmation:
    """行政处罚法61第二款; 55号令37: register what the party signed; the newest one counts from its day on."""
    acting_handler(user, case, "case.serve")
    party_of(case, party)
    rules.not_in_future(confirmed_on, clock.today(), "confirmed_on")
    service_rules.confirmation(electronic=electronic, channel=channel, account=account)
    with case_deed(
        user=user, case=case, act=acts.ADDRESS_CONFIRMED, version=version, happened_on=confirmed_on
    ) as work:
        row = AddressConfirmation(
            position=party.confirmations.count() + 1, party=party,
            confirmed_on=confirmed_on, address=address, receiver=receiver, phone=phone,
            electronic=electronic, channel=channel if electronic else "",
            account=account.strip() if electronic else "", contact=contact,
        )  # fmt: skip
        row.document = issue(
            work, form=forms_after.ADDRESS_CONFIRMATION, agency=case.agency, made_on=confirmed_on, party=party.ref,
            data=_confirmation(party, row),
        )  # fmt: skip
        work.add(row)
        work.mention(party)
        work.facts["electronic"] = "同意" if electronic else "不同意"
    return row


def _confirmation(party: Party, row: AddressConfirmation) -> dict[str, object]:
    agreed = f"同意，{row.get_channel_display()}：{row.account}" if row.electronic else "不同意"
    return {
        "受送达人": party.name,
        "送达地址": row.address,
        "收件人": row.receiver,
        "联系电话": row.phone,
        "电子送达": agreed,
        "备用联系人": row.contact or "无",
        "变更告知": "联系方式发生变更的，应当在五日内书面告知本机关；未告知的，按本确认书送达视为有效送达。",
        "确认": "受送达人已阅读以上内容，保证所填地址和账号准确、有效；同意电子送达的，到达上列账号即为送达。",
        "确认日期": str(row.confirmed_on),
    }


def list_evidence(*, user: User, case: Case, version: int | None = None) -> Document:
    """行政处罚法46; 55号令40: make the list of evidence as it stands today, each piece with what it proves."""
    acting_handler(user, case, "case.investigate")
    with case_deed(user=user, case=case, act=acts.LISTED, version=version) as work:
        pieces = list(case.dossier.evidence.select_related("blob").order_by("position"))
        if not pieces:
            raise Refusal("evidence.none", "案卷中还没有证据。", "行政处罚法 第四十六条", "请先添加证据。")
        return issue(
            work, form=forms_after.EVIDENCE_LIST, agency=case.agency, made_on=clock.today(),
            data={
                "案由": case.title,
                "立案号": case.number,
                "件数": f"{len(pieces)} 件",
                "清单": Table(EVIDENCE, tuple(_row(each) for each in pieces)),
            },
        )  # fmt: skip


def _row(piece: Evidence) -> tuple[str, ...]:
    digest = f"{piece.blob.sha256[:12]}" if piece.blob else "无电子文件"
    kind = piece.get_evidence_kind_display()
    return (
        str(piece.position), piece.name, kind, piece.proves, str(piece.collected_on), piece.source, digest
    )  # fmt: skip
