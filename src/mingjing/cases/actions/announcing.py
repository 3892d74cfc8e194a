"""Serving by public notice whom no other way reaches: announced on the portal by itself, proved by it (民诉法95)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases import acts
from mingjing.cases.actions.common import acting_handler, case_deed, not_voided, party_of
from mingjing.cases.actions.reporting import not_naming
from mingjing.cases.models import PublicNotice
from mingjing.cases.queries.announced import unserved
from mingjing.cases.queries.serving import called
from mingjing.cases.rules.petitions import with_reason
from mingjing.documents import forms_after
from mingjing.documents.actions import issue
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from mingjing.cases.models import Case, Party
    from mingjing.documents.models import Document
    from mingjing.registry.models import User

CLAUSE = "民事诉讼法 第九十五条；行政处罚法 第六十一条"
UNTIL = "自本公告发布之日起，经过三十日，即视为送达。"


def announce(
    *, user: User, case: Case, party: Party, paper: Document, why: str, version: int | None = None
) -> PublicNotice:
    """民事诉讼法95: make the announcement; its publication is proposed by itself and counts the thirty days.

    `why` says what was tried: the law asks that the party cannot be found, or that no other way serves.
    """
    acting_handler(user, case, "case.serve")
    party_of(case, party)
    reason = with_reason(why, field="why")
    not_naming(case, why, field="why")
    with case_deed(user=user, case=case, act=acts.ANNOUNCED, version=version) as work:
        not_voided(paper)
        if paper not in unserved(case, party):
            raise Refusal(
                "announcement.nothing",
                "这份文书已经送达，或者已经公告。",
                CLAUSE,
                "请选择尚未送达的文书。",
                "paper",
            )
        agency, today = case.agency, clock.today()
        document = issue(
            work, form=forms_after.SERVICE_ANNOUNCEMENT, agency=agency, made_on=today, party=party.ref,
            data={
                "受送达人": party.name,
                "送达文书": called(paper),
                "原因经过": reason,
                "领取": f"请到{agency.address or agency.name}领取，电话 {agency.phone or '见本机关公告栏'}。",
                "公告媒介": "本机关行政执法公示网站；没有网站的，县政府平台、公示栏",
                "视为送达": UNTIL,
            },
        )  # fmt: skip
        work.mention(party)
        work.facts["number"] = paper.number
        return work.add(
            PublicNotice(case=case, party=party, paper=paper, document=document, why=reason, made_on=today)
        )
