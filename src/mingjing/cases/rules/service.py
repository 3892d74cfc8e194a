"""Rules of service, on plain values: who serves, and by which method what proves it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.refusal import Refusal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

SERVERS = 2
LEFT, PUBLIC, ELECTRONIC = "02", "05", "06"
BASIS = "行政处罚法 第六十一条；住房和城乡建设行政处罚程序规定 第三十五条至第三十七条"
_WITNESSED = re.compile("见证|拍照|照片|录像|录音|视频")
_TRACKED = re.compile(r"[A-Za-z0-9]{6,}")


@dataclass(frozen=True)
class Proof:
    """What proves a service by one method: in words, whether a text names it, the clause."""

    needed: str
    named: re.Pattern[str]
    clause: str


_ANY = re.compile(r"\S")
PROOFS = {
    "01": Proof("送达回证由谁签收、何时签收", _ANY, "民事诉讼法 第八十七条、第八十八条"),
    "02": Proof("见证人是谁，或者拍照、录像的情况", _WITNESSED, "住房和城乡建设行政处罚程序规定 第三十五条"),
    "03": Proof("受委托机关和它寄回的送达回证", _ANY, "民事诉讼法 第九十一条"),
    "04": Proof("邮件号码（挂号或者快递单号，不少于六位）和回执", _TRACKED, "民事诉讼法 第九十一条"),
    "05": Proof("公告载体、公告日期，送达日是公告期满之日", _ANY, "民事诉讼法 第九十五条"),
    "06": Proof("受送达人签署的电子送达确认书", re.compile("确认"), "行政处罚法 第六十一条第二款"),
}  # fmt: skip
"""Method of service → its proof (`Service.Method`)."""


@dataclass(frozen=True, kw_only=True)
class Handing:
    """How a document was served on its party, whichever document it is: one rule for all of them.

    `method`: a key of `PROOFS`; `told_items`: which of the four things of 244号9 were told on handing it over.
    """

    served_on: dt.date
    method: str
    proof: str
    announced_on: dt.date | None = None
    refused_because: str = ""
    told_items: Collection[str] = ()


def properly(handed: Handing, *, consented: bool, ends_on: dt.date | None) -> None:
    """行政处罚法61; 55号令35–37: ask of a service what its method asks for, of a notice as of a decision.

    `consented`: the party agreed to electronic service by that day; `ends_on`: end of the days of an announcement.
    """
    proof_by_method(handed.method, handed.proof)
    left_because(handed.method, handed.refused_because)
    agreed_to_electronic(handed.method, consented=consented)
    announced(
        public=handed.method == PUBLIC, announced_on=handed.announced_on, served_on=handed.served_on, ends_on=ends_on
    )  # fmt: skip


def two_servers(count: int) -> None:
    """行政处罚法42; 55号令11: two officers serve."""
    if count < SERVERS:
        raise Refusal(
            "service.officers",
            "送达人不得少于两名执法人员。",
            "行政处罚法 第四十二条；住房和城乡建设行政处罚程序规定 第十一条",
            "请选择送达的两名执法人员。",
            "officers",
        )


def proof_by_method(method: str, proof: str) -> None:
    """民事诉讼法87–95; 55号令35–37: each method has a proof of its own, named in words."""
    asked = PROOFS.get(method)
    if asked is None:
        raise Refusal("service.method", "请选择送达方式。", BASIS, "每一种方式有自己的证明。", "method")
    if not proof.strip():
        raise Refusal(
            "service.no_proof",
            "送达须有证明。",
            f"{BASIS}；{asked.clause}",
            f"请写明{asked.needed}。",
            "proof",
        )
    if not asked.named.search(proof):
        raise Refusal(
            "service.other_proof",
            "所写的证明不是这一送达方式的证明。",
            asked.clause,
            f"请写明{asked.needed}。",
            "proof",
        )


def announced(
    *, public: bool, announced_on: dt.date | None, served_on: dt.date, ends_on: dt.date | None
) -> None:
    """民事诉讼法95: by announcement it is served when thirty days have passed; `ends_on`: reckoned from the day."""
    if not public:
        return
    if announced_on is None:
        raise Refusal(
            "service.no_announcement", "公告送达须写明公告日期。", PROOFS["05"].clause, "请填写公告日期。",
            "announced_on",
        )  # fmt: skip
    if served_on != ends_on:
        raise Refusal(
            "service.public_term",
            f"{announced_on} 公告，{ends_on} 期满才视为送达。",
            PROOFS["05"].clause,
            f"送达日期请填 {ends_on}；期未满的，期满后登记。",
            "served_on",
        )


def announced_here(*, here: bool, announced_on: dt.date | None, public_on: dt.date | None) -> None:
    """民事诉讼法95: what was announced on the portal counts from the day on which the public could read it.

    `here`: an announcement was made in this system; one in a newspaper alone is proved in words.
    """
    if not here or (public_on is not None and announced_on == public_on):
        return
    if public_on is None:
        raise Refusal(
            "service.not_public",
            "公告还没有公开，三十日没有开始。",
            PROOFS["05"].clause,
            "请等公示员确认、公示审核员核对公开。",
            "announced_on",
        )
    raise Refusal(
        "service.other_day",
        f"公告于 {public_on} 公开，三十日从这一天起算。",
        PROOFS["05"].clause,
        f"公告日期请填 {public_on}。",
        "announced_on",
    )


def left_because(method: str, refusal: str) -> None:
    """民事诉讼法89; 55号令35: what is left behind was refused: the receipt says why."""
    if method == LEFT and not refusal.strip():
        raise Refusal(
            "service.no_refusal",
            "留置送达须记明拒收事由。",
            "住房和城乡建设行政处罚程序规定 第三十五条；民事诉讼法 第八十九条",
            "请写明谁拒绝接收、以什么理由。",
            "refused_because",
        )


def agreed_to_electronic(method: str, *, consented: bool) -> None:
    """行政处罚法61第二款; 55号令37: electronic service asks for the party's consent in its confirmation of address."""
    if method == ELECTRONIC and not consented:
        raise Refusal(
            "service.no_consent",
            "当事人没有在送达地址确认书中同意电子送达。",
            "行政处罚法 第六十一条第二款；住房和城乡建设行政处罚程序规定 第三十七条",
            "请先登记当事人签名的送达地址确认书，或者改用其他方式送达。",
            "method",
        )


def confirmation(*, electronic: bool, channel: str, account: str) -> None:
    """55号令37: who agrees to electronic service names the way and the account."""
    if electronic and not (channel and account.strip()):
        raise Refusal(
            "confirmation.no_account",
            "同意电子送达的，须写明传真号码、电子邮箱或者即时通讯账号。",
            "住房和城乡建设行政处罚程序规定 第三十七条",
            "请选择方式并填写账号。",
            "account",
        )
