"""`laws import`, `laws check`, `laws outline` and `term`, as a person types them."""

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mingjing.law import cli
from mingjing.law.models import Statute
from mingjing.refusal import Refusal

TEXT = """# 示例办法

2024年3月1日 令第1号公布

<!-- INFO END -->

第一条　甲。

第二条　自2024年5月1日起施行。
"""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("citation", "on", "status", "code"),
    [
        ("《建筑法》第六十四条", "2026-09-15", "found", 0),
        ("《中华人民共和国建筑法》第64条", "2026-09-15", "found", 0),
        ("《行政处罚法》第五十八条第（二）项", "2026-09-15", "found", 0),
        ("《消防法》第五十八条", "2026-09-15", "statute_not_imported", 0),
        ("《建筑法》第一百条", "2026-09-15", "article_not_found", 1),
        ("《行政处罚法》第五十七条第九款", "2026-09-15", "article_not_found", 1),
        ("《行政处罚法》第五条", "2021-07-14", "no_version_in_force", 1),
    ],
)
def test_checking_a_citation_has_four_answers(citation: str, on: str, status: str, code: int) -> None:
    answer, exit_code = cli.laws_check(citation, on)
    assert (answer["status"], exit_code) == (status, code)
    assert json.loads(json.dumps(answer, ensure_ascii=False)) == answer


@pytest.mark.django_db
def test_an_answer_names_version_and_place() -> None:
    answer, _ = cli.laws_check("《行政处罚法》第五十七条第一款第（一）项", "2026-09-15")
    assert answer["statute"] == "中华人民共和国行政处罚法"
    assert answer["version"]["effective_from"] == "2021-07-15"
    assert (answer["article"], answer["paragraph"], answer["item"]) == (57, 1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("arguments", [("随便写写", "2026-09-15"), ("《建筑法》第一条", "九月")])
def test_what_cannot_be_read_is_refused(arguments: tuple[str, str]) -> None:
    with pytest.raises(Refusal):
        cli.laws_check(*arguments)


@pytest.mark.django_db
def test_files_are_imported_each_for_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "示例办法(2024-03-01).md", tmp_path / "坏.docx"
    good.write_text(TEXT, encoding="utf-8")
    bad.write_text(TEXT, encoding="utf-8")
    assert cli.laws_import([str(bad), str(good), str(tmp_path / "没有.md")]) == 1
    said = capsys.readouterr()
    assert "《示例办法》（2024年3月1日公布）：已导入 2 条" in said.out
    assert "坏.docx" in said.err
    assert "没有.md" in said.err
    assert Statute.objects.get().key == "示例办法"
    assert cli.laws_import([str(good)]) == 0
    assert "没有变化" in capsys.readouterr().out


def test_an_outline_is_written_without_words(tmp_path: Path) -> None:
    source, target = tmp_path / "示例办法(2024-03-01).md", tmp_path / "outlines.json"
    source.write_text(TEXT, encoding="utf-8")
    assert cli.laws_outline([str(source)], str(target)) == 0
    (outline,) = json.loads(target.read_text(encoding="utf-8"))
    assert outline["versions"][0]["articles"] == [[1, 0, [0]], [2, 0, [0]]]
    assert "甲" not in target.read_text(encoding="utf-8")


def test_a_time_limit_is_answered_in_dates() -> None:
    answer = cli.term("zj55.review", "2026-04-24")
    assert (answer["due"], answer["safe"], answer["provisional"]) == ("2026-05-12", "2026-05-12", False)
    assert cli.term("zj55.verify", "2026-06-12", extended=True)["due"] == "2026-07-20"
    assert cli.term("nm.publish20", "2026-12-10")["provisional"] is True


def test_a_time_limit_needs_neither_settings_nor_a_database() -> None:
    program = "from mingjing.law.cli import term; print(term('zj55.review', '2026-04-24')['due'])"
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "2026-05-12\n"


def test_a_limit_in_hours_is_answered_with_a_time() -> None:
    due = cli.term("nm.av24", "2026-09-15T16:30")["due"]
    assert dt.datetime.fromisoformat(due).replace(tzinfo=None).isoformat() == "2026-09-16T16:30:00"


@pytest.mark.parametrize(
    ("rule", "start"), [("xzcf.late_fine", "2026-09-15"), ("nothing", "2026-09-15"), ("xzcf.pay_15", "明天")]
)
def test_what_is_no_time_limit_is_refused(rule: str, start: str) -> None:
    with pytest.raises(Refusal):
        cli.term(rule, start)
