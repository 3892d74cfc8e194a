"""种子 C2.1, C3, C4; 244号25–31; 深评查343–345: who reviews, what they find, and what an opinion must hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mingjing import clock
from mingjing.cases.actions import drafting
from mingjing.catalog import actions as lists
from mingjing.catalog.models import ListKind
from mingjing.catalog.queries import in_force
from mingjing.demo.bureau import DATA
from mingjing.demo.people import PASSWORD
from mingjing.records.actors import SYSTEM
from mingjing.registry import actions as registry
from mingjing.registry.permissions import Role
from mingjing.review.intake_rules import MATERIALS
from mingjing.review.models import Opinion, WorkSheet
from mingjing.review.points import POINTS
from telling import OFF_THE_CATALOGUE, SOUND, drafted, filed, newest, refusal, reviewed, stands_at, submitted

if TYPE_CHECKING:
    from mingjing.cases.models import Party
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

WORDS = "经审核，事实清楚，证据充分，适用依据正确，同意。"


def write(story: CaseStory, username: str = "reviewer", **told: Any) -> WorkSheet:
    """Write the work sheet on the first party's draft."""
    return drafting.write_opinion(
        user=story.as_(username), case=story.refresh(), submission=story.submission(story.parties[0]),
        **{"result": "同意", "text": WORDS, "verdicts": SOUND, "reasons": {}} | told,
    )  # fmt: skip


def sign(story: CaseStory, sheet: WorkSheet, username: str = "legalhead") -> Opinion:
    return drafting.sign(user=story.as_(username), case=story.refresh(), sheet=sheet)


def also(bureau: Bureau, username: str, role: Role) -> None:
    """Give an account a further role."""
    registry.grant_role(actor=SYSTEM, user=bureau.users[username], role=role, valid_from=clock.today())


# ── who ──


def test_a_handler_does_not_review_their_own_case(bureau: Bureau) -> None:
    """种子 C2.1; 244号27: not even one of the legal department."""
    also(bureau, "officer2", Role.REVIEWER)
    registry.change_officer(
        actor=SYSTEM, officer=bureau.people["officer2"], department=bureau.departments["legal"]
    )
    story = submitted(bureau)
    with refusal("review.handler"):
        write(story, "officer2")
    assert not WorkSheet.objects.exists()


def test_a_handler_does_not_sign_the_opinion_on_their_own_case(bureau: Bureau) -> None:
    """种子 C2.1; 244号27."""
    also(bureau, "officer2", Role.LEGALHEAD)
    registry.change_officer(
        actor=SYSTEM, officer=bureau.people["officer2"], department=bureau.departments["legal"]
    )
    story = submitted(bureau)
    sheet = write(story)
    with refusal("review.handler"):
        sign(story, sheet, "officer2")
    assert stands_at(story) == "review"


@pytest.mark.parametrize("username", ["officer3", "publisher", "deputy"])
def test_only_the_legal_department_reviews(bureau: Bureau, username: str) -> None:
    """种子 C2.1: the role alone does not make a reviewer of somebody from another department, a leader included."""
    for role in (Role.REVIEWER, Role.LEGALHEAD):
        also(bureau, username, role)
    story = submitted(bureau)
    with refusal("review.not_legal"):
        write(story, username)
    sheet = write(story)
    with refusal("review.not_legal"):
        sign(story, sheet, username)


def test_one_who_stands_in_for_the_head_must_be_of_the_legal_department_too(bureau: Bureau) -> None:
    """种子 C2.1; §11.2."""
    today = clock.today()
    others = {"section": "review.not_legal", "officer1": "review.handler"}
    for name, code in others.items():
        registry.register_substitution(
            actor=SYSTEM, absent=bureau.people["legalhead"], substitute=bureau.people[name], role=Role.LEGALHEAD,
            authority="云建党组〔2026〕4号", valid_from=today, valid_to=today,
        )  # fmt: skip
        story = submitted(bureau)
        sheet = write(story)
        with refusal(code):
            sign(story, sheet, name)


def test_the_review_counts_only_once_its_head_has_signed(bureau: Bureau) -> None:
    """深评查345: without the signature nothing was reviewed."""
    story = submitted(bureau)
    sheet = write(story)
    assert stands_at(story) == "review"
    assert not Opinion.objects.exists()
    with refusal("role.not_allowed"):
        sign(story, sheet, "reviewer")
    opinion = sign(story, sheet)
    assert (opinion.reviewer, opinion.signed_by) == (bureau.people["reviewer"], bureau.people["legalhead"])
    assert opinion.record.act == "review.agreed"
    assert opinion.record.actor == str(bureau.people["legalhead"].actor())
    assert opinion.record.subject == f"review.draft:{newest(story).ref}"
    assert stands_at(story) == "notice"


