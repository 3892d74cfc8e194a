"""What is refused names field, clause and next step; nobody sends more than the key allows, nor learns of others."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from arriving import LICENCE, Outside
from mingjing import clock
from mingjing.cases.actions.reporting import open_seal
from mingjing.cases.models import Case, Report
from mingjing.catalog.models import ListKind
from mingjing.catalog.queries import rows_of, unfinished
from mingjing.disclosure.models import Publication
from mingjing.disclosure.queries import rule_for
from mingjing.intake.delivering import bring
from mingjing.intake.matters import take_matters
from mingjing.intake.models import Item, ItemVersion
from mingjing.intake.reading import MOST_BYTES
from mingjing.intake.systems import change_system, issue_key, revoke_key, source_dossier
from mingjing.records.models import Opening
from mingjing.registry import actions as registry
from mingjing.registry.permissions import Role
from telling import other_agency, refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

State = Publication.State


# ── what is wrong is named ──


@pytest.mark.parametrize(
    ("topic", "other", "field", "clause"),
    [
        ("licence", {"party_code": "91159999MA0AC000X1"}, "party_code", "GB 32100"),
        ("licence", {"party_code": None}, "party_code", "GB 32100"),
        ("licence", {"decided_on": "2026-09-16"}, "decided_on", ""),
        ("licence", {"decided_on": "2026-02-30"}, "decided_on", ""),
        ("licence", {"basis": "《不存在的法》第一条"}, "basis", "种子 一（二）1"),
        ("licence", {"matter_code": "CF-JZ-001"}, "matter_code", "种子 一（二）1"),
        ("licence", {"matter_code": "XK-99"}, "matter_code", "种子 一（二）1；行政处罚法 第五十四条"),
        ("licence", {"valid_to": None}, "valid_to", "行政许可法 第三十九条"),
        ("inspection", {"result": "立案调查"}, "result", ""),
        ("penalty", {"fine": None}, "fine", "行政处罚法 第五十九条"),
        ("penalty", {"fine": 50000}, "fine", ""),
        ("penalty", {"unheard_of": "甲"}, "unheard_of", ""),
        ("penalty", {"title": "甲\u0007"}, "title", ""),
    ],
)
def test_an_item_is_held_to_the_rules_of_our_own(
    outside: Outside, topic: str, other: dict[str, object], field: str, clause: str
) -> None:
    """种子 A4.1: credit code, day, number, basis in the law, matter of its category in the list; §11.5: no 立案."""
    told = outside.put(topic, "X", status=422, **other)
    assert (told["code"], told["field"], told["clause"]) == ("item.faulty", field, clause)
    assert told["next_step"]
    assert [each["field"] for each in told["errors"]] == [field]
    assert not Item.objects.exists()


def test_a_body_that_is_no_item_is_refused_in_the_same_shape(outside: Outside) -> None:
    for data, status in (
        (b"[]", 400),
        (b"\xff", 400),
        (b'{"a":1,"a":2}', 400),
        (b" " * (MOST_BYTES + 1), 413),
    ):
        assert outside.ask("PUT", "licence/X/1", data, status)["next_step"]
    outside.ask("PUT", "licence/X/1", LICENCE, 415, content_type="text/plain")
    outside.ask("POST", "licence/X/1", LICENCE, 405)
    outside.ask("PUT", "licence/X/0", LICENCE, 400)
    outside.ask("PUT", "licence/-X/1", LICENCE, 400)
    outside.ask("PUT", "nothing/X/1", LICENCE, 404)
    outside.ask("GET", "licence/X", None, 404)
    outside.ask("GET", "licence/X/1/2/3", None, 404)
    outside.ask("PUT", "licence/X/withdrawal", {"situation": "expired"}, 400)
    assert Client().get("/api/inbound/nothing")["Content-Type"] == "application/problem+json"


def test_the_same_number_is_not_shown_twice_and_older_versions_come_too_late(outside: Outside) -> None:
    outside.put("licence", "A", 3)
    assert outside.put("licence", "B", status=422)["field"] == "number"
    assert outside.put("licence", "A", 2, status=409, change_reason="旧的。")["code"] == "item.superseded"
    assert outside.put("licence", "A", 4, status=422, content="改了。")["field"] == "change_reason"


# ── keys ──


def test_a_key_counts_for_its_topics_until_its_day_or_its_end_and_never_for_guessing(
    bureau: Bureau, outside: Outside, settings: object
) -> None:
    """种子 A4.2; 等保二级: hashed, scoped, expiring, revocable; every act on it is recorded."""
    admin, system = bureau.users["system"], outside.system
    key, text = issue_key(
        user=admin, system=system, label="只报许可", topics=["licence"],
        expires_on=clock.today() + dt.timedelta(days=30),
    )  # fmt: skip
    narrow = Outside(system, key, text)
    assert text.rpartition("_")[2] not in json.dumps(list(Opening.objects.values_list("value", flat=True)))
    narrow.put("inspection", "I", status=403)
    narrow.put("licence", "L")
    change_system(user=admin, system=system, topics=["inspection"])
    narrow.put("licence", "M", status=403, number="另一文号")
    change_system(user=admin, system=system, topics=["licence"])
    with clock.at(clock.today() + dt.timedelta(days=31)):
        narrow.ask("GET", "", None, 401)
    Outside(system, key, text[:-1]).ask("GET", "", None, 401)
    Outside(system, key, "").ask("GET", "", None, 401)
    revoke_key(user=admin, key=key)
    told = narrow.ask("GET", "", None, 401)
    assert told["next_step"]
    acts = [each.act for each in source_dossier(system).records.order_by("seq")]
    assert acts == [
        "source.registered", "source.key_issued", "source.key_issued", "source.changed", "source.changed",
        "source.key_revoked",
    ]  # fmt: skip
    settings.MINGJING_INBOUND_RATE, settings.MINGJING_ATTEMPTS = 2, 5  # type: ignore[attr-defined]
    answers = [outside.ask("GET", "") for _ in range(2)]
    assert answers[0] == answers[1]
    outside.ask("GET", "", None, 429)
    narrow.ask("GET", "", None, 401)
    narrow.ask("GET", "", None, 429)


def test_a_key_wider_than_its_system_or_longer_than_two_years_is_refused(
    bureau: Bureau, outside: Outside
) -> None:
    admin = bureau.users["system"]
    system = change_system(user=admin, system=outside.system, topics=["licence"])
    with refusal("source.key_too_wide"):
        issue_key(user=admin, system=system, label="甲", topics=["penalty"], expires_on=clock.today())
    with refusal("source.key_days"):
        issue_key(
            user=admin, system=system, label="甲", topics=["licence"],
            expires_on=clock.today() + dt.timedelta(days=731),
        )  # fmt: skip


def test_an_agency_sees_and_touches_nothing_of_anothers_systems(bureau: Bureau, outside: Outside) -> None:
    """Each agency its own: the same id of another's system is another thing, and nobody's key opens it."""
    outside.put("licence", "A")
    neighbour = other_agency()
    stranger = registry.create_account(
        actor=bureau.users["system"].actor(), agency=neighbour, username="stranger", password="x" * 12
    )
    registry.grant_role(
        actor=bureau.users["security"].actor(), user=stranger, role=Role.SYSTEM, valid_from=clock.today()
    )
    with refusal("source.unknown"):
        revoke_key(user=stranger, key=outside.key)
    with refusal("source.unknown"):
        change_system(user=stranger, system=outside.system, topics=["licence"])
    client = Client()
    client.post("/login/", {"username": "stranger", "password": "x" * 12})
    assert client.get(f"/workbench/sources/{outside.system.ref}/").status_code == 404
    assert outside.system.name not in client.get("/workbench/sources/").content.decode()


# ── leads, matters, files, persons ──


def test_a_lead_of_the_hotline_is_registered_with_its_limit_and_its_reporter_sealed(
    bureau: Bureau, outside: Outside
) -> None:
    """55号令15; 行政处罚法50; §11.6 no. 23: their number, their day; who reported lies sealed and nowhere else."""
    outside.put("lead", "GD1")
    case, report = Case.objects.get(), Report.objects.get()
    assert (report.reference, report.reply_by, report.received_by) == (
        "GD20260914001", dt.date(2026, 9, 21), None,
    )  # fmt: skip
    assert (case.source, case.department) == (Case.Source.HOTLINE, bureau.departments["market"])
    kept = [*Opening.objects.values_list("value", flat=True), str(ItemVersion.objects.get().content)]
    assert not [each for each in kept if "马小满" in each or "13800001111" in each]
    assert ItemVersion.objects.get().original is None
    assert outside.put("lead", "GD1", status=200)["state"] == "held"
    assert outside.put("lead", "GD1", status=409, reporter_name="牛大力")["code"] == "item.another_content"
    assert open_seal(user=bureau.users["principal"], case=case, reason="核实").contact == "13800001111"
    told = outside.put("lead", "GD2", status=409, summary="马小满反映夜间施工。")
    assert told["code"] == "lead.names_reporter"
    assert Case.objects.count() == 1


def test_matters_become_rows_of_the_next_draft_by_a_person(bureau: Bureau, outside: Outside) -> None:
    """种子 A2.1: nothing enters the list in force but by its own check."""
    outside.put("matter", "M1")
    outside.put("matter", "M2", code="JC-ZA-001", name="建设工程质量监督检查（修订）")
    edition = take_matters(user=bureau.users["publisher"])
    names = set(rows_of(edition).values_list("code", flat=True))
    assert len(names) == rows_of(edition).count()
    assert rows_of(edition).get(code="JC-ZA-001").name == "建设工程质量监督检查（修订）"
    assert unfinished(bureau.agency, ListKind.MATTERS) is not None
    assert set(Item.objects.values_list("state", flat=True)) == {"taken"}
    with refusal("item.none_waiting"):
        take_matters(user=bureau.users["publisher"])


def test_a_file_goes_through_the_same_door_and_tells_its_faults_row_by_row(
    bureau: Bureau, outside: Outside
) -> None:
    lines = [
        {"id": "F1", "version": 1, **LICENCE},
        {"id": "F2", **LICENCE, "number": "云审施许〔2026〕9号", "party_code": "91159999MA0AC000X1"},
        {"id": "F3", **LICENCE, "number": "云审施许〔2026〕10号", "reporter_name": "甲"},
    ]
    data = "\n".join(json.dumps(each, ensure_ascii=False) for each in lines).encode()
    told = {"user": bureau.users["publisher"], "system": outside.system, "topic": "licence"}
    made = bring(data=data, file_name="许可.jsonl", **told)
    assert (made.rows, made.taken, made.known) == (3, 1, 0)
    assert [(row, field) for row, field, _ in made.faults] == [(2, "party_code"), (3, "reporter_name")]
    outside.put("licence", "F1", status=200)
    heading = (
        "对方编号,决定书文号,决定书名称,当事人类型,当事人,统一社会信用代码,执法机关,事项编码,决定日期,许可结果,许可类别,"
        "许可内容,许可依据,有效期自,有效期至"
    )
    row = (
        "F4,云审施许〔2026〕11号,施工许可决定书,法人,云岭县青禾置业有限公司（示例）,91159999MA0AC000XX,云岭县行政审批局（示例）,"
        "XK-JZ-001,2026年9月10日,准予许可,普通,一期,《中华人民共和国建筑法》第七条,2026/9/10,2028-09-09"
    )
    again = bring(data=f"{heading}\n{row}\n".encode(), file_name="许可.csv", **told)
    assert (again.taken, again.faults) == (1, [])
    assert bring(data=data, file_name="许可.jsonl", **told).known == 1
    with refusal("source.file_unreadable"):
        bring(data=b"{}\nnothing", file_name="x.jsonl", **told)


def test_minors_persons_and_what_is_over_are_kept_back(bureau: Bureau, outside: Outside) -> None:
    """244号11; §11.5: a minor's penalty, a person's licence, a penalty whose year is over are never proposed."""
    person = {"party_kind": "01", "party_name": "何小雨", "party_code": None, "representative": None}
    sent: list[tuple[str, dict[str, object]]] = [
        ("penalty", {"number": "P1", **person, "identity_number": "110101201003070011", "address": "某处"}),
        ("penalty", {"number": "P2", **person}),
        ("licence", {"number": "P3", **person}),
        ("penalty", {"number": "P4", "decided_on": "2025-09-10", "acted_on": "2025-08-01"}),
    ]
    for topic, told in sent:
        outside.put(topic, str(told["number"]), **told)
    grounds = {str(told["number"]): Publication.objects.get(number=told["number"]) for _, told in sent}
    assert {each.state for each in grounds.values()} == {State.WITHHELD}
    assert [each.ground for each in grounds.values()] == ["minor", "other", "rule", "rule"]
    assert not [each for each in grounds.values() if "何小雨" in str(each.content) + each.title]
    assert rule_for(bureau.agency, "行政许可", natural=True) is not None
