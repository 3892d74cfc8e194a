"""`laws diff`: two versions of a statute, article by article; an article is known by its words, not by its number."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from mingjing.demo.changing_law import NEW, OLD, TITLE
from mingjing.law import cli
from mingjing.law.actions import import_statute
from mingjing.law.comparing import difference
from mingjing.law.differing import Kind, Words, affected, compare
from mingjing.law.statute_files import read_statute_file
from mingjing.records.actors import SYSTEM
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from pathlib import Path


def words(*texts: str) -> list[Words]:
    return [Words((number, 0), text, (0,)) for number, text in enumerate(texts, start=1)]


SERVED = "当事人应当在三十日内向主管部门备案。"
FINED = "违反本办法的，处一万元以上三万元以下罚款。"
BEGINS = "本办法自公布之日起施行。"


def told(before: list[Words], after: list[Words]) -> list[tuple[str, str]]:
    return [(change.heading, change.kind.value) for change in compare(before, after)]


def test_the_same_texts_do_not_differ() -> None:
    assert told(words(SERVED, FINED), words(SERVED, FINED + "\n ")) == []


def test_an_inserted_article_moves_those_behind_it_and_changes_none() -> None:
    new = "主管部门应当建立信用档案，依法公开。"
    assert told(words(SERVED, FINED, BEGINS), words(SERVED, new, FINED, BEGINS)) == [
        ("第二条", "added"), ("第二条 → 第三条", "moved"), ("第三条 → 第四条", "moved"),
    ]  # fmt: skip


def test_an_article_that_says_something_else_is_changed_and_one_that_has_no_like_is_repealed() -> None:
    changes = compare(words(SERVED, FINED, BEGINS), words(SERVED.replace("三十", "十五"), BEGINS))
    assert [(each.heading, each.kind) for each in changes] == [
        ("第一条", Kind.CHANGED), ("第二条", Kind.REPEALED), ("第三条 → 第二条", Kind.MOVED),
    ]  # fmt: skip
    assert set(affected(changes)) == {(1, 0), (2, 0), (3, 0)}


def test_where_the_words_were_not_imported_a_person_compares() -> None:
    """What is not known is not said to be the same."""
    outline = [Words((1, 0), "", (2,)), Words((2, 0), "", (0,))]
    assert told(outline, [Words((1, 0), "甲。", (2,)), Words((2, 0), "乙。", (0, 0)), Words((3, 0), "丙。", (0,))]) == [
        ("第一条", "unknown"), ("第二条", "changed"), ("第三条", "added"),
    ]  # fmt: skip


def test_a_real_revision_numbers_most_articles_anew(shared: Path) -> None:
    """行政复议法: 43 articles of 2017, 90 of 2023; an article is found again behind its new number."""
    before, after = (
        [
            Words((each.number, each.suffix), each.text, tuple(each.items))
            for each in read_statute_file(path.name, path.read_bytes()).parsed.articles
        ]
        for path in (
            shared / "data" / "laws" / f"行政复议法({day}).md" for day in ("2017-09-01", "2023-09-01")
        )
    )
    changes = {each.heading: each.kind for each in compare(before, after)}
    assert changes["第四十一条 → 第八十九条"] is Kind.MOVED
    assert changes["第九条 → 第二十条"] is Kind.CHANGED
    kept = sum(each.before is not None for each in compare(before, after))
    assert (len(before), len(after), kept) == (43, 90, 43)


@pytest.mark.django_db
def test_the_command_shows_what_changed_and_refuses_what_cannot_be_compared(
    capsys: pytest.CaptureFixture[str],
) -> None:
    import_statute(actor=SYSTEM, name=f"{TITLE}(2022-03-01).md", content=OLD.encode())
    for title, code in ((TITLE, "law.one_version"), ("没有的法", "law.unknown")):
        with pytest.raises(Refusal) as refused:
            cli.laws_diff(title)
        assert refused.value.code == code
    import_statute(actor=SYSTEM, name=f"{TITLE}(2026-07-20).md", content=NEW.encode())
    capsys.readouterr()
    assert cli.laws_diff(TITLE) == 0
    out = capsys.readouterr().out
    assert "删去 1 条" in out
    assert "第四条 → 第五条　条号变动" in out
    assert "\n- 建设单位应当通过招标投标" in out
    assert "\n+ 业主委员会可以委托" in out
    found = difference(TITLE, earlier=dt.date(2022, 3, 1), later=dt.date(2026, 7, 20))
    assert found.after.effective_from == dt.date(2026, 9, 1)
    with pytest.raises(Refusal):
        difference(TITLE, earlier=dt.date(2020, 1, 1))
