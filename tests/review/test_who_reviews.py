"""244号27、28; §11.2: who is given a file reviews it; the leader names another where nobody there can."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingjing import clock
from mingjing.cases.actions import drafting, handling, recusal, reviewers
from mingjing.cases.audit import check_opinions
from mingjing.cases.gates.steps import ahead
from mingjing.cases.standing import standing_of
from mingjing.demo.people import PASSWORD
from mingjing.records.actors import SYSTEM
from mingjing.records.audit import Findings
from mingjing.registry import actions as registry
from mingjing.registry.permissions import Role
from mingjing.review.models import Assignment, WorkSheet
from telling import SOUND, TWO, newest, refusal, reviewed, stands_at, submitted

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

WORDS = "经审核，事实清楚，证据充分，适用依据正确，同意。"


def second_reviewer(bureau: Bureau) -> None:
    """Add a second reviewer to the legal department."""
    officer = registry.add_officer(
        actor=SYSTEM, department=bureau.departments["legal"], name="方知微（示例）", post="法制审核员",
        legal_qualification="A20209990002",
    )  # fmt: skip
    user = registry.create_account(
        actor=SYSTEM, agency=bureau.agency, username="reviewer2", password=PASSWORD, officer=officer
    )
    registry.grant_role(actor=SYSTEM, user=user, role=Role.REVIEWER, valid_from=clock.today())
    bureau.people["reviewer2"], bureau.users["reviewer2"] = officer, user


def assign(story: CaseStory, officer: str, username: str = "legalhead") -> Assignment:
    return reviewers.assign(
        user=story.as_(username), case=story.refresh(), submission=story.submission(story.parties[0]),
        officer=story.bureau.people[officer], reason="分案",
    )  # fmt: skip


def appoint(story: CaseStory, officer: str, username: str = "deputy", **told: Any) -> Assignment:
    return reviewers.appoint(
        user=story.as_(username), case=story.refresh(), submission=story.submission(story.parties[0]),
        officer=story.bureau.people[officer], **{"reason": "法制机构唯一的审核人须回避。"} | told,
    )  # fmt: skip


def write(story: CaseStory, username: str) -> WorkSheet:
    return drafting.write_opinion(
        user=story.as_(username), case=story.refresh(), submission=story.submission(story.parties[0]),
        result="同意", text=WORDS, verdicts=SOUND, reasons={},
    )  # fmt: skip


def verified() -> str:
    """Return what `mingjing verify` has to say of the opinions."""
    findings = Findings()
    check_opinions(findings)
    return "\n".join(findings.problems)


def test_an_opinion_of_one_from_whom_the_file_was_taken_is_not_signed(bureau: Bureau) -> None:
    """244号28、30: signed is what the present reviewer found, whatever an earlier one left behind."""
    second_reviewer(bureau)
    story = submitted(bureau)
    sheet = write(story, "reviewer")
    assign(story, "reviewer2")
    with refusal("review.sheet_of_another"):
        drafting.sign(user=story.as_("legalhead"), case=story.refresh(), sheet=sheet)
    assert stands_at(story) == "review"
    asked = [each.verb.name for each in ahead(standing_of(story.refresh())).tasks]
    assert "review" in asked
    assert "signature" not in asked
    own = write(story, "reviewer2")
    opinion = drafting.sign(user=story.as_("legalhead"), case=story.refresh(), sheet=own)
    assert opinion.reviewer == bureau.people["reviewer2"]


def test_a_file_is_reviewed_by_whom_it_was_given_to(bureau: Bureau) -> None:
    second_reviewer(bureau)
    story = submitted(bureau)
    assign(story, "reviewer2")
    with refusal("review.given_to_another"):
        write(story, "reviewer")
    assign(story, "reviewer")
    with refusal("review.given_to_another"):
        write(story, "reviewer2")
    write(story, "reviewer")
    assert Assignment.objects.filter(ended_on=None).get().officer == bureau.people["reviewer"]
    assert Assignment.objects.exclude(ended_on=None).get().officer == bureau.people["reviewer2"]


def test_the_task_is_theirs_alone_to_whom_it_was_given(bureau: Bureau) -> None:
    second_reviewer(bureau)
    story = submitted(bureau)
    reviewer, other = bureau.people["reviewer"], bureau.people["reviewer2"]

    def has(officer: object) -> bool:
        found = next(each for each in ahead(standing_of(story.refresh())).tasks if each.verb.name == "review")
        return found.for_whom(roles={Role.REVIEWER}, officer=officer, handlers=[])  # type: ignore[arg-type]

    assert has(reviewer)
    assert has(other)
    assign(story, "reviewer2")
    assert not has(reviewer)
    assert has(other)


def test_only_the_head_of_the_legal_department_assigns_and_only_to_its_reviewers(bureau: Bureau) -> None:
    story = submitted(bureau)
    with refusal("role.not_allowed"):
        assign(story, "reviewer", "reviewer")
    with refusal("review.not_reviewer"):
        assign(story, "publisher")
    with refusal("review.handler"):
        assign(story, "officer1")
    assign(story, "reviewer")
    with refusal("review.same_reviewer"):
        assign(story, "reviewer")


def test_a_signed_opinion_is_not_written_anew_nor_given_to_another(bureau: Bureau) -> None:
    """深评查345: one of two parties' opinions is signed while the case still lies in review."""
    second_reviewer(bureau)
    registry.change_officer(actor=SYSTEM, officer=bureau.people["officer3"], legal_qualification="A20190003")
    story = submitted(bureau, **TWO)
    drafting.sign(user=story.as_("legalhead"), case=story.refresh(), sheet=write(story, "reviewer"))
    assert stands_at(story) == "review"
    for again in (
        lambda: write(story, "reviewer"),
        lambda: assign(story, "reviewer2"),
        lambda: appoint(story, "officer3"),
    ):
        with refusal("review.signed"):
            again()


