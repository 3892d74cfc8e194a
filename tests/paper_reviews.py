"""A case reviewed and told on paper before the system, as tests enter, copy and confirm it (ADR-016)."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import connection

from mingjing import clock, guarding
from mingjing.cases.actions import investigation, prior_reviews, taking_over
from mingjing.cases.actions.prior_reviews import Signed, Told
from mingjing.cases.actions.taking_over import Before, Days
from mingjing.cases.gates.steps import ahead
from mingjing.cases.queries.taken import first_day
from mingjing.cases.standing import standing_of
from mingjing.demo.samples import photo
from mingjing.demo.stories import CaseStory
from mingjing.evidence.actions import Upload
from mingjing.records import audit, log
from mingjing.review.models import PriorOpinion
from telling import FIRM

if TYPE_CHECKING:
    from mingjing.cases.models import PriorNotice, PriorReview
    from mingjing.demo.bureau import Bureau

FIRST_DAY = dt.date(2026, 1, 5)
"""The day on which the bureau of the tests adopted its procedure."""
ENTERED = dt.date(2026, 1, 7)
FOUND, FILED, CONCLUDED = dt.date(2025, 11, 24), dt.date(2025, 12, 1), dt.date(2025, 12, 19)
REVIEWED, TOLD_ON = dt.date(2025, 12, 24), dt.date(2025, 12, 31)
SIGNED = Signed("云建法审字〔2025〕第031号", "苏文清", "方砚秋", "事实清楚，证据充分，同意。")


def scan(name: str = "扫描件") -> Upload:
    return Upload(f"{name}.jpg", io.BytesIO(photo(name)))


def before(**changed: Any) -> Before:
    told = Before(
        title="未取得施工许可证擅自施工案", summary="工地正在施工。", place="云岭县云川镇（示例）", source="1",
        days=Days(FOUND, FOUND, FILED, CONCLUDED, reviewed_on=REVIEWED), people="沈知行、陆明川", account="已审核。",
        party=vars(FIRM), number="云建立字〔2025〕第044号", matter_code="CF-JZ-001", jurisdiction="发生在本县。",
        papers={"LA01": scan("立案审批表"), "ZJ01": scan("终结报告"), "FS03": scan("审核意见书")},
    )  # fmt: skip
    return replace(told, **changed)


def enter(bureau: Bureau, told: Before | None = None) -> CaseStory:
    story = CaseStory(bureau)
    story.case = taking_over.take_over(
        user=bureau.users["section"], department=bureau.people["section"].department, step="notice",
        handlers=story.officers, before=told or before(),
    )  # fmt: skip
    return story


def evidence(story: CaseStory) -> None:
    investigation.add_evidence(
        user=story.user, case=story.refresh(), evidence_kind="01", name="施工合同", proves="价款",
        collected_on=dt.date(2025, 12, 2), source="当事人", upload=scan("合同"),
    )  # fmt: skip


def copied(bureau: Bureau, signed: Signed = SIGNED) -> CaseStory:
    story = enter(bureau)
    evidence(story)
    copy(story, signed)
    return story


def copy(story: CaseStory, signed: Signed = SIGNED) -> PriorReview:
    return prior_reviews.copy_review(
        user=story.user, case=story.refresh(), party=story.parties[0], signed=signed, **story.core(0)
    )


def confirm(
    story: CaseStory, who: str = "legalhead", *, agreed: bool = True, answer: str = ""
) -> PriorReview:
    return prior_reviews.confirm_review(
        user=story.as_(who), case=story.refresh(), party=story.parties[0], agreed=agreed, answer=answer
    )


def told(**changed: Any) -> Told:
    papers = {"GZ01": scan("告知书"), "SD01": scan("回证"), **changed.pop("papers", {})}
    given = Told(
        number="云建罚告字〔2025〕第039号", served_on=TOLD_ON, method="01", proof="当面签收", hearing_offered=True,
        papers=papers,
    )  # fmt: skip
    return replace(given, **changed)


def tell(story: CaseStory, given: Told | None = None) -> PriorNotice:
    return prior_reviews.enter_notice(
        user=story.user, case=story.refresh(), party=story.parties[0], told=given or told()
    )


def confirm_told(story: CaseStory, who: str = "legalhead", **said: Any) -> PriorNotice:
    return prior_reviews.confirm_notice(
        user=story.as_(who), case=story.refresh(), party=story.parties[0], **{"agreed": True} | said
    )


def waits_for(story: CaseStory) -> list[str]:
    return [each.verb.name for each in ahead(standing_of(story.refresh())).tasks]


def opinion_of_before(bureau: Bureau) -> PriorOpinion:
    """Enter, copy and confirm one in the bureau's first days, whatever the day is now."""
    first = first_day(bureau.agency)
    assert first is not None
    with clock.at(first + dt.timedelta(days=2)):
        confirm(copied(bureau))
    return PriorOpinion.objects.get()


def sound() -> None:
    log.integrate_all()
    assert audit.run().problems == []


def rewrite(forged: str) -> None:
    """Change a confirmed opinion with the guards of its table down."""
    connection.check_constraints()  # what waits for the end of the transaction is checked before tables change
    guarding.drop()
    if forged == "late_opinion":
        PriorOpinion.objects.update(signed_on=FIRST_DAY)
    else:
        row = PriorOpinion.objects.get()
        PriorOpinion.objects.update(entered_by=row.confirmed_by)
    connection.check_constraints()
    guarding.create()
