"""Statutes in the database: imported once, versions in time, citations resolved on a day."""

import datetime as dt
from pathlib import Path

import pytest

from mingjing import clock
from mingjing.law import actions
from mingjing.law.citations import parse_citation
from mingjing.law.contents import format_outlines, make_outlines, shipped_outlines
from mingjing.law.models import Article, Statute, StatuteVersion
from mingjing.law.queries import Lawbook, lighter_hint, resolve
from mingjing.law.resolution import Status
from mingjing.law.terms import rules
from mingjing.ledger.canonical import canonical
from mingjing.records.actors import SYSTEM
from mingjing.records.models import Opening, Record
from mingjing.refusal import Refusal

pytestmark = pytest.mark.django_db

OLD = """# 云岭县示例办法

2020年3月1日 示例人民政府令第1号公布

<!-- INFO END -->

第一条　处十万元以下罚款。

第二条　有下列情形之一的：

（一）甲；

（二）乙。

并处警告。

第三条　本办法自2020年5月1日起施行。
"""
NEW = (
    OLD.replace("令第1号公布", "令第1号公布\n\n2024年3月1日 示例人民政府令第2号修订")
    .replace("十万元", "五万元")
    .replace("2020年5月1日", "2024年7月1日")
)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def put(text: str, name: str) -> actions.Imported:
    return actions.import_statute(actor=SYSTEM, name=name, content=text.encode())


def put_old() -> actions.Imported:
    return put(OLD, "示例办法(2020-03-01).md")


def put_new() -> actions.Imported:
    return put(NEW, "示例办法(2024-03-01).md")


def test_an_import_is_one_act_about_the_version() -> None:
    done = put_old()
    record = Record.objects.get()
    assert (record.act, record.subject) == ("law.statute_imported", f"law.statuteversion:{done.version.ref}")
    assert str(done.version) == "《云岭县示例办法》（2020年3月1日公布）"
    assert list(done.version.articles.values_list("number", "items")) == [(1, [0]), (2, [2, 0]), (3, [0])]


def test_the_same_text_twice_changes_nothing_and_records_nothing() -> None:
    first, second = put_old(), put_old()
    assert (first.changed, second.changed) == (True, False)
    assert first.version == second.version
    assert Record.objects.count() == 1


def test_a_newer_version_ends_the_older_on_the_day_before() -> None:
    old, new = put_old().version, put_new().version
    old.refresh_from_db()
    assert (old.effective_from, old.effective_to) == (day("2020-05-01"), day("2024-06-30"))
    assert (new.effective_from, new.effective_to) == (day("2024-07-01"), None)


def test_versions_imported_in_the_wrong_order_stand_in_the_right_one() -> None:
    put_new()
    assert put_old().version.effective_to == day("2024-06-30")


def test_what_the_record_holds_is_what_the_rows_say() -> None:
    put_old()
    put_new()
    for row in (*Statute.objects.all(), *StatuteVersion.objects.all()):
        newest = Opening.objects.filter(kind=row.subject_kind(), ref=row.ref).order_by("-record_id").first()
        assert newest is not None
        assert newest.value.encode() == canonical(row.snapshot())


def test_a_word_changed_behind_the_actions_shows_in_the_versions_snapshot() -> None:
    version = put_old().version
    before = version.snapshot()
    Article.objects.filter(version=version, number=1).update(text="处百万元以下罚款。")
    assert version.snapshot() != before


def test_a_corrected_text_of_the_same_version_replaces_it_and_is_recorded() -> None:
    first = put_old()
    article = first.version.articles.get(number=1)
    second = put(OLD.replace("十万元", "一万元"), "示例办法(2020-03-01).md")
    assert (second.version, second.changed) == (first.version, True)
    article.refresh_from_db()
    assert article.text == "处一万元以下罚款。"
    assert Record.objects.count() == 2


def test_a_bad_file_leaves_nothing_behind() -> None:
    with pytest.raises(Refusal):
        put("", "空.md")
    assert not Statute.objects.exists()
    assert not Record.objects.exists()


def test_substance_is_resolved_on_the_day_of_the_act() -> None:
    put_old()
    put_new()
    assert resolve("《云岭县示例办法》第一条", day("2023-01-01")).text == "处十万元以下罚款。"
    assert resolve("《云岭县示例办法》第一条", day("2024-06-30")).text == "处十万元以下罚款。"
    assert resolve("《云岭县示例办法》第一条", day("2024-07-01")).text == "处五万元以下罚款。"


