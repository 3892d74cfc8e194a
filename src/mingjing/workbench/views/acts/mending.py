"""Spoiled documents are voided, served ones are mended (55号令28)."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from mingjing.cases.actions import mending
from mingjing.cases.queries.serving import VOIDABLE, called, items_of, served_days
from mingjing.cases.rules.mending import MENDING, VOIDING
from mingjing.documents.forms_catalogue import FORMS
from mingjing.documents.prior import BEFORE
from mingjing.refusal import Refusal
from mingjing.workbench.forms.after import RectificationForm, VoidForm
from mingjing.workbench.forms.petitions import AnswerForm
from mingjing.workbench.forms.recordings import HandedOver
from mingjing.workbench.views.acts.base import CaseAct

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from mingjing.cases.models import Rectification
    from mingjing.documents.models import Document


class Void(CaseAct):
    """作废未送达的文书."""

    verb = "void"
    submit = "作废"
    seal = True
    form_class = VoidForm
    clause = VOIDING
    remark = "作废不能撤回。文书留在案卷内，任何人看得到它已作废和理由。"

    def form_arguments(self) -> dict[str, Any]:
        """Offer what was made and not served."""
        rows = self.case.dossier.documents.filter(form__in=VOIDABLE, voiding=None).exclude(
            title__startswith=BEFORE
        )
        return {"documents": rows.exclude(pk__in=served_days(self.case)).order_by("made_on")}

    def do(self, form: Any) -> None:
        """Void it."""
        mending.void(**self.common(form), **form.typed)


class RequestRectification(CaseAct):
    """呈请补正（更正）."""

    verb = "rectification-request"
    after_the_end = True
    form_class = RectificationForm
    clause = MENDING
    remark = "只改遗漏和文字错误，由负责人批准；批准后生成补正（更正）决定书，送达当事人。"
    served: QuerySet[Document]

    def find(self) -> None:
        """Find what has been served."""
        forms = [form.code for form in FORMS.values() if form.served]
        rows = self.case.dossier.documents.filter(form__in=forms, voiding=None)
        self.served = rows.filter(pk__in=served_days(self.case)).order_by("-made_on")

    def form_arguments(self) -> dict[str, Any]:
        """Offer it."""
        names = dict.fromkeys(name for each in self.served for name in items_of(each))
        return {"documents": self.served, "items": list(names)}

    def aside(self) -> dict[str, Any]:
        """Show what each served document says, item by item."""
        pairs: list[tuple[str, object]] = []
        for each in self.served:
            pairs.append(("文书", called(each)))
            pairs += [(name, text.splitlines() or "照扫描件") for name, text in items_of(each).items()]
        return {"paper": pairs}

    def do(self, form: Any) -> None:
        """Ask for it."""
        mending.request_rectification(**self.common(form), **form.typed)


class OnRectification(CaseAct):
    """An act on a mending that waits for it."""

    after_the_end = True
    rectification: Rectification

    def find(self) -> None:
        """Find the mending that waits."""
        rows = self.case.rectifications.select_related("mended", "document", "asked_by")
        found = next((each for each in rows if self.waits(each)), None)
        if found is None:
            raise Refusal("rectification.none", "没有待办理的补正（更正）。", MENDING, "请看案件页的下一步。")
        self.rectification = found

    @abstractmethod
    def waits(self, row: Rectification) -> bool:
        """Say whether a mending waits for this act."""

    def aside(self) -> dict[str, Any]:
        """Show what is to be mended."""
        row = self.rectification
        mended: Document = row.mended
        return {
            "paper": [
                ("原文书", called(mended)),
                ("种类", row.get_rectification_kind_display()),
                ("所在的一项", row.item),
                ("原文", row.wrong),
                ("更正为", row.right),
                ("理由", row.reason),
                ("呈请人", f"{row.asked_by.name}（{row.asked_on}）"),
            ]
        }


class DecideRectification(OnRectification):
    """批准补正（更正）."""

    verb = "rectification"
    submit = "签署"
    form_class = AnswerForm
    clause = MENDING
    remark = "同意的，补正（更正）决定书当即编号、生成；已公开的处罚决定由系统提出更正。"

    def waits(self, row: Rectification) -> bool:
        """Say whether it has not been decided."""
        return row.agreed is None

    def do(self, form: Any) -> None:
        """Decide."""
        mending.decide_rectification(**self.common(form), rectification=self.rectification, **form.typed)


class ServeRectification(OnRectification):
    """登记补正（更正）决定书送达."""

    verb = "rectification-service"
    submit = "登记"
    form_class = HandedOver
    clause = "行政处罚法 第六十一条"

    def waits(self, row: Rectification) -> bool:
        """Say whether it was granted and not served."""
        return row.agreed is True and row.served_on is None

    def do(self, form: Any) -> None:
        """Register it."""
        mending.serve_rectification(**self.common(form), rectification=self.rectification, handed=form.handed)
