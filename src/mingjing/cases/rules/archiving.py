"""Rules of closing and of the file's custody, on plain values (55号令31、40; reference §5.4)."""

from __future__ import annotations

from mingjing.refusal import Refusal

CLOSING = "住房和城乡建设行政处罚程序规定 第三十一条"
FILING = "住房和城乡建设行政处罚程序规定 第四十条"
NOTHING = frozenset({"无", "无。", "没有", "没有。"})
PERMANENT, THIRTY = "permanent", "thirty"


def retention_by_rule(*, major: bool, heard: bool, complex_case: bool) -> str:
    """Reference §5.4: an important file is kept for ever, an ordinary one for thirty years.

    Important is what the review catalogue calls major, what was heard at a hearing, what is complex or grave.
    """
    return PERMANENT if major or heard or complex_case else THIRTY


def retention(chosen: str, reason: str, *, by_rule: str) -> str:
    """Return the term that was chosen; another than the rule's only with its reason."""
    if chosen not in (PERMANENT, THIRTY):
        raise Refusal(
            "archive.retention", "请选择保管期限：永久或者 30 年。", FILING, "请选择一项。", "retention"
        )
    if chosen != by_rule and not reason.strip():
        raise Refusal(
            "archive.retention_reason",
            "所选的保管期限与规则不同，须写明理由。",
            FILING,
            "写明为何延长或者缩短。",
            "retention_reason",
        )
    return chosen


def file_note(*, pages: int, defects: str) -> None:
    """卷内备考表: how many pages lie in the file, and in what state; where nothing is wanting it says so."""
    if pages < 1:
        raise Refusal("archive.pages", "请写明卷内页数。", FILING, "逐页编号后填写总页数。", "pages")
    if not defects.strip():
        raise Refusal(
            "archive.defects", "请写明卷内缺损和需要说明的情况。", FILING, "没有的，写“无”。", "defects"
        )


def ended(*, ended: bool, number: str) -> None:
    """55号令40: a case's file is bound once, when the case has ended."""
    if not ended:
        raise Refusal("archive.running", "案件还没有终结，不能归档。", FILING, "请先办结案件。")
    if number:
        raise Refusal("archive.done", f"案卷已经归档，归档号 {number}。", FILING, "请看案件页的归档情况。")


def defects_say(defects: str, *, waiting: list[str]) -> None:
    """卷内备考表: signed papers that never came back are wanting in the file, and it says so."""
    if waiting and defects.strip() in NOTHING:
        raise Refusal(
            "archive.papers",
            f"还有 {len(waiting)} 份文书的签名、盖章件没有收回，缺损情况不能写“{defects.strip()}”。",
            FILING,
            "请收回后归档；确实收不回的，写明哪一份、为何。",
            "defects",
            details=waiting,
        )


def another_checks(*, same: bool) -> None:
    """卷内备考表: who put the file together does not check it."""
    if same:
        raise Refusal(
            "archive.same_person", "立卷人和检查人不得为同一人。", FILING, "请由另一人检查。", "checked_by"
        )
