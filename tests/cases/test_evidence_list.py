"""行政处罚法46; document_forms.csv DC13: the list says of each piece how, when, where and by whom it was obtained."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest

from mingjing import clock
from mingjing.cases.actions.confirming import list_evidence
from mingjing.cases.actions.investigation import add_evidence
from mingjing.evidence.actions import Taken
from mingjing.storage.store import read
from telling import filed, refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory

pytestmark = pytest.mark.typeset


def words(story: CaseStory) -> str:
    """Return what the list says, its lines run together."""
    made = list_evidence(user=story.user, case=story.refresh())
    with pypdfium2.PdfDocument(read(made.original)) as pdf:
        return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pdf)


def add(story: CaseStory, taken: Taken | None) -> None:
    add_evidence(
        user=story.user, case=story.refresh(), evidence_kind="01", name="施工合同", proves="承包关系",
        collected_on=clock.today(), source="云川公司", taken=taken,
    )  # fmt: skip


def test_it_names_method_place_takers_and_where_the_original_is(bureau: Bureau) -> None:
    """Of a copy the original stays with whom it was copied from."""
    story = filed(bureau)
    one, other = story.officers
    add(story, Taken(obtained="fetched", original="copy", place="项目部", companion=other))
    said = words(story)
    for heading in ("取得方法、时间", "取得地点、取得人", "证明什么", "原件、原始载体", "文件摘要"):
        assert heading in said
    assert "执法人员调取、提取" in said
    assert f"项目部；{one.name}、{other.name}" in said
    assert "复制件，经核对与原件一致；原件存于云川公司" in said
    assert "无电子文件" in said


def test_what_was_not_told_is_said_to_be_missing(bureau: Bureau) -> None:
    """An empty column would look as if there were nothing to tell."""
    story = filed(bureau)
    add(story, None)
    assert words(story).count("未写明") >= 3


def test_without_evidence_there_is_no_list(bureau: Bureau) -> None:
    story = filed(bureau)
    with refusal("evidence.none"):
        list_evidence(user=story.user, case=story.refresh())
