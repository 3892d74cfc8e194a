"""How a case ends without a penalty: handed over to whom it belongs, or with education in place of punishment."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mingjing.cases.models.case import Case
from mingjing.cases.models.decision import Decision
from mingjing.cases.models.petition import Petition
from mingjing.documents.models import Document
from mingjing.records.models import Attested


class Transfer(Attested):
    """移送: approved, sent with its list of materials, answered by who received it (行政处罚法25–27; 移送规定5–12)."""

    class Target(models.TextChoices):
        AGENCY = "agency", "有管辖权的机关"
        POLICE = "police", "公安机关"

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", "受理（立案）"
        DECLINED = "declined", "不予受理（不予立案）"

    case = models.ForeignKey(Case, models.PROTECT, related_name="transfers", verbose_name="案件")
    petition = models.OneToOneField(
        Petition, models.PROTECT, related_name="transfer", verbose_name="呈批事项"
    )
    target = models.CharField("移送给", max_length=8, choices=Target.choices)
    receiver = models.CharField("受移送机关", max_length=100)
    materials = models.JSONField("移送材料清单", default=list)
    approved_on = models.DateField("批准日期")
    send_by = models.DateTimeField("最迟移送", null=True, blank=True)
    """行政执法机关移送涉嫌犯罪案件的规定5: twenty-four hours after the approval."""
    document = models.OneToOneField(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="移送函（书）"
    )
    sent_on = models.DateField("移送日期", null=True, blank=True)
    sent_at = models.TimeField("移送时间", null=True, blank=True)
    proof = models.CharField("移送的回执", max_length=200, blank=True)
    answer = models.CharField("答复", max_length=8, choices=Answer.choices, blank=True)
    answered_on = models.DateField("收到答复日期", null=True, blank=True)
    answer_paper = models.CharField("答复的文书", max_length=200, blank=True)
    objected_on = models.DateField("提请复议日期", null=True, blank=True)
    objection = models.TextField("提请复议的理由", blank=True)
    objection_answer = models.CharField("复议的答复", max_length=8, choices=Answer.choices, blank=True)
    objection_answered_on = models.DateField("收到复议答复日期", null=True, blank=True)
    objection_paper = models.CharField("复议答复的文书", max_length=200, blank=True)
    handed_on = models.DateField("移交材料日期", null=True, blank=True)
    handed_proof = models.CharField("移交的签收", max_length=200, blank=True)
    taken_back_on = models.DateField("恢复办理日期", null=True, blank=True)
    taken_back_reason = models.TextField("恢复办理的理由", blank=True)

    class Meta:
        verbose_name = "移送"
        ordering: ClassVar[list[str]] = ["approved_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(taken_back_on__isnull=True), name="transfer_open"
            )
        ]

    def __str__(self) -> str:
        return f"移送{self.get_target_display()}"

    @property
    def to_police(self) -> bool:
        """Say whether a crime is suspected."""
        return self.target == self.Target.POLICE

    @property
    def waits_for_answer(self) -> bool:
        """Say whether the receiver still owes an answer: to the transfer, or to the objection."""
        if self.sent_on is None:
            return False
        return not self.answer or (self.objected_on is not None and not self.objection_answer)

    @property
    def outcome(self) -> str:
        """Return the answer that holds; empty while one is awaited."""
        return "" if self.waits_for_answer else self.objection_answer or self.answer


class Education(Attested):
    """教育记录 (行政处罚法33第三款): who is not penalized for an unlawful act is to be educated."""

    decision = models.OneToOneField(
        Decision, models.PROTECT, related_name="education", verbose_name="不予处罚决定"
    )
    held_on = models.DateField("教育日期")
    place = models.CharField("地点", max_length=200)
    person = models.CharField("被教育人", max_length=100)
    content = models.TextField("教育内容")
    response = models.TextField("当事人表示")
    document = models.OneToOneField(Document, models.PROTECT, related_name="+", verbose_name="教育记录")

    class Meta:
        verbose_name = "教育记录"

    def __str__(self) -> str:
        return f"教育记录 {self.held_on}"