def test_paragraphs_and_items_are_found_where_they_are() -> None:
    put_old()
    on = day("2023-01-01")
    assert resolve("云岭县示例办法第二条第一款第（二）项", on).text == "（二）乙。"
    assert resolve("云岭县示例办法第2条第2款", on).text == "并处警告。"
    assert resolve("云岭县示例办法第二条第一款", on).text.startswith("有下列情形之一的：\n（一）甲；")
    alone = resolve("云岭县示例办法第二条第（一）项", on)
    assert (alone.status, alone.paragraph, alone.text) == (Status.FOUND, 1, "（一）甲；")


@pytest.mark.parametrize(
    ("place", "word"),
    [
        ("第四条", "没有第四条"),
        ("第一条之一", "没有第一条之一"),
        ("第二条第三款", "第二条只有二款"),
        ("第二条第一款第（三）项", "没有第三项"),
        ("第二条第二款第（一）项", "没有第一项"),
        ("第一条第（一）项", "没有第一项"),
    ],
)
def test_a_place_that_does_not_exist_is_refused_in_words(place: str, word: str) -> None:
    put_old()
    answer = resolve(f"《云岭县示例办法》{place}", day("2023-01-01"))
    assert answer.status is Status.ARTICLE_NOT_FOUND
    assert answer.status.refuses
    assert word in answer.sentence


def test_before_its_first_version_no_statute_is_in_force() -> None:
    put_old()
    answer = resolve("《云岭县示例办法》第一条", day("2020-04-30"))
    assert (answer.status, answer.version) == (Status.NO_VERSION_IN_FORCE, None)
    assert "2020-05-01" in answer.sentence


def test_before_the_only_version_known_a_draft_is_not_refused_but_to_be_looked_up() -> None:
    """行政处罚法37: an older version may just not have been imported; where one is known, the gap is certain."""
    put_new()
    alone = resolve("《云岭县示例办法》第一条", day("2023-01-01"))
    assert alone.status is Status.NO_VERSION_IN_FORCE
    assert alone.status.refuses
    assert not alone.refuses
    assert "待核" in alone.sentence
    put_old()
    certain = resolve("《云岭县示例办法》第一条", day("2020-04-30"))
    assert certain.refuses
    assert "待核" not in certain.sentence


def test_a_statute_that_nobody_imported_is_not_called_wrong() -> None:
    answer = resolve("《中华人民共和国消防法》第五十八条", day("2026-09-15"))
    assert answer.status is Status.STATUTE_NOT_IMPORTED
    assert not answer.status.refuses


def test_a_citation_that_names_no_statute_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        resolve("第五十七条", day("2026-09-15"))
    assert refused.value.code == "law.citation_without_title"


def test_the_lighter_law_is_pointed_out_when_the_versions_differ() -> None:
    put_old()
    put_new()
    hint = lighter_hint("《云岭县示例办法》第一条", acted_on=day("2023-01-01"), today=day("2026-09-15"))
    assert hint is not None
    assert hint.same_words is False
    assert "2020年3月1日公布" in hint.sentence
    assert "第三十七条" in hint.sentence
    second = lighter_hint("《云岭县示例办法》第二条", acted_on=day("2023-01-01"), today=day("2026-09-15"))
    assert second is not None
    assert second.same_words is True


def test_no_hint_where_one_version_stands_on_both_days() -> None:
    put_new()
    with clock.at(day("2026-09-15")):
        assert lighter_hint("《云岭县示例办法》第一条", acted_on=day("2025-01-01")) is None
        assert lighter_hint("《云岭县示例办法》第一条", acted_on=day("2020-01-01")) is None


def test_an_unknown_date_counts_from_publication_until_a_person_establishes_it() -> None:
    version = put(NEW.replace("令第2号修订", "令第2号修正"), "示例办法.md").version
    assert (version.effective_from, version.note) == (None, "施行日期待核")
    assert "施行日期待核" in resolve("云岭县示例办法第一条", day("2024-03-01")).sentence
    actions.set_effective_date(actor=SYSTEM, version=version, effective_from=day("2024-08-01"))
    assert resolve("云岭县示例办法第一条", day("2024-03-01")).status is Status.NO_VERSION_IN_FORCE
    assert put(NEW.replace("令第2号修订", "令第2号修正"), "示例办法.md").version.effective_from == day(
        "2024-08-01"
    )


def test_a_version_is_not_in_force_before_it_is_published() -> None:
    version = put_new().version
    with pytest.raises(Refusal) as refused:
        actions.set_effective_date(actor=SYSTEM, version=version, effective_from=day("2024-02-29"))
    assert refused.value.code == "law.effective_before_publication"


