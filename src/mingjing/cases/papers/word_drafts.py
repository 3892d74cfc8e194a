"""A draft as Word: what may be written there, what is protected, and what of a file that came back becomes a revision.

A new revision is made of it and of nothing else: it is reviewed again like any other (§11.4 no. 1).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mingjing.cases.models import Party
from mingjing.cases.papers.wording import penalties_text
from mingjing.cases.queries.case import core_of
from mingjing.documents import word
from mingjing.documents.word import Control
from mingjing.refusal import Refusal
from mingjing.review.models import Draft

if TYPE_CHECKING:
    from mingjing.cases.models import Case

TITLE = "行政处罚决定代拟稿"
NOTES = (
    "可以修改的是事实、理由、责令和履行各段；当事人、代码、条款、处罚种类和金额等受保护，要改的请在系统内另成一稿。",
    "请直接在本文件上修改并保存为 .docx，不要在内容框以外写字，不要复制、删除内容框。",
)
CLAUSE = "行政处罚法 第五十八条、第五十九条"
IDENTITY = "draft"
FREE = {
    "facts": "违法事实",
    "discretion_reasons": "裁量理由",
    "orders": "责令事项",
    "performance": "履行方式和期限",
}
FREE_WITHOUT_PENALTY = {
    "facts": "查明的事实",
    "shown": "不予处罚的事实",
    "education": "对当事人的教育",
    "orders": "责令事项",
}
KEPT = ("violated", "basis", "discretion_grade", "penalties", "late_fine")


@dataclass(frozen=True)
class Paper:
    """A draft as its Word file holds it."""

    head: tuple[str, ...]
    controls: tuple[Control, ...]

    @property
    def data(self) -> bytes:
        """Return the `.docx`."""
        return word.write(TITLE, self.controls, head=self.head, notes=NOTES)

    @property
    def outside(self) -> str:
        """Return the text outside its controls."""
        return word.outside(TITLE, self.controls, head=self.head, notes=NOTES)


def paper(case: Case, draft: Draft) -> Paper:
    """Return a draft with its tagged controls: free text open, all else locked."""
    core = core_of(draft)
    free = free_of(core)
    labels = FREE_WITHOUT_PENALTY if core.get("no_penalty") else FREE
    controls = [
        Control(IDENTITY, "代拟稿编号", f"{draft.ref} {draft} {draft.core_hash[:16]}"),
        Control("case", "案件", f"{case.number} {case.title}".strip()),
        Control("party", "当事人", core["party"]["name"]),
        Control("code", "统一社会信用代码（身份证号）", core["party"]["code"]),
        Control("representative", "法定代表人（负责人）", core["party"]["representative"]),
        Control("address", "住所（住址）", core["party"]["address"]),
        Control("facts", labels["facts"], free["facts"], locked=False),
        Control("evidence", "证据", _evidence(core)),
        Control("violated", "违反的规定", "\n".join(core.get("violated", ()))),
        Control("basis", "处罚依据", "\n".join(core.get("basis", ()))),
        Control("grade", "裁量档次", core.get("discretion_grade", "")),
        *(
            Control(tag, labels[tag], free[tag], locked=False)
            for tag in labels
            if tag not in {"facts", "orders"}
        ),
        Control("penalties", "处罚种类和金额", penalties_text({**core, "orders": ""})),
        Control("orders", labels["orders"], free["orders"], locked=False),
        Control("relief", "救济途径", core["relief"]),
    ]
    return Paper((case.agency.name,), tuple(controls))


def _evidence(core: dict[str, Any]) -> str:
    return "\n".join(
        f"{each['position']}．{each['name']}（{each['kind']}），证明{each['proves']}"
        for each in core["evidence"]
    )


def free_of(core: dict[str, Any]) -> dict[str, str]:
    """Return the free texts of a core by their tags."""
    if ground := core.get("no_penalty"):
        return {
            "facts": core["facts"],
            "shown": ground["shown"],
            "education": ground["education"],
            "orders": core.get("orders", ""),
        }
    return {tag: core.get(tag, "") for tag in FREE}


def typed_back(case: Case, party: Party, newest: Draft | None, data: bytes) -> dict[str, Any]:
    """Return what `actions.drafting.draft` takes, from a file that came back.

    Refuses a file of another case, party or revision, a control that is missing or not ours, a protected field that
    was changed (by its name), writing outside the controls, and a file in which nothing was changed.
    """
    found = word.read(data)
    _this_draft(case, party, newest, found.controls.get(IDENTITY, ""))
    assert newest is not None  # noqa: S101 - refused above
    written = paper(case, newest)
    _all_there(written, found)
    _protected(written, found)
    _nothing_outside(written, found)
    core = core_of(newest)
    texts = {tag: found.controls[tag] for tag in free_of(core)}
    if {tag: word.squeezed(text) for tag, text in texts.items()} == {
        tag: word.squeezed(text) for tag, text in free_of(core).items()
    }:
        raise _refused("word.unchanged", "文件里的文字和现在这一稿相同，没有改动。", "改好后再上传。")
    if ground := core.get("no_penalty"):
        reasons = {
            "ground": ground["ground"],
            "shown": texts.pop("shown"),
            "education": texts.pop("education"),
        }
        return {**texts, "violated": core["violated"], "no_penalty": reasons}
    return {**texts, **{name: core[name] for name in KEPT if name in core}}


def _this_draft(case: Case, party: Party, newest: Draft | None, said: str) -> None:
    """Refuse the file of another draft, naming which it is."""
    named = said.split(" ", maxsplit=1)[0].strip()
    if newest and named == newest.ref:
        return
    try:
        other = Draft.objects.select_related("dossier").filter(pk=uuid.UUID(named)).first()
    except ValueError:
        other = None
    if other is None:
        raise _refused(
            "word.unknown", "文件里的代拟稿编号不是本系统的。", "请重新下载这一稿，在下载的文件上修改。"
        )
    if other.dossier_id != case.dossier_id:
        raise _refused("word.another_case", "这是另一个案件的代拟稿。", "请上传本案的文件。")
    if other.party != party.ref:
        name = Party.objects.values_list("name", flat=True).get(pk=uuid.UUID(other.party))
        raise _refused(
            "word.another_party", f"这是{name}的代拟稿，不是{party.name}的。", "请上传这名当事人的文件。"
        )
    raise _refused(
        "word.another_revision",
        f"这是{other}，现在已经是{newest}，按旧稿改的内容会盖掉新稿。",
        "请下载最新的一稿，把改动写进去再上传。",
    )


def _all_there(written: Paper, found: word.Read) -> None:
    expected = {each.tag: each.label for each in written.controls}
    missing = [f"缺少：{label}" for tag, label in expected.items() if tag not in found.controls]
    strange = [f"不认识：{tag[:40]}" for tag in found.controls if tag not in expected]
    if missing or strange:
        raise _refused(
            "word.controls",
            "文件里的内容框和下载时不一样。",
            "请在下载的文件上修改，不要增减内容框。",
            [*missing, *strange],
        )


def _protected(written: Paper, found: word.Read) -> None:
    changed = [
        each.label
        for each in written.controls
        if each.locked and word.squeezed(found.controls[each.tag]) != word.squeezed(each.text)
    ]
    if changed:
        raise _refused(
            "word.protected",
            f"受保护的内容被改动：{'、'.join(changed)}。",
            "这些内容来自登记和审定的数据，要改的请在系统内另成一稿；文件请改回后再上传。",
            [f"被改动：{label}" for label in changed],
        )


def _nothing_outside(written: Paper, found: word.Read) -> None:
    if found.outside != written.outside:
        raise _refused(
            "word.outside",
            "内容框以外的文字有增减，读不回来的内容会丢失。",
            "请把要写的内容移进对应的框内，框外恢复原样。",
        )


def _refused(code: str, sentence: str, next_step: str, details: list[str] | None = None) -> Refusal:
    return Refusal(code, sentence, CLAUSE, next_step, "file", details or [])