def test_a_legal_department_of_one_reviews_and_signs_and_says_so(bureau: Bureau) -> None:
    """§11.2; 深评查345: 一人机构由同一人签并注明; where there is another, nobody signs what they found themselves."""
    also(bureau, "legalhead", Role.REVIEWER)
    story = submitted(bureau)
    sheet = write(story, "legalhead")
    with refusal("review.own_signature"):
        sign(story, sheet)
    registry.change_officer(
        actor=SYSTEM, officer=bureau.people["reviewer"], department=bureau.departments["office"]
    )
    opinion = sign(story, sheet)
    assert opinion.reviewer == opinion.signed_by
    document = story.case.dossier.documents.get(form="FS03")
    assert "与审核人为同一人" in dict(document.data)["法制机构负责人"]


def test_an_account_without_a_person_reviews_nothing(bureau: Bureau) -> None:
    """种子 C2.1: the opinion is somebody's."""
    user = registry.create_account(actor=SYSTEM, agency=bureau.agency, username="bot", password=PASSWORD)
    registry.grant_role(actor=SYSTEM, user=user, role=Role.REVIEWER, valid_from=clock.today())
    bureau.users["bot"] = user
    with refusal("account.no_person"):
        write(submitted(bureau), "bot")


# ── what ──


@pytest.mark.parametrize("missing", [point.key for point in POINTS])
def test_each_of_the_ten_points_has_its_finding(bureau: Bureau, missing: str) -> None:
    """种子 C4; 244号30."""
    story = submitted(bureau)
    verdicts = {key: verdict for key, verdict in SOUND.items() if key != missing}
    with refusal("review.points_missing") as told:
        write(story, verdicts=verdicts)
    title = next(point.title for point in POINTS if point.key == missing)
    assert told.value.details == [f"未作结论：{title}"]


def test_all_ten_findings_are_kept_and_stand_in_the_document(bureau: Bureau) -> None:
    """种子 C4: ten points, 滥用职权 apart."""
    story = reviewed(bureau)
    sheet = newest(story).submission.sheet
    assert {finding.point for finding in sheet.findings.all()} == {point.key for point in POINTS}
    assert len(POINTS) == 10
    data = dict(story.case.dossier.documents.get(form="FS03").data)
    said = zip(POINTS, data["逐项审核"].splitlines(), strict=True)
    assert all(point.title in line for point, line in said)
    assert newest(story).core_hash[:16] in data["审核对象"]


def test_a_point_found_wanting_has_its_reason(bureau: Bureau) -> None:
    """244号30."""
    story = submitted(bureau)
    wanting = SOUND | {"evidence": "faulty"}
    with refusal("review.reason_missing"):
        write(story, result="补充调查", text="证据不足，请补充调查。", verdicts=wanting)
    write(
        story,
        result="补充调查",
        text="证据不足，请补充调查。",
        verdicts=wanting,
        reasons={"evidence": "合同为复印件"},
    )


def test_nobody_agrees_while_a_point_is_found_wanting(bureau: Bureau) -> None:
    """种子 C0; 行政处罚法58; 244号31."""
    story = submitted(bureau)
    with refusal("review.agreed_with_faults"):
        write(story, verdicts=SOUND | {"law": "faulty"}, reasons={"law": "条款有误"})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "同意",
        "同意。",
        "拟同意",
        "无意见",
        " 同意 ",
        "可以",
        "经审核，拟同意作出处罚决定。",
        "同 意 ！",
        "退回改正",
    ],
)
def test_an_opinion_that_only_says_agreed_is_none(bureau: Bureau, text: str) -> None:
    """深评查343."""
    with refusal("review.opinion_empty"):
        write(submitted(bureau), text=text)


def test_a_sheet_may_be_rewritten_until_it_is_signed_and_never_after(bureau: Bureau) -> None:
    """深评查345."""
    story = submitted(bureau)
    first = write(story, result="改正", text="适用条款有误，请改正。")
    second = write(story)
    assert first.pk == second.pk
    assert second.findings.count() == 10
    sign(story, second)
    with refusal("case.wrong_step"):
        write(story)


