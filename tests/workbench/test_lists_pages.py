"""The lists at the desk: imported whole or refused by row and column, edited, compared, sent, generated, exported."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from rules_cast import Desk, at_desk, body, outsider, who_may_open

from mingjing import clock
from mingjing.catalog.models import Edition, ListKind, MatterRow
from mingjing.catalog.queries import Stage, in_force, rows_of, stage_of, unfinished
from mingjing.records.actors import SYSTEM
from mingjing.registry import actions as registry
from mingjing.registry.permissions import Role

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

LISTS = "/workbench/lists/"
MATTERS = f"{LISTS}matters/"
IMPORT = f"{MATTERS}import/"
HEADINGS = ["编码", "事项类别", "事项名称", "领域", "实施机构", "职责", "职权（权限）", "实施依据"]
GOOD = [
    "CF-XX-001",
    "行政处罚",
    "擅自占用消防车通道",
    "消防",
    "建筑市场监管股",
    "监督检查",
    "警告、罚款",
    "《消防法》第六十条",
]


def sheet(*rows: list[str], headings: list[str] = HEADINGS, name: str = "清单.csv") -> SimpleUploadedFile:
    out = io.StringIO()
    csv.writer(out).writerows([headings, *rows])
    return SimpleUploadedFile(name, out.getvalue().encode("utf-8-sig"), "text/csv")


def page_of(edition: Edition) -> str:
    return f"{LISTS}{edition.list_kind}/{edition.ref}/"


def current(bureau: Bureau, kind: str = ListKind.MATTERS) -> Edition:
    edition = in_force(bureau.agency, kind)
    assert edition is not None
    return edition


def draft(bureau: Bureau, kind: str = ListKind.MATTERS) -> Edition:
    found = unfinished(bureau.agency, kind)
    assert found is not None
    return found[0]


def begun(bureau: Bureau) -> tuple[Desk, Edition]:
    desk = at_desk("publisher")
    assert desk.send(f"{MATTERS}begin/", {"note": "消防法修改"}).status_code == 303
    return desk, draft(bureau)


def test_everybody_but_the_security_administrator_reads_the_lists(bureau: Bureau) -> None:
    readers = set(bureau.users) - {"security"}
    assert who_may_open(LISTS) == readers
    assert who_may_open(MATTERS) == readers
    assert who_may_open(page_of(current(bureau))) == readers


def test_only_the_publisher_changes_a_list(bureau: Bureau) -> None:
    _, edition = begun(bureau)
    row = rows_of(edition)[0]
    for below in (
        "import/",
        "begin/",
        f"{edition.ref}/add/",
        f"{edition.ref}/send/",
        f"{edition.ref}/discard/",
    ):
        assert who_may_open(f"{MATTERS}{below}") == {"publisher"}, below
    assert who_may_open(f"{MATTERS}rows/{row.ref}/") == {"publisher"}
    assert who_may_open(f"{MATTERS}rows/{row.ref}/remove/") == {"publisher"}
    assert who_may_open(f"{LISTS}officers/generate/") == {"publisher"}


def test_the_overview_says_what_is_in_force_and_what_is_coming(bureau: Bureau) -> None:
    desk, _ = begun(bureau)
    page = desk.text(LISTS)
    for said in ("行政执法事项清单", "第 1 版", "第 2 版", "草案"):
        assert said in page


def test_a_file_becomes_a_draft_and_shows_what_it_changes(bureau: Bureau) -> None:
    desk = at_desk("publisher")
    answer = desk.send(IMPORT, {"file": sheet(GOOD)})
    edition = draft(bureau)
    assert answer.headers["Location"] == f"{page_of(edition)}?tab=diff"
    page = desk.text(f"{page_of(edition)}?tab=diff")
    assert "<ins>擅自占用消防车通道</ins>" in " ".join(page.split()).replace("> ", ">").replace(" <", "<")
    assert "增加 1" in page
    assert current(bureau) != edition


def test_faults_are_listed_by_row_and_column_and_nothing_is_imported(bureau: Bureau) -> None:
    bad = [*GOOD, "2026-02-30"]
    doubled = [*GOOD, ""]
    answer = at_desk("publisher").send(
        IMPORT, {"file": sheet(bad, doubled, headings=[*HEADINGS, "生效日期"])}
    )
    page = " ".join(body(answer).split())
    assert answer.status_code == 422
    assert "没有导入任何内容" in page
    assert '第 2 行 </td> <td class="c-fit" data-label="列">生效日期</td>' in page
    assert "不是日历上的日子" in page
    assert unfinished(bureau.agency, ListKind.MATTERS) is None


def test_a_file_whose_content_is_not_its_extension_and_a_missing_column_are_refused(bureau: Bureau) -> None:
    desk = at_desk("publisher")
    disguised = SimpleUploadedFile("清单.xlsx", b"%PDF-1.4 not a workbook")
    assert desk.send(IMPORT, {"file": disguised}).status_code == 422
    lacking = desk.send(IMPORT, {"file": sheet(GOOD[:7], headings=HEADINGS[:7])})
    assert lacking.status_code == 422
    assert "缺少“实施依据”" in body(lacking)
    assert not Edition.objects.filter(agency=bureau.agency, number=2, list_kind=ListKind.MATTERS).exists()


def test_the_same_upload_twice_makes_one_draft(bureau: Bureau) -> None:
    desk = at_desk("publisher")
    seen = desk.hidden(IMPORT)
    places = [desk.client.post(IMPORT, {**seen, "file": sheet(GOOD)}).headers["Location"] for _ in range(2)]
    assert places[0] == places[1]
    assert Edition.objects.filter(agency=bureau.agency, list_kind=ListKind.MATTERS).count() == 2


def test_a_new_edition_begins_as_a_copy_and_a_row_is_changed_added_and_taken_out(bureau: Bureau) -> None:
    desk, edition = begun(bureau)
    before = rows_of(edition).count()
    row = rows_of(edition)[0]
    address = f"{MATTERS}rows/{row.ref}/"
    form = _fields(desk, address)
    assert desk.send(address, {**form, "unit": "质量安全监管股"}).status_code == 303
    added = dict(
        zip(("code", "category", "name", "domain", "unit", "duty", "power", "basis"), GOOD, strict=True)
    )
    more = desk.send(f"{page_of(edition)}add/", {**added, "power_owner": "own", "coercion": "none"})
    assert more.status_code == 303, body(more)
    last = rows_of(edition).order_by("-position")[1]
    assert desk.send(f"{MATTERS}rows/{last.ref}/remove/").status_code == 303
    assert rows_of(edition).count() == before
    page = " ".join(desk.text(f"{page_of(edition)}?tab=diff").split())
    assert "增加 1 修改 1 删去 1" in page.replace("　", " ")
    assert "质量安全监管股</ins>" in page


def _fields(desk: Desk, address: str) -> dict[str, Any]:
    """Return what the form of a row starts from, as a browser sends it back."""
    form = desk.client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields if name not in {"version", "once"}}
    return {name: "" if value is None else value for name, value in values.items()}


def test_a_doubled_code_is_refused_with_everything_typed(bureau: Bureau) -> None:
    desk, edition = begun(bureau)
    first, second = rows_of(edition)[:2]
    address = f"{MATTERS}rows/{first.ref}/"
    answer = desk.send(address, {**_fields(desk, address), "code": second.code, "unit": "新的股室"})
    assert answer.status_code == 422
    page = body(answer)
    assert f"编码“{second.code}”在这一版里已有一行。" in page
    assert "新的股室" in page


def test_what_is_to_be_completed_stands_in_the_table_and_beside_the_row(bureau: Bureau) -> None:
    desk = at_desk("publisher")
    desk.send(IMPORT, {"file": sheet([*GOOD[:5], "", *GOOD[6:]])})
    edition = draft(bureau)
    row = MatterRow.objects.get(edition=edition)
    assert row.marks
    assert row.marks[0] in desk.text(page_of(edition))
    assert row.marks[0] in desk.text(f"{MATTERS}rows/{row.ref}/")


def test_a_draft_is_sent_to_check_and_then_stands_still(bureau: Bureau) -> None:
    desk, edition = begun(bureau)
    answer = desk.send(f"{page_of(edition)}send/")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/workbench/publications/")
    assert stage_of(edition) is Stage.CHECKING
    page = desk.text(page_of(edition))
    assert "正在审核" in page
    assert "提交审核</a>" not in page
    assert "正在审核，审核完毕或退回后才能再编制" in desk.text(MATTERS)


def test_an_incomplete_draft_is_not_sent(bureau: Bureau) -> None:
    desk = at_desk("publisher")
    desk.send(IMPORT, {"file": sheet([*GOOD[:2], "", *GOOD[3:]])})
    answer = desk.send(f"{page_of(draft(bureau))}send/")
    assert answer.status_code == 422
    assert "缺少必须公开的内容" in body(answer)


def test_a_draft_is_given_up(bureau: Bureau) -> None:
    desk, edition = begun(bureau)
    assert desk.send(f"{page_of(edition)}discard/").status_code == 303
    edition.refresh_from_db()
    assert stage_of(edition) is Stage.DISCARDED
    assert "开始编制新版" in desk.text(MATTERS)


def test_the_officer_list_comes_from_the_registry_only(bureau: Bureau) -> None:
    desk = at_desk("publisher")
    left = registry.leave(actor=SYSTEM, officer=bureau.people["officer3"], on=clock.today())
    assert desk.send(f"{LISTS}officers/generate/").status_code == 303
    edition = draft(bureau, ListKind.OFFICERS)
    page = desk.text(f"{page_of(edition)}?tab=diff")
    assert f"<del>{left.name}</del>" in "".join(page.split())
    assert "人员清单由人员登记生成，不能逐行修改" in desk.text(page_of(edition))
    row = rows_of(edition)[0]
    refused = desk.send(f"{LISTS}officers/rows/{row.ref}/remove/")
    assert refused.status_code == 422
    assert "人员清单由人员登记生成，不能逐行编制。" in body(refused)


def test_the_edition_in_force_is_a_file_that_can_be_imported_again(bureau: Bureau) -> None:
    desk = at_desk("publisher")
    edition = current(bureau)
    csv_file = b"".join(desk.get(f"{page_of(edition)[:-1]}.csv").streaming_content)
    assert csv_file.decode("utf-8-sig").splitlines()[0].startswith("编码,事项类别,事项名称")
    again = SimpleUploadedFile("现行版.csv", csv_file, "text/csv")
    assert desk.send(IMPORT, {"file": again}).status_code == 303
    assert "没有改动" in desk.text(f"{page_of(draft(bureau))}?tab=diff")
    book = b"".join(desk.get(f"{page_of(edition)[:-1]}.xlsx").streaming_content)
    assert load_workbook(io.BytesIO(book)).active["A1"].value == "编码"


def test_another_agency_sees_and_changes_its_own_lists_only(bureau: Bureau) -> None:
    _, edition = begun(bureau)
    row = rows_of(edition)[0]
    desk = at_desk(outsider(Role.PUBLISHER))
    assert "尚未公布" in desk.text(LISTS)
    for address in (
        page_of(edition),
        f"{page_of(edition)}send/",
        f"{MATTERS}rows/{row.ref}/",
        f"{page_of(edition)[:-1]}.csv",
    ):
        assert desk.get(address).status_code == 404, address
    assert desk.get(f"{LISTS}nonsense/").status_code == 404
