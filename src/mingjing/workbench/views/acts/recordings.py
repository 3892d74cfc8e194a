"""Recordings of a case's activities: uploaded, explained, countersigned; evidence excluded."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from mingjing import clock
from mingjing.cases.actions import recording
from mingjing.cases.actions.common import allow
from mingjing.cases.queries.case import ever_handled
from mingjing.cases.queries.recordings import lack
from mingjing.evidence import recording_course as course
from mingjing.evidence import recording_rules as rules
from mingjing.evidence.actions import UNLAWFUL, Upload
from mingjing.evidence.models import Explanation, Recording
from mingjing.evidence.recordings import Made
from mingjing.refusal import Refusal
from mingjing.registry.device_queries import at_hand, rules_in_force
from mingjing.workbench.addresses import act_url, case_url
from mingjing.workbench.forms.leads import these
from mingjing.workbench.forms.recording_course import DescribeForm
from mingjing.workbench.forms.recordings import (
    CountersignForm,
    ExclusionForm,
    ExplanationForm,
    RecordingForm,
    ShotForm,
)
from mingjing.workbench.views.acts.base import CaseAct

if TYPE_CHECKING:
    from mingjing.evidence.models import Activity, Evidence

PHONE = "手机"


class OnActivity(CaseAct):
    """An act on one activity of a case, by whoever handles the case or did."""

    activity: Activity

    def load(self, **address: str) -> None:
        """Find the activity as well."""
        self.wanted = address["activity"]
        super().load(**address)

    def person_may(self) -> None:
        """Let whoever handled the case bring what was recorded, a certificate that ran out notwithstanding."""
        allow(self.request.user, self.permission, self.case, ended=True)
        recording.who_was_there(self.request.user, self.case)

    def find(self) -> None:
        """Find it."""
        rows = self.case.dossier.activities.prefetch_related("recordings", "explanations")
        found = rows.filter(pk=self.wanted).first()
        if found is None:
            raise Refusal("activity.unknown", "本案没有这次执法活动。", next_step="请从音像记录页进入。")
        self.activity = found

    def leads_to(self) -> str:
        """Go back to the recordings."""
        return act_url(self.case, "recording")

    def context(self) -> dict[str, Any]:
        """Say which activity."""
        found = super().context()
        page = act_url(self.case, "recording")
        found["path"] = [*found["path"][:-1], ("音像记录", page), (self.title, "")]
        return found | {"heading": f"{self.title}：{self.activity}", "back_url": page}

    def aside(self) -> dict[str, Any]:
        """Say what is asked of it."""
        row = self.activity
        asked = (
            f"{row.get_grade_display()}：{rules.spoken(row.carriers)}"
            if row.needs_recording
            else "文字记录即可"
        )
        return {
            "paper": [
                ("活动", str(row)),
                ("地点", row.place),
                ("应当", asked),
                ("依据", row.source),
                ("现状", lack(row) if row.missing else "已有记录"),
            ]
        }


class UploadRecording(OnActivity):
    """上传音像记录."""

    verb = "recording"
    title = "上传音像记录"
    form_class = RecordingForm
    clause = rules.UPLOADING
    remark = "文件按原样保存，不能替换、删除；迟传也收，照实标明。"
    done = "已上传。"

    def form_arguments(self) -> dict[str, Any]:
        """Offer everyone who handles the case or did, and the files that have arrived."""
        people = ever_handled(self.case)
        zone = clock.SHANGHAI
        held = at_hand(
            people,
            since=dt.datetime.combine(self.activity.began_on, dt.time.min, zone),
            until=dt.datetime.combine(self.activity.happened_on, dt.time.max, zone),
        )
        return {"officers": these(people), "case": self.case, "devices": held}

    def initial(self) -> dict[str, Any]:
        """Take over where it was, and which file the person came for."""
        return {"place": self.activity.place, "upload": self.request.GET.get("upload", "")}

    def do(self, form: Any) -> None:
        """Keep it."""
        recording.upload_recording(
            **self.common(form), activity=self.activity, upload=form.sent, made=Made(**form.typed)
        )


class Describe(CaseAct):
    """补写录制情况: of one recording, by whoever handles the case or did."""

    verb = "recording"
    title = "补写录制情况"
    submit = "保存"
    done = "已保存。"
    after_the_end = True
    form_class = DescribeForm
    clause = f"{course.POINTS}、第十九条"
    remark = "照实写：没有做到的写没有，不影响保存，审核和监督可见。"
    row: Recording

    def load(self, **address: str) -> None:
        """Find the recording as well."""
        self.wanted = address["recording"]
        super().load(**address)

    def person_may(self) -> None:
        """Let whoever handled the case say how it was made."""
        allow(self.request.user, self.permission, self.case, ended=True)
        recording.who_was_there(self.request.user, self.case)

    def find(self) -> None:
        """Find it."""
        rows = Recording.objects.filter(activity__dossier=self.case.dossier_id)
        found = rows.select_related("activity", "recorded_by").filter(pk=self.wanted).first()
        if found is None:
            raise Refusal("recording.unknown", "本案没有这份音像记录。", next_step="请从音像记录页进入。")
        self.row = found

    def initial(self) -> dict[str, Any]:
        """Return what was said of it before."""
        row = self.row
        said = {None: "", True: "yes", False: "no"}
        return {
            "checked": said[row.checked],
            "announced": said[row.announced],
            "both_sides": said[row.both_sides],
            "interruption": course.said_pauses(row.pauses),
            "focus": row.focus,
            "marks": course.said_marks(row.marks),
        }

    def do(self, form: Any) -> None:
        """Keep what was said."""
        row = self.row
        made = Made(row.started_at, row.ended_at, row.place, row.device, row.recorded_by, **form.typed)
        recording.describe_recording(**self.common(form), row=row, made=made)

    def leads_to(self) -> str:
        """Go back to the recording."""
        return reverse("case-recording", args=[self.case.ref, self.row.ref])

    def aside(self) -> dict[str, Any]:
        """Show what it is, and what has to be said when recording begins."""
        row, said = self.row, rules_in_force(self.case.agency)
        return {
            "paper": [
                ("音像记录", f"{row}：{row.filename}"),
                ("执法活动", str(row.activity)),
                ("录制", str(row.span)),
                ("告知用语", said.announcement if said else ""),
            ]
        }


class Shoot(OnActivity):
    """随拍随传: taken with this phone, at this moment, by this person."""

    verb = "recording"
    title = "拍照上传"
    form_class = ShotForm
    clause = rules.UPLOADING
    remark = "时间记为此刻，设备记为手机，录制人是您本人；不是刚刚拍的，请用“上传文件”。"
    done = "已上传。"

    def do(self, form: Any) -> None:
        """Keep it."""
        now = clock.now()
        file = form.cleaned_data["file"]
        user = self.request.user
        recording.upload_recording(
            **self.common(form),
            activity=self.activity,
            upload=Upload(file.name, file),
            made=Made(
                started_at=now, ended_at=now, place=self.activity.place or self.case.place, device=PHONE,
                recorded_by=recording.who_was_there(user, self.case),
            ),
        )  # fmt: skip


class ExplainRecording(OnActivity):
    """书面说明音像记录情况."""

    verb = "explanation"
    form_class = ExplanationForm
    clause = rules.EXPLAINING
    remark = "说明经本机关负责人会签后，代替音像记录，并计入统计。"

    def do(self, form: Any) -> None:
        """Write it."""
        recording.explain_recording(**self.common(form), activity=self.activity, **form.typed)


class Countersign(CaseAct):
    """会签音像记录情况说明: the oldest that waits."""

    verb = "countersignature"
    after_the_end = True
    submit = "会签"
    form_class = CountersignForm
    clause = rules.EXPLAINING
    written: Explanation

    def find(self) -> None:
        """Find what waits."""
        rows = Explanation.objects.filter(activity__dossier=self.case.dossier_id, agreed=None)
        found = rows.select_related("activity", "written_by").order_by("written_on", "id").first()
        if found is None:
            raise Refusal(
                "explanation.none", "没有待会签的情况说明。", rules.EXPLAINING, "请看案件页的下一步。"
            )
        self.written = found

    def do(self, form: Any) -> None:
        """Countersign or send back."""
        recording.countersign_explanation(**self.common(form), explanation=self.written, **form.typed)

    def aside(self) -> dict[str, Any]:
        """Show what was written."""
        row = self.written
        return {
            "paper": [
                ("活动", str(row.activity)),
                ("应当", row.activity.get_grade_display()),
                ("客观原因", row.get_ground_display()),
                ("情况说明", row.text),
                ("说明人", f"{row.written_by.name}（{row.written_on}）"),
            ]
        }


class ExcludeEvidence(CaseAct):
    """排除非法证据."""

    verb = "exclusion"
    submit = "排除"
    seal = True
    form_class = ExclusionForm
    clause = UNLAWFUL
    remark = "证据留在案卷里并注明已排除；已拟稿的，须另成一稿。"
    piece: Evidence

    def load(self, **address: str) -> None:
        """Find the piece as well."""
        self.wanted = address["evidence"]
        super().load(**address)

    def find(self) -> None:
        """Find it."""
        found = self.case.dossier.evidence.filter(pk=self.wanted).first()
        if found is None:
            raise Refusal("evidence.unknown", "本案没有这件证据。", next_step="请从案件页进入。")
        self.piece = found

    def do(self, form: Any) -> None:
        """Exclude it."""
        recording.exclude_evidence(**self.common(form), evidence=self.piece, **form.typed)

    def leads_to(self) -> str:
        """Go back to the piece."""
        return reverse("case-evidence", args=[self.case.ref, self.piece.ref])

    def aside(self) -> dict[str, Any]:
        """Show the piece."""
        row = self.piece
        return {
            "paper": [
                ("证据", f"{row.position}．{row.name}"),
                ("种类", row.get_evidence_kind_display()),
                ("证明什么", row.proves),
                ("取得", f"{row.collected_on}　{row.get_obtained_display()}"),
            ],
            "back_url": case_url(self.case),
        }
