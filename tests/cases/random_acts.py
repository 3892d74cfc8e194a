"""Single acts on one case, each tried by whoever is told, whether or not its moment has come."""

from __future__ import annotations

import copy
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.actions import (
    decision,
    drafting,
    investigation,
    leads,
    notice,
    presenting,
    suspension,
    withdrawal,
)
from mingjing.cases.examination import examine
from mingjing.cases.queries.case import newest_drafts, newest_notice
from mingjing.demo import endings, filming
from mingjing.demo.handing import by_post
from mingjing.demo.stories import OPINION, CaseStory
from mingjing.evidence.actions import Upload
from mingjing.review.checks.seen import faults_of
from mingjing.review.intake_rules import MATERIALS
from mingjing.review.points import POINTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

    from mingjing.cases.models import Case, Decision, Notice, Party
    from mingjing.registry.models import User
    from mingjing.review.models import Submission, WorkSheet


class NothingYet(Exception):  # noqa: N818 - no error: the act has nothing to act on
    """What the act is about is not there yet, so that nobody could even open its page."""


class Told(CaseStory):
    """A story that somebody else than its handler tells."""

    who: User

    @property
    def user(self) -> User:
        return self.who


@dataclass
class Attempt:
    """One act to be tried: on which story, for which party, by the right people or by anybody, with which content."""

    story: CaseStory
    party: Party
    random: Random
    right: bool

    @property
    def case(self) -> Case:
        return self.story.refresh()

    def by(self, *names: str) -> User:
        """Return one of those who may, or anybody."""
        return self.story.as_(self.random.choice(names if self.right else list(self.story.bureau.users)))

    @property
    def user(self) -> User:
        return self.by(*self.story.handlers)

    @property
    def told(self) -> CaseStory:
        """Return the story as whoever tries the act tells it."""
        made = copy.copy(self.story)
        made.__class__ = Told
        made.who = self.user  # type: ignore[attr-defined]
        return made

    @property
    def leader(self) -> User:
        return self.by("deputy", "principal")

    def odd(self, chance: float) -> bool:
        """Say whether the content is to be an odd one: rarely where the right people act in turn."""
        return self.random.random() < (chance if self.right else 0.5)

    @property
    def place(self) -> int:
        return [each.pk for each in self.story.parties].index(self.party.pk)

    @property
    def submission(self) -> Submission:
        draft = newest_drafts(self.story.case.dossier).get(self.party.ref)
        found: Submission = _there(getattr(draft, "submission", None))
        return found

    @property
    def sheet(self) -> WorkSheet:
        found: WorkSheet = _there(getattr(self.submission, "sheet", None))
        return found

    @property
    def notice(self) -> Notice:
        unserved = self.party.notices.filter(served_on=None).last()
        found: Notice = _there(unserved or newest_notice(self.party))
        return found

    @property
    def decision(self) -> Decision:
        found: Decision = _there(self.party.decisions.first())
        return found


def _there[T](found: T | None) -> T:
    if found is None:
        raise NothingYet
    return found


def _evidence(at: Attempt) -> None:
    investigation.add_evidence(
        user=at.user, case=at.case, evidence_kind="01", name="书证", proves="违法事实", collected_on=clock.today(),
        source="当事人", upload=Upload("书证.txt", io.BytesIO(f"{at.case.ref} {at.random.random()}".encode())),
    )  # fmt: skip


def _draft(at: Attempt) -> None:
    plan = at.story.plans[at.place]
    fine = plan.fine + (at.random.randrange(50) * 1000_00 if at.odd(0.1) else 0)
    core = at.story.core(at.place, penalties=[{"kind": "02", "amount": fine}])
    drafting.draft(user=at.user, case=at.case, party=at.party, **core)


def _review(at: Attempt) -> None:
    seen = faults_of(examine(at.case, at.submission))
    result = at.random.choice(("改正", "补充调查", "不在目录")) if at.odd(0.15) else "同意"
    faulty = {} if result in {"同意", "不在目录"} else {"evidence": "合同价款未核对，请补充。"}
    drafting.write_opinion(
        user=at.by("reviewer"),
        case=at.case,
        submission=at.submission,
        result=result,
        text=OPINION if not faulty else "第二组证据没有证明合同价款，请补充后再送审。",
        verdicts={point.key: "faulty" if point.key in faulty else "sound" for point in POINTS},
        reasons={key: f"系统所见：{said}。已核对。" for key, said in seen.items()} | faulty,
    )