# ── materials ──


@pytest.mark.parametrize("missing", MATERIALS[:4])
def test_a_submission_lacks_none_of_its_materials(bureau: Bureau, missing: str) -> None:
    """种子 C5; 244号29."""
    story = drafted(bureau)
    with refusal("review.materials") as told:
        drafting.submit(
            user=story.user, case=story.refresh(), party=story.parties[0],
            materials=[name for name in MATERIALS if name != missing],
        )  # fmt: skip
    assert told.value.details == [f"缺：{missing}"]


def test_nothing_is_submitted_without_a_draft(bureau: Bureau) -> None:
    """244号29."""
    story = filed(bureau).investigated().concluded()
    with refusal("review.no_draft"):
        submit(story, story.parties[0])
    other = submitted(bureau)
    with refusal("party.unknown"):
        submit(story, other.parties[0])


def submit(story: CaseStory, party: Party) -> object:
    return drafting.submit(user=story.user, case=story.refresh(), party=party, materials=MATERIALS[:4])


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"facts": ""}, "违法事实"),
        ({"violated": []}, "违反的条款"),
        ({"basis": []}, "处罚依据"),
        ({"discretion_reasons": ""}, "裁量理由"),
        ({"penalties": []}, "处罚种类"),
        ({"penalties": [{"kind": "02"}]}, "金额"),
        ({"penalties": [{"kind": "02", "amount": -1}]}, "金额"),
        ({"penalties": [{"kind": "99"}]}, "99"),
        ({"performance": ""}, "履行方式"),
    ],
)
def test_a_draft_holds_what_the_law_asks_of_a_decision(
    bureau: Bureau, changed: dict[str, Any], word: str
) -> None:
    """行政处罚法59; 55号令27."""
    with refusal("draft.incomplete") as told:
        drafted(bureau).drafted(**changed)
    assert any(word in sentence for sentence in told.value.details)


def test_a_draft_cites_articles_that_exist_and_were_in_force_on_the_day_of_the_act(bureau: Bureau) -> None:
    """行政处罚法37、38."""
    story = drafted(bureau)
    for citation in ("《中华人民共和国建筑法》第九百条", "《建设工程质量管理条例》第五十七条第九款"):
        with refusal("draft.citation"):
            story.drafted(basis=[citation])
    story.drafted(basis=["《从未导入的某某省条例》第五条"])


# ── the catalogue decides ──


def test_the_catalogue_in_force_on_the_day_of_submission_decides_what_is_major(bureau: Bureau) -> None:
    """种子 C3: the published list is the rule."""
    inside = newest(submitted(bureau)).submission
    outside = newest(submitted(bureau, matter=OFF_THE_CATALOGUE)).submission
    assert (inside.in_catalogue, outside.in_catalogue) == (True, False)
    assert inside.catalogue_rows == ["SH-001"]
    assert outside.catalogue == in_force(bureau.agency, ListKind.REVIEW)


def test_a_new_edition_of_the_catalogue_counts_from_its_publication(bureau: Bureau) -> None:
    """种子 C3: what was outside becomes major, and is not found outside any more."""
    story = drafted(bureau, matter=OFF_THE_CATALOGUE)
    row = f"SH-099,行政处罚,物业管理领域的处罚,全部,终结报告,事实,本机关（示例）,{OFF_THE_CATALOGUE}"
    text = (DATA / "review.csv").read_text(encoding="utf-8").rstrip()
    publisher = bureau.users["publisher"]
    edition = lists.import_list(
        user=publisher, list_kind=ListKind.REVIEW, data=f"{text}\n{row}\n".encode(), filename="review.csv"
    )
    before = in_force(bureau.agency, ListKind.REVIEW)
    proposal = lists.send_to_check(user=publisher, edition=edition)
    assert in_force(bureau.agency, ListKind.REVIEW) == before
    bureau.release(proposal)
    submission = newest(story.submitted()).submission
    assert (submission.in_catalogue, submission.catalogue) == (True, edition)
    with refusal("review.in_catalogue"):
        write(story, result="不在目录", text="经核对，不在目录之内。")


def test_off_the_catalogue_the_department_may_still_review_in_substance(bureau: Bureau) -> None:
    """种子 C3: 不在目录 is a finding, never the only answer."""
    assert stands_at(reviewed(bureau, matter=OFF_THE_CATALOGUE)) == "notice"
