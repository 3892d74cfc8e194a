"""What is done to files in custody: taken out, held, sealed; hashed by a rule; proposed for disposal and destroyed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from mingjing.cases.actions import custody, disposal, rehashing
from mingjing.cases.models import Disposal, LegalHold, SealMark
from mingjing.cases.queries.keeping import rule_of
from mingjing.cases.rules.retention import DISPOSING
from mingjing.refusal import Refusal
from mingjing.workbench.acting import ActView
from mingjing.workbench.forms.custody import (
    CarryOutForm,
    DecideForm,
    DownloadForm,
    HoldForm,
    LiftForm,
    ProposeForm,
    RuleForm,
    SealForm,
)
from mingjing.workbench.forms_people import present
from mingjing.workbench.views.custody import came_from, disposal_at, due_choices, file_at, whole

if TYPE_CHECKING:
    from django.http import HttpResponse

    from mingjing.cases.queries.files import CaseFile
    from mingjing.records.models import Dossier


class OnFile(ActView):
    """An act on one file."""

    file: CaseFile

    def load(self, **address: str) -> None:
        """Find the file."""
        self.file = file_at(self.request.user.agency, address["file"])

    @property
    def page(self) -> str:
        """Return the file's page."""
        return reverse("file-custody", args=[self.file.ref])

    def context(self) -> dict[str, Any]:
        """Say which file."""
        return {
            "heading": f"{self.title}：{self.file.name}",
            "back_url": self.page,
            "path": [("文件保管", self.page), (self.title, "")],
            "facts_heading": "文件",
            "facts": [("文件", self.file.filename), ("案件", self.file.case.title)],
        }


class Download(OnFile):
    """下载文件."""

    permission = "evidence.download"
    form_class = DownloadForm
    title = "下载文件"
    submit = "下载"
    remark = "记录何人、何时、从何处、为何下载。下载的是原件字节，不加水印。"
    done = "已下载。"

    def load(self, **address: str) -> None:
        """Find the file, and say at once where it is gone: before the form's transaction, so that the alarm stays."""
        super().load(**address)
        custody.there(self.file)

    def act(self, form: DownloadForm) -> str:
        """Record it."""
        custody.download(
            user=self.request.user,
            file=self.file,
            reason=form.typed["reason"],
            address=came_from(self.request),
        )
        return self.page

    def answered(self, target: str) -> HttpResponse:
        """Hand the file out."""
        del target
        return whole(self.file.blob, self.file.filename)  # type: ignore[return-value]


class OnItsCase(OnFile):
    """An act that is recorded on the file's case."""

    def dossier(self) -> Dossier:
        """Return the case's dossier."""
        return self.file.case.dossier

    def version(self) -> dict[str, Any]:
        """Return what every act on the case takes."""
        return {"user": self.request.user, "version": self.form.cleaned_data["version"]}


class Hold(OnItsCase):
    """保全."""

    permission = "custody.hold"
    form_class = HoldForm
    title = "保全"
    submit = "保全"
    clause = custody.LIFTING
    remark = "解除之前，所保全的文件不得列入销毁清册，也不得销毁。"
    done = "已保全。"

    def act(self, form: HoldForm) -> str:
        """Hold it."""
        typed = form.typed
        file = self.file if typed.pop("scope") == "file" else None
        custody.hold(
            user=self.request.user,
            case=self.file.case,
            file=file,
            version=form.cleaned_data["version"],
            **typed,
        )
        return self.page


class LiftHold(OnItsCase):
    """解除保全."""

    permission = "custody.hold"
    form_class = LiftForm
    title = "解除保全"
    submit = "解除"
    clause = custody.LIFTING
    done = "已解除保全。"
    row: LegalHold

    def load(self, **address: str) -> None:
        """Find the hold."""
        super().load(**address)
        found = LegalHold.objects.filter(pk=address["hold"], dossier=self.file.case.dossier_id).first()
        if found is None:
            raise Refusal("hold.unknown", "没有这项保全。", next_step="请从文件的保管页进入。")
        self.row = found

    def act(self, form: LiftForm) -> str:
        """Lift it."""
        custody.lift_hold(
            user=self.request.user, case=self.file.case, row=self.row, version=form.cleaned_data["version"],
            **form.typed,
        )  # fmt: skip
        return self.page


class Seal(OnItsCase):
    """封存标记."""

    permission = "custody.seal"
    form_class = SealForm
    title = "标为不对当事人开放"
    submit = "标记"
    remark = "标记后，当事人、利害关系人查阅和取得的复制件中都没有这个文件；法院和监督机关不受影响。"
    done = "已标记。"

    def act(self, form: SealForm) -> str:
        """Mark it."""
        custody.seal(
            user=self.request.user, file=self.file, version=form.cleaned_data["version"], **form.typed
        )
        return self.page