def _state(at: Attempt) -> None:
    notice.record_statement(
        user=at.user, case=at.case, notice=at.notice, made_on=clock.today(), content="请求从轻。",
        brings_new=at.odd(0.2), reexamination="已复核，理由不成立。",
    )  # fmt: skip


def _waive(at: Attempt) -> None:
    notice.waive(
        user=at.user, case=at.case, notice=at.notice, waived_on=clock.today(), proof="声明书",
        hearing=True if at.notice.hearing_offered else None,
    )  # fmt: skip


def _serve_notice(at: Attempt) -> None:
    notice.serve_notice(user=at.user, case=at.case, notice=at.notice, handed=by_post())


def _discuss(at: Attempt) -> None:
    presenting.discuss(
        user=at.leader, case=at.case, held_on=clock.today(), place="会议室", minutes="周正言：同意。韩立峰：同意。",
        conclusion="一致同意。",
        participants=[at.story.bureau.people[name] for name in ("principal", "deputy")][: 1 if at.odd(0.1) else 2],
    )  # fmt: skip


def _serve(at: Attempt) -> None:
    decision.serve(
        user=at.user, case=at.case, decision=at.decision, method="01", served_on=clock.today(), place=at.story.place,
        receiver="法定代表人", proof="当面签收",
        officers=at.story.officers[: 1 if at.odd(0.1) else 2], told_items=filming.TOLD,
    )  # fmt: skip


def _endorse(matter: str) -> Callable[[Attempt], object]:
    def endorse(at: Attempt) -> None:
        leads.endorse(
            user=at.by("section", "legalhead"),
            case=at.case,
            matter=matter,
            about=at.party.ref if matter == "decision" else "",
            opinion="情况属实，建议办理。",
        )

    return endorse


def _suspend(at: Attempt) -> None:
    suspension.request_suspension(
        user=at.user, case=at.case, situation="3", reason="汛期道路中断，无法取样。"
    )


def _decide_suspension(at: Attempt) -> None:
    suspension.decide_suspension(user=at.leader, case=at.case, agreed=not at.odd(0.2), opinion="同意中止。")


def _ask_to_withdraw(at: Attempt) -> None:
    withdrawal.request_withdrawal(
        user=at.user, case=at.case, situation="1", reason="经调查，违法事实不成立。"
    )


def _decide_to_withdraw(at: Attempt) -> None:
    withdrawal.decide_withdrawal(user=at.leader, case=at.case, agreed=at.odd(0.1), opinion="经研究决定。")


def _file(at: Attempt) -> None:
    leads.approve_filing(user=at.leader, case=at.case, opinion="同意立案。")


def _conclude(at: Attempt) -> None:
    investigation.conclude(user=at.user, case=at.case, report=at.story.report, complex_case=at.odd(0.3))


def _sign(at: Attempt) -> None:
    drafting.sign(
        user=at.by("legalhead"),
        case=at.case,
        sheet=at.sheet,
    )


ACTS: Mapping[str, Callable[[Attempt], object]] = {
    "filing-request": lambda at: at.told.verified(),
    "endorse-filing": _endorse("filing"),
    "filing": _file,
    "inspection": lambda at: at.told.investigated(),
    "evidence": _evidence,
    "recording": lambda at: at.told.recorded(),
    "conclusion": _conclude,
    "draft": _draft,
    "submission": lambda at: drafting.submit(
        user=at.user, case=at.case, party=at.party, materials=MATERIALS[: 3 if at.odd(0.1) else 4]
    ),
    "review": _review,
    "signature": _sign,
    "notice": lambda at: notice.notify(user=at.user, case=at.case, party=at.party),
    "notice-service": _serve_notice,
    "waiver": _waive,
    "statement": _state,
    "decision-request": lambda at: presenting.request_decision(user=at.user, case=at.case),
    "discussion": _discuss,
    "endorse-decision": _endorse("decision"),
    "decision": lambda at: decision.decide(
        user=at.leader, case=at.case, party=at.party, opinion="同意作出处罚决定。"
    ),
    "service": _serve,
    "performance": lambda at: endings.pay(at.told, at.decision),
    "scan": lambda at: at.told.scanned(),
    "closing-request": lambda at: endings.close(at.told),
    "suspension-request": _suspend,
    "suspension": _decide_suspension,
    "resumption": lambda at: suspension.resume(user=at.user, case=at.case, reason="道路已恢复通行。"),
    "withdrawal-request": _ask_to_withdraw,
    "withdrawal": _decide_to_withdraw,
}
"""Verb → the act, as the tasks name it."""
