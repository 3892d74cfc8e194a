"""§11.4 no. 1: a draft written in Word is a new revision; what is protected comes back as it went, or not at all."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import pytest

from mingjing.cases.actions import drafting
from mingjing.cases.actions.word_drafts import bring_back
from mingjing.cases.papers.word_drafts import FREE, paper
from mingjing.cases.queries.case import core_of
from mingjing.documents import word
from mingjing.evidence.actions import Upload
from mingjing.records.queries import timeline
from mingjing.refusal import Refusal
from telling import TWO, drafted, newest, refusal, reviewed, stands_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stories import CaseStory
    from mingjing.review.models import Draft

BODY = "word/document.xml"


@pytest.fixture
def story(bureau: Bureau) -> CaseStory:
    return drafted(bureau)


@pytest.mark.parametrize("strange", ["\x00", "\x0c", "\x1b", "\ud800", "\uffff"])
def test_what_word_cannot_hold_is_in_no_draft(story: CaseStory, strange: str) -> None:
    """Whichever way it came in: nothing is kept that the draft's own Word file could not say."""
    before = newest(story)
    with refusal("text.unkeepable"):
        story.drafted(facts=f"当事人{strange}于 2026 年 9 月 10 日开工。")
    with refusal("text.unkeepable"):
        story.drafted(orders=["责令改正", f"停工{strange}"])
    assert newest(story) == before
    assert out(story)


def out(story: CaseStory, place: int = 0) -> bytes:
    return paper(story.refresh(), newest(story, place)).data


def back(story: CaseStory, data: bytes, place: int = 0, name: str = "代拟稿.docx") -> Draft:
    upload = Upload(name, io.BytesIO(data))
    return bring_back(user=story.user, case=story.refresh(), party=story.parties[place], upload=upload)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        return {name: bundle.read(name) for name in bundle.namelist()}


