"""What the papers of custody say: the certificate of a file, the list and certificate of what was destroyed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.queries.custody import captured
from mingjing.documents.layouts import Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mingjing.cases.models import Checked, Disposal
    from mingjing.cases.queries.custody import Step
    from mingjing.cases.queries.files import CaseFile
    from mingjing.cases.queries.keeping import Due

MOMENT = "%Y-%m-%d %H:%M:%S"
STEPS = (("时间", 8), ("环节", 5), ("经过", 20), ("何处", 7), ("记录", 4))
DESTROYED = (("序号", 2), ("文件", 12), ("案件", 12), ("到期", 7), ("SHA-256", 16))


def custody_items(file: CaseFile, steps: Sequence[Step], checked: Checked | None) -> dict[str, object]:
    """Return the items of a certificate of custody (保管链证明)."""
    last = (
        f"{_moment(checked.at)}，{checked.get_fault_display() or '与存入时相符'}"
        if checked
        else "存入时核验，尚未到复核之期"
    )
    return {
        "文件": f"{file.name}（{file.filename}，{file.blob.size} 字节，{file.blob.media_type}）",
        "案件": f"{file.case.title}　{file.case.number}".strip(),
        "取得": captured(file),
        "存入": _moment(file.blob.stored_at),
        "SHA-256": file.blob.sha256,
        "SM3": file.blob.sm3,
        "最近一次复核": last,
        "说明": "下列各条均摘自只增不改的日志，记录号可在查验真伪页核对。",
        "经过": Table(
            STEPS,
            tuple(
                (_moment(each.at), each.what, _said(each), each.place, str(each.line.record.pk))
                for each in steps
            ),
        ),
    }


def destroyed_items(
    row: Disposal, going: Sequence[Due], held: Mapping[str, Sequence[str]]
) -> dict[str, object]:
    """Return the items of the list and certificate of what was destroyed."""
    left = [said for each in held.values() for said in each]
    decided, done, watched = row.decided_by, row.done_by, row.watched_by
    return {
        "清册": f"第 {row.number} 号",
        "鉴定意见": row.appraisal,
        "批准": f"{decided.name if decided else ''}，{row.decided_on}：{row.opinion}",
        "销毁人": done.name if done else "",
        "监销人": watched.name if watched else "",
        "销毁方式": "清除存储中的内容和承诺所用的盐；摘要、记录和日志叶子永久留存，文件内容不能恢复。",
        "没有销毁的": "\n".join(left) or "无",
        "销毁的文件": Table(
            DESTROYED,
            tuple(
                (
                    str(place),
                    file.name,
                    f"{file.case.title} {file.case.number}".strip(),
                    f"{each.term.ends_on}",
                    each.content,
                )
                for place, (each, file) in enumerate(
                    ((each, file) for each in going for file in each.files), 1
                )
            ),
        ),
    }


def _said(step: Step) -> str:
    return f"{step.line.sentence}{'用途：' + step.reason if step.reason else ''}"


def _moment(at: object) -> str:
    return at.astimezone(clock.SHANGHAI).strftime(MOMENT)  # type: ignore[attr-defined,no-any-return]