def test_outlines_hold_structure_and_no_words() -> None:
    assert actions.load_outlines(actor=SYSTEM) == len(shipped_outlines())
    assert not Article.objects.exclude(text="").exists()
    assert not StatuteVersion.objects.exclude(preamble="").exists()
    answer = resolve("《建筑法》第六十四条", day("2026-09-15"))
    assert (answer.status, answer.text) == (Status.FOUND, "")
    assert resolve("《建筑法》第八十六条", day("2026-09-15")).status is Status.ARTICLE_NOT_FOUND
    assert resolve("《行政处罚法》第五十七条第一款第（四）项", day("2026-09-15")).status is Status.FOUND
    assert (
        resolve("《行政处罚法》第五十七条第一款第（五）项", day("2026-09-15")).status
        is Status.ARTICLE_NOT_FOUND
    )


def test_outlines_loaded_twice_change_nothing() -> None:
    actions.load_outlines(actor=SYSTEM)
    records = Record.objects.count()
    assert actions.load_outlines(actor=SYSTEM) == 0
    assert Record.objects.count() == records


def test_two_versions_of_the_reconsideration_law_each_have_their_time() -> None:
    actions.load_outlines(actor=SYSTEM)
    assert resolve("《行政复议法》第四十三条", day("2023-12-31")).status is Status.FOUND
    assert resolve("《行政复议法》第四十四条", day("2023-12-31")).status is Status.ARTICLE_NOT_FOUND
    assert resolve("《行政复议法》第九十条", day("2024-01-01")).status is Status.FOUND
    assert resolve("《行政复议法》第一条", day("2017-12-31")).status is Status.NO_VERSION_IN_FORCE


def test_every_law_that_a_time_limit_names_is_known_by_that_name() -> None:
    actions.load_outlines(actor=SYSTEM)
    book = Lawbook()
    for row in rules().values():
        if row.law == "内政办发〔2025〕20号":  # its text has not been obtained
            continue
        citation = parse_citation(f"《{row.law}》第{row.article}条")
        assert book.resolve(citation, day("2026-09-15")).status is Status.FOUND, row.key


def test_a_circular_without_articles_is_found_as_a_whole() -> None:
    actions.load_outlines(actor=SYSTEM)
    assert resolve("《国办发〔2018〕118号》", day("2026-09-15")).status is Status.FOUND


def test_a_text_fills_the_outline_of_its_version(shared: Path) -> None:
    actions.load_outlines(actor=SYSTEM)
    path = shared / "data" / "laws" / "建筑法(2019-04-23).md"
    outlined = resolve("《建筑法》第六十四条", day("2026-09-15"))
    done = actions.import_statute(actor=SYSTEM, name=path.name, content=path.read_bytes())
    imported = resolve("《建筑法》第六十四条", day("2026-09-15"))
    assert done.changed
    assert done.version == outlined.version
    assert imported.article == outlined.article
    assert imported.text.startswith("违反本法规定，未取得施工许可证")


def test_every_law_of_the_shared_folder_is_imported_once(shared: Path) -> None:
    paths = sorted((shared / "data" / "laws").glob("*.md"))
    for path in paths:
        assert actions.import_statute(actor=SYSTEM, name=path.name, content=path.read_bytes()).changed, (
            path.name
        )
    for path in paths:
        done = actions.import_statute(actor=SYSTEM, name=path.name, content=path.read_bytes())
        assert not done.changed, path.name
    assert StatuteVersion.objects.count() == len(paths)
    assert Record.objects.count() == len(paths)


def test_the_shipped_outlines_are_those_of_the_texts(shared: Path) -> None:
    paths = sorted((shared / "data" / "laws").glob("*.md"))
    shipped = Path(actions.__file__).parent / "data" / "outlines.json"
    assert format_outlines(make_outlines(paths)) == shipped.read_text(encoding="utf-8")


def test_the_seed_matters_cite_found_or_unimported_statutes_and_nothing_wrong(shared: Path) -> None:
    actions.load_outlines(actor=SYSTEM)
    book, answers = Lawbook(), []
    lines = (shared / "data" / "enforcement_items_seed.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    for line in lines:
        _, _, _, basis, article, *_ = line.split(",")
        answers.append(book.resolve(parse_citation(basis + article), day("2026-09-15")))
    missing = [each for each in answers if each.status is Status.STATUTE_NOT_IMPORTED]
    assert not any(each.status.refuses for each in answers)
    assert (len(answers), len(missing)) == (50, 15)
    assert len({each.citation.title for each in missing}) == 9


def test_many_citations_cost_one_query_each_at_most(django_assert_max_num_queries: object) -> None:
    actions.load_outlines(actor=SYSTEM)
    citations = [parse_citation(f"《建筑法》第{number}条") for number in range(1, 11)] * 3
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        book = Lawbook()
        for citation in citations:
            book.resolve(citation, day("2026-09-15"))