def packed(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in files.items():
            bundle.writestr(name, data)
    return made.getvalue()


def edited(data: bytes, change: Callable[[str], str]) -> bytes:
    """Return a file whose body was changed as Word would have changed it."""
    files = parts(data)
    body = change(files[BODY].decode())
    assert body.encode() != files[BODY]
    return packed(files | {BODY: body.encode()})


def exchanged(old: str, new: str) -> Callable[[str], str]:
    return lambda body: body.replace(old, new)


def control(body: str, tag: str) -> str:
    found = re.search(rf'<w:sdt><w:sdtPr>(?:(?!</w:sdtPr>).)*w:tag w:val="{tag}".*?</w:sdt>', body)
    assert found is not None
    return found[0]


def with_text(tag: str, text: str) -> Callable[[str], str]:
    """Write a text into a control, as one paragraph."""

    def change(body: str) -> str:
        old = control(body, tag)
        new = re.sub(r"<w:sdtContent>.*</w:sdtContent>",
                     f"<w:sdtContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:sdtContent>", old)  # fmt: skip
        return body.replace(old, new)

    return change


# ── there and back ──


def test_free_text_written_in_word_becomes_the_next_revision(story: CaseStory) -> None:
    before = core_of(newest(story))
    made = back(story, edited(out(story), exchanged("地下室顶板施工", "地下室顶板和首层梁板施工")))
    after = core_of(made)
    assert made.revision == 2
    assert "首层梁板" in after["facts"]
    assert {k: v for k, v in after.items() if k != "facts"} == {
        k: v for k, v in before.items() if k != "facts"
    }
    assert "Word 稿" in timeline(story.refresh().dossier, limit=1)[0].sentence


@pytest.mark.parametrize("tag", sorted(FREE))
def test_each_free_text_is_read_back(story: CaseStory, tag: str) -> None:
    made = back(story, edited(out(story), with_text(tag, "改写的一段。")))
    assert core_of(made)[tag] == "改写的一段。"


def test_lines_and_tracked_changes_are_read_as_they_would_be_printed(story: CaseStory) -> None:
    """What a tracked change took out is gone, what it put in is there; paragraphs and line breaks are lines."""
    inside = (
        "<w:sdtContent><w:p><w:r><w:t>第一段</w:t></w:r><w:del><w:r><w:delText>删去</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>加上</w:t></w:r></w:ins></w:p><w:p><w:r><w:t>第二段</w:t><w:br/><w:t>另一行</w:t></w:r></w:p>"
        "</w:sdtContent>"
    )
    made = back(
        story,
        edited(out(story), lambda body: body.replace(
            control(body, "facts"), re.sub(r"<w:sdtContent>.*</w:sdtContent>", inside, control(body, "facts")))),
    )  # fmt: skip
    assert core_of(made)["facts"] == "第一段加上\n第二段\n另一行"


def test_what_was_reviewed_is_reviewed_again(bureau: Bureau) -> None:
    """The gate stays: a draft changed after review by Word is a new draft."""
    story = reviewed(bureau)
    back(story, edited(out(story), with_text("facts", "另有新的事实。")))
    assert stands_at(story) == "conclusion"
    assert not hasattr(newest(story), "opinion")


def test_protected_fields_are_locked_in_word_and_free_ones_open(story: CaseStory) -> None:
    body = parts(out(story))[BODY].decode()
    locks = {
        each.tag: re.search(r'w:lock w:val="(\w+)"', control(body, each.tag))[1]  # type: ignore[index]
        for each in paper(story.refresh(), newest(story)).controls
    }
    assert {tag for tag, lock in locks.items() if lock == "sdtLocked"} == set(FREE)
    assert set(locks.values()) == {"sdtLocked", "sdtContentLocked"}


# ── what is refused ──

PROTECTED = {
    "party": "当事人",
    "code": "统一社会信用代码（身份证号）",
    "violated": "违反的规定",
    "basis": "处罚依据",
    "penalties": "处罚种类和金额",
    "grade": "裁量档次",
    "relief": "救济途径",
    "evidence": "证据",
}


@pytest.mark.parametrize(("tag", "label"), PROTECTED.items())
def test_a_changed_protected_field_is_refused_by_its_name(story: CaseStory, tag: str, label: str) -> None:
    with refusal("word.protected") as told:
        back(story, edited(out(story), with_text(tag, "改过")))
    assert label in told.value.sentence
    assert newest(story).revision == 1


def test_an_amount_changed_by_one_figure_is_refused(story: CaseStory) -> None:
    with refusal("word.protected"):
        back(story, edited(out(story), exchanged("31,460.00", "3,146.00")))


def test_a_control_taken_out_or_put_in_is_refused(story: CaseStory) -> None:
    with refusal("word.controls") as told:
        back(story, edited(out(story), lambda body: body.replace(control(body, "facts"), "")))
    assert told.value.details == ["缺少：违法事实"]
    strange = lambda body: control(body, "facts").replace("facts", "more")  # noqa: E731 - a control of another tag
    with refusal("word.controls"):
        back(story, edited(out(story), lambda body: body.replace(
            control(body, "facts"), control(body, "facts") + strange(body))))  # fmt: skip
    with refusal("word.doubled"):
        back(story, edited(out(story), lambda body: body.replace(
            control(body, "facts"), control(body, "facts") * 2)))  # fmt: skip


def test_writing_outside_the_controls_is_refused_and_not_lost_in_silence(story: CaseStory) -> None:
    with refusal("word.outside"):
        back(
            story,
            edited(out(story), exchanged("<w:sectPr", "<w:p><w:r><w:t>另加一句</w:t></w:r></w:p><w:sectPr")),
        )


def test_a_file_in_which_nothing_changed_makes_no_revision(story: CaseStory) -> None:
    with refusal("word.unchanged"):
        back(story, out(story))


def test_a_file_of_another_case_party_or_revision_is_refused(bureau: Bureau) -> None:
    story, other = drafted(bureau, **TWO), drafted(bureau)
    with refusal("word.another_case"):
        back(story, out(other))
    with refusal("word.another_party") as told:
        back(story, out(story, 1))
    assert story.parties[1].name in told.value.sentence
    old = out(story)
    drafting.draft(
        user=story.user, case=story.refresh(), party=story.parties[0], **story.core(0, facts="改。")
    )
    with refusal("word.another_revision") as told:
        back(story, edited(old, with_text("facts", "再改。")))
    assert "第2稿" in told.value.sentence


def spoiled(name: str, data: bytes) -> Callable[[bytes], bytes]:
    return lambda file: packed(parts(file) | {name: data})


LINK = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    b'Target="http://example.invalid/x.dotm" TargetMode="External"/></Relationships>'
)
ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
HOSTILE = {
    "macro": (spoiled("word/vbaProject.bin", b"x"), {"word.not_word", "file.content_mismatch"}),
    "external": (spoiled("word/_rels/settings.xml.rels", LINK), {"word.external"}),
    "embedded": (spoiled("word/embeddings/oleObject1.bin", b"x"), {"word.foreign"}),
    "entity": (spoiled(BODY, ENTITY), {"word.broken"}),
    "no document": (lambda _: b"PK\x03\x04 nothing", {"file.content_mismatch"}),
    "bomb": (spoiled("word/media/a.bin", b"\0" * (60 << 20)), {"file.archive_bomb"}),
    "large": (lambda file: file + b"\0" * word.LIMIT, {"file.too_large"}),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_runs_fetches_embeds_or_bursts_is_refused(story: CaseStory, kind: str) -> None:
    spoil, codes = HOSTILE[kind]
    with pytest.raises(Refusal) as told:
        back(story, spoil(out(story)))
    assert told.value.code in codes
    assert newest(story).revision == 1
