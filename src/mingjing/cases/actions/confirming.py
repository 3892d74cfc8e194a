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
from mingjing.evidence.models import Evidence
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    import datetime as dt

    from mingjing.cases.models import Case, Party
    from mingjing.documents.models import Document
    from mingjing.registry.models import User

EVIDENCE = (
    ("序号", 3),
    ("证据名称、种类", 8),
    ("证明什么", 9),
    ("取得方法、时间", 7),
    ("取得地点、取得人", 8),
    ("来源、提供人", 7),
    ("原件、原始载体", 8),
    ("文件摘要", 7),
)
UNTOLD = "未写明"
EXPLAINED = (
    "取得方法、时间、地点、取得人，证明什么，原件、原始载体在何处，逐件列明；登记时没有填写的，写“未写明”。"
    "文件摘要为 SHA-256 值的前 12 位，可据以核对电子文件未经改动。"
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
        pieces = list(
            case.dossier.evidence.select_related("blob", "collected_by", "collected_with").order_by(
                "position"
            )
        )
        if not pieces:
            raise Refusal("evidence.none", "案卷中还没有证据。", "行政处罚法 第四十六条", "请先添加证据。")
        return issue(
            work, form=forms_after.EVIDENCE_LIST, agency=case.agency, made_on=clock.today(),
            data={
                "案由": case.title,
                "立案号": case.number,
                "件数": f"{len(pieces)} 件",
                "说明": EXPLAINED,
                "清单": Table(EVIDENCE, tuple(_row(each) for each in pieces)),
            },
        )  # fmt: skip


def _row(piece: Evidence) -> tuple[str, ...]:
    people = (piece.collected_by, piece.collected_with)
    return (
        str(piece.position),
        f"{piece.name}（{piece.get_evidence_kind_display()}）",
        piece.proves,
        f"{piece.get_obtained_display() or UNTOLD}，{piece.collected_on}",
        f"{piece.place or UNTOLD}；{'、'.join(each.name for each in people if each)}",
        piece.source,
        _original(piece),
        f"{piece.blob.sha256[:6]} {piece.blob.sha256[6:12]}" if piece.blob else "无电子文件",
    )


def _original(piece: Evidence) -> str:
    """Say what lies in the file and where its original is: what was copied stays with whom it was copied from."""
    said = piece.get_original_display() or UNTOLD
    if piece.original in {Evidence.Original.COPY, Evidence.Original.UNCHECKED}:
        return f"{said}；原件存于{piece.source}"
    return f"{said}，随卷" if piece.original else said
