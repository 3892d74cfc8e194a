"""种子 A1、B1、C1: the three written rules say what the system does, and change with it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
import pytest
from django.test import Client

from mingjing import clock
from mingjing.cases.actions.rehashing import set_rule
from mingjing.cases.written import WRITERS, written
from mingjing.cases.written.text import within
from mingjing.catalog import actions as lists
from mingjing.catalog.models import ListKind
from mingjing.demo.bureau import DATA
from mingjing.disclosure.actions import adopt_rule, draft_rule
from mingjing.disclosure.queries import rules_of
from mingjing.records.actors import SYSTEM
from mingjing.registry.actions import grant_role
from mingjing.registry.permissions import MAY, Role

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau


def text(bureau: Bureau, slug: str) -> str:
    found = written(bureau.agency, slug)
    assert found is not None
    return "\n".join(found.lines)


def published(bureau: Bureau, kind: ListKind, old: str, new: str) -> None:
    """Publish an edition of a list in which one thing was put otherwise."""
    data = (DATA / f"{kind.value}.csv").read_text(encoding="utf-8")
    assert old in data
    edition = lists.import_list(
        user=bureau.users["publisher"],
        list_kind=kind,
        data=data.replace(old, new, 1).encode(),
        filename="new.csv",
    )
    bureau.release(lists.send_to_check(user=bureau.users["publisher"], edition=edition))


def clause_of(told: str, start: str) -> str:
    """Return a clause of a text with its items: from the words it holds to the next clause."""
    after = told.partition(start)[2]
    lines = after.split("\n")
    items = lines[1:]
    end = next((at for at, line in enumerate(items) if line.startswith("第")), len(items))
    return "\n".join(items[:end])


def step(told: str, name: str) -> str:
    """Return the line of a step of the procedure."""
    return next(line for line in told.split("\n") if f"）{name}：" in line)


def test_what_is_published_and_by_whom_is_what_the_rules_of_disclosure_say(bureau: Bureau) -> None:
    """A drafted rule says nothing yet; once another person has put it in force, the text says it."""
    before = text(bureau, "disclosure")
    rule = rules_of(bureau.agency)[0]
    assert rule.scope in before
    assert within("nm.publish7") == "7 个工作日内"
    names = (
        "scope", "fields", "carriers", "limit_key", "period", "months", "procedure", "supervision", "safeguards",
        "assessment", "posts", "basis",
    )  # fmt: skip
    told = {name: getattr(rule, name) for name in names} | {"scope": "五万元以上的行政处罚决定"}
    drafted = draft_rule(
        user=bureau.users["publisher"], category=rule.category, party_kind=rule.party_kind, told=told
    )
    assert text(bureau, "disclosure") == before
    adopt_rule(user=bureau.users["checker"], rule=drafted)
    after = text(bureau, "disclosure")
    assert "五万元以上的行政处罚决定" in after
    assert rule.scope not in after


def test_who_may_do_what_is_read_from_the_table_of_posts(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "审核、发布：公示审核员" in text(bureau, "disclosure")
    monkeypatch.setitem(MAY, "publication.check", frozenset({Role.DEPUTY}))
    assert "审核、发布：分管负责人" in text(bureau, "disclosure")


def test_what_is_recorded_and_how_long_it_is_kept_follows_list_and_custody_rule(bureau: Bureau) -> None:
    """B1: a hearing that the list asks to record throughout stands under another clause; a shorter round is said."""
    before = text(bureau, "recording")
    assert "听证全过程" in clause_of(before, "下列事项应当记录")
    assert "下列事项全过程记录" not in before
    assert "每 90 日复核一遍" in before
    published(bureau, ListKind.RECORDINGS, "场景类,应当记录\nLX-009", "场景类,全过程记录\nLX-009")
    after = text(bureau, "recording")
    assert "听证全过程" in clause_of(after, "下列事项全过程记录")
    assert "听证全过程" not in clause_of(after, "下列事项应当记录")
    assert step(before, "听证").endswith("；音像记录")
    assert step(after, "听证").endswith("；全程音像记录"), "what a step leaves is recorded as the list says"
    keeper = bureau.users["officer3"]
    grant_role(actor=SYSTEM, user=keeper, role=Role.ARCHIVIST, valid_from=clock.today())
    set_rule(user=keeper, every_days=30, hour_from=0, hour_to=0, scene_months=12)
    assert "每 30 日复核一遍；" in text(bureau, "recording")
    assert "至少保存 12 个月" in text(bureau, "recording")


def test_what_is_major_is_what_the_catalogue_in_force_compares(bureau: Bureau) -> None:
    """C1: a threshold that the catalogue gets is the threshold that the text says; the limits are those counted."""
    before = text(bureau, "review")
    assert "罚款 66,600 元以上" not in before
    assert "5 个工作日内审核完毕" in before
    assert "政策法规股" in before
    published(bureau, ListKind.REVIEW, "CF-JZ-001、", "CF-JZ-001、")
    assert text(bureau, "review") == before
    data = (DATA / "review.csv").read_text(encoding="utf-8")
    first = data.splitlines()[1]
    published(bureau, ListKind.REVIEW, first, first.removesuffix(",,,,") + ",20000,66600,,是")
    after = text(bureau, "review")
    assert "对公民罚款 20,000 元以上、对法人、其他组织罚款 66,600 元以上、经过听证" in after


@pytest.mark.parametrize("slug", WRITERS)
def test_page_and_file_hold_the_same_lines(bureau: Bureau, slug: str) -> None:
    found = written(bureau.agency, slug)
    assert found is not None
    client = Client()
    html = (
        client.get(f"/rules/{slug}/").content.decode().replace('<span class="nb">', "").replace("</span>", "")
    )
    answer = client.get(f"/rules/{slug}.docx")
    paragraphs = [each.text for each in docx.Document(io.BytesIO(answer.content)).paragraphs]
    assert paragraphs[0] == found.title
    assert paragraphs[2:-1] == found.lines
    for _, clauses in found.numbered:
        for each in clauses:
            assert each.number in html
    assert client.get("/rules/none/").status_code == 404
    index = client.get("/rules/").content.decode()
    assert f"/rules/{slug}.docx" in index
