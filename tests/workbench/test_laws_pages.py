"""Statutes at the desk: which words are here, a text imported, a date established."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile
from rules_cast import at_desk, body, who_may_open

from mingjing.law.models import Statute
from mingjing.records.models import Record

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

LAWS = "/workbench/laws/"
TEXT = """# 云岭县示例办法

2020年3月1日 示例人民政府令第1号公布

<!-- INFO END -->

第一条　处十万元以下罚款。

第二条　有下列情形之一的：

（一）甲；

（二）乙。

第三条　本办法自2020年5月1日起施行。
"""


def file_of(text: str = TEXT, name: str = "示例办法(2020-03-01).md") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def test_those_who_work_with_the_law_read_it_and_three_posts_import_it(bureau: Bureau) -> None:
    statute = Statute.objects.all()[0]
    everybody = set(bureau.users)
    assert who_may_open(LAWS) == everybody - {"security"}
    assert who_may_open(f"{LAWS}{statute.ref}/") == everybody - {"security"}
    assert who_may_open(f"{LAWS}import/") == {"publisher", "legalhead", "system"}


def test_an_outline_says_that_its_words_are_not_here(bureau: Bureau) -> None:
    del bureau
    desk = at_desk("reviewer")
    assert "条文未导入" in desk.text(LAWS)
    statute = Statute.objects.all()[0]
    assert "款，条文未导入" in desk.text(f"{LAWS}{statute.ref}/")


def test_a_text_is_imported_once_and_can_be_read(bureau: Bureau) -> None:
    del bureau
    desk = at_desk("legalhead")
    made = desk.send(f"{LAWS}import/", {"file": file_of()})
    statute = Statute.objects.get(key="云岭县示例办法")
    assert made.headers["Location"] == f"{LAWS}{statute.ref}/"
    page = desk.text(f"{LAWS}{statute.ref}/")
    assert "处十万元以下罚款。" in page
    assert "2020-05-01" in page
    again = desk.client.post(
        f"{LAWS}import/", {**desk.hidden(f"{LAWS}import/"), "file": file_of()}, follow=True
    )
    assert "文本与已有的相同，没有改变。" in body(again)
    assert Record.objects.filter(act="law.statute_imported").count() == 1


def test_a_file_that_is_no_statute_is_refused_whole(bureau: Bureau) -> None:
    del bureau
    desk = at_desk("publisher")
    for name, content in (("法规.docx", b"PK not a document"), ("法规.exe", b"MZ")):
        answer = desk.send(f"{LAWS}import/", {"file": SimpleUploadedFile(name, content)})
        assert answer.status_code == 422, name
    assert not Record.objects.filter(act="law.statute_imported").exists()


def test_a_date_nobody_knows_is_marked_and_established_by_a_person(bureau: Bureau) -> None:
    del bureau
    desk = at_desk("legalhead")
    without = TEXT.replace("第三条　本办法自2020年5月1日起施行。\n", "")
    page = desk.send(f"{LAWS}import/", {"file": file_of(without, "示例办法.md")}).headers["Location"]
    assert "施行日期待核" in desk.text(page)
    version = Statute.objects.get(key="云岭县示例办法").versions.get()
    dated = f"{LAWS}versions/{version.ref}/date/"
    early = desk.send(dated, {"effective_from": "2019-01-01"})
    assert early.status_code == 422
    assert "施行日期不能早于公布日期。" in body(early)
    assert desk.send(dated, {"effective_from": "2020-06-01"}).status_code == 303
    version.refresh_from_db()
    assert version.effective_from.isoformat() == "2020-06-01"
    assert "施行日期待核" not in desk.text(page)
