"""244号30: each machine check finds the defect seeded for it, and is silent on a clean file."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from mingjing.law.resolution import Status
from mingjing.registry.rules import CertificateFacts
from mingjing.review.checks.content import Paper, Piece, documents, evidence, particulars
from mingjing.review.checks.course import Event, Limit, course, signs_of_crime
from mingjing.review.checks.discretion import Grade, within_benchmark
from mingjing.review.checks.law import CitedArticle, citations
from mingjing.review.checks.people import ActingDay, Jurisdiction, certificates, jurisdiction
from mingjing.review.points import POINTS

if TYPE_CHECKING:
    from mingjing.review.checks.seen import Seen

DAY = dt.date(2026, 3, 2)
CERTIFICATE = CertificateFacts(
    "YL-01", ("建筑市场",), ("云岭县",), dt.date(2024, 1, 1), dt.date(2026, 12, 31),
    in_force=True, examined=True,
)  # fmt: skip
HOME = Jurisdiction(
    "云岭县住建局", "云岭县", "云岭县云川镇", "擅自施工", "本机关",
    own_power=True, listed_then=True, listed_now=True, filed_on=DAY,
)  # fmt: skip
PARTY = {
    "kind": "02",
    "name": "青禾公司",
    "code": "91159999MA0AC000XX",
    "representative": "周一苇",
    "address": "云川镇",
}
PERSON = {**PARTY, "kind": "01", "code": "150999198506150023", "representative": ""}
MISTYPED = {**PARTY, "code": "91159999MA0AC000X1"}
PIECE = Piece(1, "施工合同", "工程价款", has_file=True, collected_on=DAY)
LISTED = {"position": 1, "name": "施工合同", "proves": "工程价款"}
CITED = CitedArticle("《甲条例》第五条", DAY, procedural=False, status=Status.FOUND, sentence="有。")
GRADES = (
    Grade(
        "一般",
        "停工",
        "建设单位处工程合同价款百分之一点三以上、不足百分之一点七的罚款；施工单位处一万元以上、二万元以下的罚款",
    ),
    Grade("严重", "拒不停工", "处工程合同价款百分之一点七以上、百分之二以下的罚款"),
)
CORE: dict[str, Any] = {
    "facts": "工程合同价款 1000 万元。",
    "discretion_grade": "一般",
    "discretion_reasons": "经责令后停工。",
    "penalties": [{"kind": "02", "amount": 140_000_00}],
}
STEPS = (Event("发现", DAY), Event("立案", DAY), Event("调查终结", dt.date(2026, 3, 9)))
PAPERS = (
    Paper("LA01", "立案审批表", {"当事人": "青禾公司"}),
    Paper("DC01", "现场检查笔录"),
    Paper("ZJ01", "终结报告", {"处理建议": "建议罚款 140,000.00 元。"}),
)


def officers(**changed: Any) -> tuple[Seen, ...]:
    facts = replace(CERTIFICATE, **changed)
    days = [ActingDay("甲", "制作笔录", DAY, (CERTIFICATE,)), ActingDay("乙", "取得证据", DAY, (facts,))]
    return certificates(days, handlers=2, category="建筑市场", area="云岭县")


def fined(yuan: int = 140_000, *, capacity: str = "", **changed: Any) -> tuple[Seen, ...]:
    core = {**CORE, "penalties": [{"kind": "02", "amount": yuan * 100}], **changed}
    return within_benchmark(core, GRADES, published=True, capacity=capacity)


def papers(
    *found: Paper, parties: tuple[str, ...] = ("青禾公司",), missing: tuple[str, ...] = ()
) -> tuple[Seen, ...]:
    return documents(
        found or PAPERS, parties=parties, fine=140_000_00, materials_missing=missing, single=True
    )


def party(found_on: dt.date = DAY, **changed: str) -> tuple[Seen, ...]:
    return particulars({**PARTY, **changed}, PARTY, acted_on=DAY, found_on=found_on)


CLEAN = {
    "jurisdiction": jurisdiction(HOME),
    "a delegate with its letter": jurisdiction(replace(HOME, delegated=True, letter="云委〔2026〕1号")),
    "certificates": officers(),
    "a firm": party(),
    "a person": particulars(PERSON, PERSON, acted_on=DAY, found_on=DAY),
    "evidence": evidence([LISTED], [PIECE]),
    "citations": citations([CITED, replace(CITED, procedural=True)]),
    "within the band": fined(),
    "the contractor's own band": fined(20_000, capacity="施工单位"),
    "no fine": within_benchmark({**CORE, "penalties": [{"kind": "01"}]}, GRADES, published=True),
    "order and limits": course(
        STEPS,
        [Limit("决定", dt.date(2026, 5, 31), None), Limit("送达", DAY, DAY)],
        today=dt.date(2026, 5, 31),
    ),
    "documents": papers(),
}

SEEDED: dict[str, tuple[tuple[Seen, ...], str, str]] = {
    "another's power": (jurisdiction(replace(HOME, own_power=False, owner="综合执法局")), "fault", "综合执法局"),
    "not published that day": (jurisdiction(replace(HOME, listed_then=False)), "fault", "没有“擅自施工”"),
    "no longer published": (jurisdiction(replace(HOME, listed_now=False)), "warn", "不在今天现行"),
    "an unlisted matter": (jurisdiction(replace(HOME, matter="", unlisted_reason="漏列")), "warn", "漏列"),
    "no letter of delegation": (jurisdiction(replace(HOME, delegated=True)), "fault", "委托书"),
    "elsewhere": (jurisdiction(replace(HOME, place="邻县")), "warn", "邻县"),
    "an expired certificate": (officers(valid_to=dt.date(2026, 3, 1)), "fault", "乙 2026-03-02（取得证据）"),
    "another category": (officers(categories=("燃气",)), "fault", "执法类别不含"),
    "another area": (officers(areas=("邻县",)), "fault", "执法区域不含"),
    "no examination": (officers(examined=False), "fault", "考试合格"),
    "left before": (
        certificates(
            [ActingDay("甲", "送达", DAY, (CERTIFICATE,), left_on=DAY)],
            handlers=2, category="建筑市场", area="云岭县",
        ),
        "fault", "离岗",
    ),
    "one handler": (certificates([], handlers=1, category="", area="云岭县"), "fault", "只有 1 名"),
    "another name": (party(name="青禾集团"), "fault", "青禾集团"),
    "a wrong code": (particulars(MISTYPED, MISTYPED, acted_on=DAY, found_on=DAY), "fault", "校验位"),
    "found before it was done": (party(dt.date(2026, 3, 1)), "fault", "就已发现"),
    "evidence left out": (evidence([], [PIECE]), "fault", "没有列入代拟稿"),
    "evidence not in the file": (evidence([LISTED, {**LISTED, "position": 2}], [PIECE]), "fault", "不在案卷中"),
    "evidence told otherwise": (evidence([{**LISTED, "proves": "工期"}], [PIECE]), "fault", "不一致"),
    "evidence that proves nothing": (
        evidence([{**LISTED, "proves": " "}], [replace(PIECE, proves=" ")]), "fault", "证明什么",
    ),
    "evidence without a file": (evidence([LISTED], [replace(PIECE, has_file=False)]), "warn", "没有文件"),
    "no evidence": (evidence([], []), "fault", "没有证据"),
    "an article that is not there": (citations([replace(CITED, status=Status.ARTICLE_NOT_FOUND)]), "fault", "第五条"),
    "a law not yet in force": (citations([replace(CITED, status=Status.NO_VERSION_IN_FORCE)]), "fault", "2026-03-02"),
    "an unreadable citation": (citations([replace(CITED, status=None)]), "fault", "第五条"),
    "a law not imported": (citations([replace(CITED, status=Status.STATUTE_NOT_IMPORTED)]), "warn", "第五条"),
    "a lighter law since": (citations([replace(CITED, hint="新规定较轻。")]), "warn", "新规定较轻"),
    "above the band": (fined(180_000), "fault", "不在“一般”档"),
    "below the band": (fined(120_000), "fault", "1.2%"),
    "the builder fined as the contractor": (fined(20_000, capacity="建设单位"), "fault", "0.2%"),
    "the end that is not held": (fined(170_000), "fault", "1.7%"),
    "no such grade": (fined(discretion_grade="特别轻微"), "fault", "特别轻微"),
    "mitigated, and at the top": (fined(168_000, discretion_reasons="主动停工。"), "warn", "接近本档上限"),
    "no base to reckon from": (fined(140_000, facts="施工。", capacity="建设单位"), "warn", "无法核对"),
    "no benchmark": (within_benchmark(CORE, (), published=False), "warn", "尚未公布"),
    "no benchmark of the matter": (within_benchmark(CORE, (), published=True), "warn", "没有本事项"),
    "a step too early": (course([*STEPS, Event("送审", DAY)], [], today=DAY), "fault", "早于调查终结"),
    "a step left out": (course([*STEPS, Event("送审", None)], [], today=DAY), "fault", "没有送审"),
    "a limit passed": (course(STEPS, [Limit("决定", DAY, None)], today=dt.date(2026, 3, 3)), "fault", "仍未完成"),
    "a limit met too late": (
        course(STEPS, [Limit("核查", DAY, dt.date(2026, 3, 3))], today=DAY), "fault", "2026-03-03 完成",
    ),
    "a card not shown": (course(STEPS, [], today=DAY, card_not_shown=[DAY]), "fault", "未出示"),
    "evidence after the report": (course(STEPS, [], today=DAY, late_evidence=["照片"]), "warn", "照片"),
    "no filing form": (papers(*PAPERS[1:]), "fault", "没有立案审批表"),
    "no record of inspection": (papers(PAPERS[0], PAPERS[2]), "fault", "询问笔录"),
    "a document about somebody else": (papers(parties=("青禾集团",)), "fault", "青禾公司"),
    "another sum in the report": (
        papers(*PAPERS[:2], Paper("ZJ01", "终结报告", {"处理建议": "罚款 3 万元"})), "fault", "30,000.00",
    ),
    "a material left out": (papers(missing=("证据材料",)), "fault", "证据材料"),
}  # fmt: skip


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_file_is_passed_in_silence(name: str) -> None:
    assert [each.state for each in CLEAN[name]] == ["ok"], CLEAN[name]


@pytest.mark.parametrize("name", SEEDED)
def test_a_seeded_defect_is_found_with_its_clause(name: str) -> None:
    seen, state, word = SEEDED[name]
    found = [each for each in seen if each.state == state]
    assert found, seen
    assert any(word in each.sentence for each in found), found
    assert all(each.clause for each in found)


SIGNS = {
    "坍塌造成一人死亡。": "死亡",
    "直接经济损失 120 万元。": "1,200,000",
    "伪造施工许可证。": "伪造",
    "与他人串通投标。": "串通投标",
}


@pytest.mark.parametrize("facts", SIGNS)
def test_a_sign_of_a_crime_is_pointed_out_to_the_person_who_judges(facts: str) -> None:
    assert any(SIGNS[facts] in sign for sign in signs_of_crime(facts))


def test_where_there_is_no_sign_nothing_is_pointed_out() -> None:
    assert signs_of_crime("擅自施工，未造成人员死亡，直接经济损失 5 万元。") == ()


MACHINE = {
    "agency": ("jurisdiction", "another's power"),
    "officers": ("certificates", "an expired certificate"),
    "facts": ("a firm", "another name"),
    "evidence": ("evidence", "evidence left out"),
    "law": ("citations", "an article that is not there"),
    "discretion": ("within the band", "above the band"),
    "procedure": ("order and limits", "a step too early"),
    "documents": ("documents", "no filing form"),
}


def test_the_machine_looks_at_eight_points_and_the_last_two_are_a_persons_alone() -> None:
    """Each of the eight has a clean file and a seeded defect above."""
    assert list(MACHINE) == [point.key for point in POINTS][:-2]
    assert all(clean in CLEAN and seeded in SEEDED for clean, seeded in MACHINE.values())