class Unseal(OnItsCase):
    """解除封存标记."""

    permission = "custody.seal"
    form_class = LiftForm
    title = "解除封存标记"
    submit = "解除"
    done = "已解除标记。"
    row: SealMark

    def load(self, **address: str) -> None:
        """Find the mark."""
        super().load(**address)
        found = SealMark.objects.filter(pk=address["mark"], dossier=self.file.case.dossier_id).first()
        if found is None:
            raise Refusal("seal_mark.unknown", "没有这个标记。", next_step="请从文件的保管页进入。")
        self.row = found

    def act(self, form: LiftForm) -> str:
        """Lift it."""
        custody.unseal(
            user=self.request.user,
            file=self.file,
            row=self.row,
            version=form.cleaned_data["version"],
            **form.typed,
        )
        return self.page


class Keeping(ActView):
    """What the archivist does beside the files: the way back is the page of keeping."""

    def context(self) -> dict[str, Any]:
        """Say where we are."""
        page = reverse("keeping")
        return {"heading": self.title, "back_url": page, "path": [("档案保管", page), (self.title, "")]}


class SetRule(Keeping):
    """设定保管规则."""

    permission = "custody.rule"
    form_class = RuleForm
    title = "设定保管规则"
    submit = "保存"
    remark = "时段内由系统分批复核，每批一条记录；不符或者丢失的立即出现在档案员和系统管理员的待办。"
    done = "已设定。"

    def dossier(self) -> Dossier:
        """Return the dossier of the agency's custody."""
        return rehashing.custody_of(self.request.user.agency)

    def initial(self) -> dict[str, Any]:
        """Return the rule as it is."""
        rule = rule_of(self.request.user.agency)
        return {name: getattr(rule, name) for name in ("every_days", "hour_from", "hour_to", "scene_months")}

    def act(self, form: RuleForm) -> str:
        """Set it."""
        rehashing.set_rule(user=self.request.user, version=form.cleaned_data["version"], **form.typed)
        return reverse("keeping")


class Propose(Keeping):
    """提请销毁."""

    permission = "disposal.propose"
    form_class = ProposeForm
    title = "提请销毁到期文件"
    submit = "提请"
    clause = DISPOSING
    remark = "只列出各用途都已到期、没有保全、复核相符的文件；同一内容有几处用途的，期限从长。"
    done = "已提请，待主要负责人审批。"

    def form_arguments(self) -> dict[str, Any]:
        """Offer what is due."""
        return {"due": due_choices(self.request.user.agency)}

    def act(self, form: ProposeForm) -> str:
        """Propose."""
        row = disposal.propose(user=self.request.user, **form.typed)
        return reverse("disposal", args=[row.ref])


class OnList(Keeping):
    """An act on one list of disposal."""

    row: Disposal

    def load(self, **address: str) -> None:
        """Find the list."""
        self.row = disposal_at(self.request.user.agency, address["ref"])

    def dossier(self) -> Dossier:
        """Return the list's dossier."""
        return self.row.dossier

    def context(self) -> dict[str, Any]:
        """Say which list."""
        page = reverse("disposal", args=[self.row.ref])
        return super().context() | {
            "heading": f"{self.title}：{self.row}",
            "back_url": page,
            "path": [("档案保管", reverse("keeping")), (str(self.row), page), (self.title, "")],
            "facts_heading": "清册",
            "facts": [("文件", f"{self.row.items.count()} 个"), ("鉴定意见", self.row.appraisal)],
        }


class Decide(OnList):
    """审批销毁."""

    permission = "disposal.approve"
    form_class = DecideForm
    title = "审批销毁"
    submit = "签署"
    seal = True
    clause = DISPOSING
    remark = "销毁后内容不能恢复，摘要、记录和日志永久留存。"
    done = "已签署。"

    def act(self, form: DecideForm) -> str:
        """Decide."""
        disposal.decide(
            user=self.request.user, disposal=self.row, version=form.cleaned_data["version"], **form.typed
        )
        return reverse("disposal", args=[self.row.ref])


class CarryOut(OnList):
    """销毁."""

    permission = "disposal.carry_out"
    form_class = CarryOutForm
    title = "销毁"
    submit = "销毁"
    seal = True
    clause = DISPOSING
    remark = "清除存储中的内容和承诺所用的盐，不能恢复。批准后新有保全、复核不符的，留下不销毁并写入证明。"
    done = "已销毁，证明已生成。"

    def form_arguments(self) -> dict[str, Any]:
        """Offer the people of the agency."""
        return {"officers": present(self.request.user.agency)}

    def act(self, form: CarryOutForm) -> str:
        """Destroy."""
        disposal.carry_out(
            user=self.request.user, disposal=self.row, version=form.cleaned_data["version"], **form.typed
        )
        return reverse("disposal", args=[self.row.ref])