def test_the_leader_names_somebody_qualified_for_this_case_who_then_reviews_without_the_post(
    bureau: Bureau,
) -> None:
    """§11.2: 唯一的审核人回避或缺位时."""
    story, elsewhere = submitted(bureau), submitted(bureau)
    registry.change_officer(actor=SYSTEM, officer=bureau.people["officer3"], legal_qualification="A20190003")
    with refusal("role.not_allowed"):
        write(story, "officer3")
    appoint(story, "officer3")
    sheet = write(story, "officer3")
    with refusal("role.not_allowed"):
        drafting.sign(user=story.as_("officer3"), case=story.refresh(), sheet=sheet)
    with refusal("role.not_allowed"):
        write(elsewhere, "officer3")
    drafting.sign(user=story.as_("legalhead"), case=story.refresh(), sheet=sheet)
    assert stands_at(story) == "notice"


def test_whoever_stands_in_for_the_head_too_signs_and_the_opinion_says_so(bureau: Bureau) -> None:
    story = submitted(bureau)
    registry.change_officer(actor=SYSTEM, officer=bureau.people["officer3"], legal_qualification="A20190003")
    appoint(story, "officer3", signs=True)
    opinion = drafting.sign(user=story.as_("officer3"), case=story.refresh(), sheet=write(story, "officer3"))
    assert opinion.reviewer == opinion.signed_by == bureau.people["officer3"]
    said = dict(story.case.dossier.documents.get(form="FS03").data)["法制机构负责人"]
    assert "由负责人就本案指定" in said
    assert verified() == ""
    Assignment.objects.update(signs=False)
    assert "不属法制机构" in verified()


def test_nobody_unqualified_and_no_handler_is_named_and_the_reason_is_written(bureau: Bureau) -> None:
    story = submitted(bureau)
    with refusal("review.handler"):
        appoint(story, "officer1")
    with refusal("review.no_qualification"):
        appoint(story, "officer3")
    registry.change_officer(actor=SYSTEM, officer=bureau.people["officer3"], legal_qualification="A20190003")
    with refusal("review.no_reason"):
        appoint(story, "officer3", reason=" ")
    with refusal("role.not_allowed"):
        appoint(story, "officer3", "legalhead")
    assert newest(story).submission.reviewer is None


# ── who reviewed never handles ──


def certify(bureau: Bureau, username: str) -> None:
    registry.issue_certificate(
        actor=SYSTEM, officer=bureau.people[username], number="YL-2025-0901", categories=["建筑市场"],
        areas=[bureau.agency.area], valid_from=clock.today().replace(month=1), valid_to=clock.today().replace(month=12),
        exam_passed_on=clock.today().replace(year=2025),
    )  # fmt: skip


def recuse(story: CaseStory, replacement: str) -> None:
    recusal.request_recusal(
        user=story.user, case=story.refresh(), officer=story.bureau.people["officer2"], by_party=True,
        reason="与当事人是近亲属。",
    )  # fmt: skip
    recusal.decide_recusal(
        user=story.as_("principal"), case=story.refresh(), agreed=True, opinion="依法决定。",
        replacement=story.bureau.people[replacement],
    )  # fmt: skip


def test_who_reviewed_a_case_takes_it_up_neither_by_reassignment_nor_after_a_recusal(bureau: Bureau) -> None:
    """244号27; 行政处罚法58: one rule for both ways."""
    certify(bureau, "reviewer")
    story = reviewed(bureau)
    with refusal("handler.reviewed"):
        recuse(story, "reviewer")
    with refusal("handler.reviewed"):
        handling.reassign(
            user=story.as_("section"), case=story.refresh(), reason="调离", assigned=bureau.people["reviewer"]
        )


def test_who_never_reviewed_it_may(bureau: Bureau) -> None:
    story = reviewed(bureau)
    recuse(story, "officer3")
    assert {each.officer for each in story.refresh().handlers.filter(released_on=None)} == {
        bureau.people["officer1"],
        bureau.people["officer3"],
    }


def test_who_was_recused_does_not_come_back_by_reassignment(bureau: Bureau) -> None:
    """行政处罚法43."""
    story = reviewed(bureau)
    recuse(story, "officer3")
    with refusal("handler.recused"):
        handling.reassign(
            user=story.as_("section"),
            case=story.refresh(),
            reason="人手不足",
            assigned=bureau.people["officer2"],
        )
