"""Notice, waiver, defence, discussion."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from mingjing.workbench.acting import ActForm
from mingjing.workbench.forms.fields import People, day, line, text, yes_or_no
from mingjing.workbench.forms.recordings import HandedOver


class PlainForm(ActForm):
    """An act that needs nothing typed."""


class NoticeServiceForm(HandedOver):
    """登记告知书送达."""

    served_on = day("送达日期", hint="五个工作日的陈述申辩期从送达次日起算。")


class WaiverForm(ActForm):
    """登记书面放弃."""

    waived_on = day("书面放弃的日期")
    proof = line("书面证明", 200, hint="写明声明书的日期和签署人；声明书扫描件另行登记为证据。")

    def __init__(self, *args: Any, hearing_offered: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if hearing_offered:
            self.fields["hearing"] = yes_or_no(
                "是否一并放弃听证",
                "放弃听证",
                "不放弃听证",
                hint="声明书须分别写明；不放弃听证的，听证申请期满前不能决定。",
            )


class HearingRequestForm(ActForm):
    """登记听证申请."""

    asked_on = day("提出日期")
    proof = line("提出的方式和提出人", 200, hint="书面申请的编号，或者口头提出、由谁记录。")


class HearingWithdrawalForm(ActForm):
    """登记撤回听证申请."""

    withdrawn_on = day("书面撤回的日期")
    proof = line("书面证明", 150, hint="写明撤回书的日期和签署人。")


class StatementForm(ActForm):
    """记录陈述申辩和复核意见."""

    phrased: ClassVar = {"reexamination": "statement.reexamination"}

    made_on = day("提出日期")
    oral = yes_or_no("提出的方式", "口头提出", "书面提出", hint="口头提出的，应当录音或者录像。")
    content = text("陈述、申辩的内容", rows=5, hint="照当事人的原意记录。")
    brings_new = yes_or_no(
        "是否提出新的事实、理由或者证据",
        "提出",
        "没有提出",
        hint="提出的，须另成一稿再次送审（行政处罚法 第四十五条）。",
    )
    reexamination = text("复核意见", rows=4, hint="采纳什么、不采纳什么、为什么。不得因申辩加重处罚。")


class DiscussionForm(ActForm):
    """记录集体讨论."""

    chosen_from: ClassVar = {"participants": "leaders"}
    phrased: ClassVar = {"conclusion": "discussion.conclusion"}

    held_on = day("讨论日期")
    place = line("地点", 100)
    participants = People("参加的负责人", hint="不少于两名负责人。")
    minutes = text("讨论记录", rows=7, hint="逐人写明姓名和意见，如：韩某：同意拟处意见。")
    conclusion = text("结论", rows=3, hint="结论要改代拟稿的，须由承办人另成一稿、重新送审。")
    paper = forms.FileField(
        label="上线前的讨论记录扫描件", required=False, max_length=200,
        help_text="接入以前已经讨论的，上传纸质记录的扫描件或者照片，讨论日期填记录上的日期；否则不传。",
    )  # fmt: skip

    def __init__(self, *args: Any, came_reviewed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not came_reviewed:
            del self.fields["paper"]
