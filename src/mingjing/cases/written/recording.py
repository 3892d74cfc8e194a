"""行政执法全过程记录制度 (种子 B1; 244号三章): from the procedures, the recording list, devices and custody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.queries.keeping import rule_of
from mingjing.cases.rules.retention import LABELS, SCENE
from mingjing.cases.written.text import Chapter, Clause, WrittenRules, chapter, cited, who, within
from mingjing.catalog.models import ListKind, RecordingRow
from mingjing.catalog.queries import in_force, rows_of
from mingjing.documents.forms_catalogue import FORMS
from mingjing.evidence.models import Activity
from mingjing.evidence.recording_rules import BY_LAW, EXPLAINING, FOCUS, LIMIT, RECORDING
from mingjing.evidence.recordings import duties_on
from mingjing.evidence.step_records import recorded
from mingjing.procedures import parse
from mingjing.registry.device_queries import rules_in_force
from mingjing.registry.device_rules import CLOCK_EVERY
from mingjing.registry.models import Equipment, Site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mingjing.cases.models import CustodyRule
    from mingjing.evidence.recording_rules import Duty
    from mingjing.procedures.model import Step
    from mingjing.registry.models import Agency

SLUG, TITLE = "recording", "行政执法全过程记录制度"
LAW = "国办发〔2018〕118号、自治区政府令第244号"


def write(agency: Agency) -> WrittenRules:
    """Write the rules from what is in force."""
    return WrittenRules(
        SLUG,
        f"{agency.name}{TITLE}",
        LAW,
        (_general(agency), _text(agency), _sound(agency), _devices(agency), _keeping(agency), _use()),
    )


def _general(agency: Agency) -> Chapter:
    return chapter(
        "总则",
        [
            Clause(f"为了规范{agency.name}行政执法全过程记录，根据{LAW}，制定本制度。"),
            Clause(
                "对启动、调查取证、审核决定、送达执行全过程进行文字记录；按清单进行音像记录，做到全程留痕、可以回溯。"
            ),
        ],
    )


def _text(agency: Agency) -> Chapter:
    newest = {each.procedure: each for each in agency.procedures.order_by("version")}
    duties = duties_on(agency, Activity.Kind.values, clock.today())
    charts = [
        Clause(
            f"{each.name}按下列步骤办理，每一步留下所列的文书和记录：",
            tuple(_step(step, duties) for step in parse(each.bpmn.encode()).steps),
            f"执法程序第 {each.version} 版",
        )
        for each in newest.values()
    ]
    return chapter(
        "文字记录",
        [*charts, Clause("缺少必备要素的文书不得制作，缺少文书的步骤不得办结。文书一经制作，不得改动。")],
    )


def _step(step: Step, duties: Mapping[str, Duty]) -> str:
    papers = "、".join(FORMS[code].title for code in step.documents if code in FORMS) or "按需制作文书"
    grade, _ = recorded(step, duties)
    return f"{step.name}：{papers}；{grade}"


def _sound(agency: Agency) -> Chapter:
    edition = in_force(agency, ListKind.RECORDINGS)
    rows = [row for row in rows_of(edition) if isinstance(row, RecordingRow)] if edition else []
    kinds = tuple(str(kind.label) for kind in Activity.Kind if kind.value in BY_LAW)
    rules = rules_in_force(agency)
    return chapter(
        "音像记录",
        [
            *(
                Clause(f"下列事项{label}：", items, f"音像记录事项清单第 {edition.number} 版")
                for value, label in RecordingRow.Grade.choices
                if edition and (items := tuple(_row(row) for row in rows if row.grade == value))
            ),
            Clause("无论清单怎样规定，下列活动应当进行音像记录：", kinds, RECORDING),
            Clause(
                "音像记录重点记录下列内容，同时记录执法人员和当事人双方：",
                tuple(FOCUS.values()),
                "244号 第十八条",
            ),
            Clause(
                "记录开始前检查设备，告知当事人正在记录"
                + (f"，用语为：“{rules.announcement}”" if rules else "")
                + "。记录不得间断；中断的，语音说明原因；无法继续的，报负责人并书面说明。",
                source=EXPLAINING,
            ),
            Clause(f"记录完成后 {within(LIMIT)}上传；逾期的写明原因。", source=cited(LIMIT)),
        ],
    )


def _row(row: RecordingRow) -> str:
    named = "·".join(dict.fromkeys(part for part in (row.category, row.stage, row.matter) if part))
    return f"{named}：{row.content}" if row.content else named


def _devices(agency: Agency) -> Chapter:
    rules = rules_in_force(agency)
    asked = Equipment.objects.filter(department__agency=agency).select_related("department")
    sites = Site.objects.filter(agency=agency, closed_on=None)
    return chapter(
        "设备和场所",
        [
            Clause(
                f"音像设备由{who('device.manage')}统一登记、发放、收回，至少每 {CLOCK_EVERY.days} 日校时一次。",
                source="设备台账",
            ),
            Clause(
                "各机构按下列标准配备设备：",
                tuple(f"{each.department.name}：{each}" for each in asked),
                "配备标准",
            )
            if asked
            else None,
            Clause(
                "下列场所全程音像记录：",
                tuple(f"{each.name}（{each.address}）" for each in sites),
                "执法场所",
            )
            if sites
            else None,
            Clause(
                f"设备的使用和管理，适用{rules.title}（第 {rules.version} 版，{rules.in_force_on} 起施行）：",
                tuple(_unnumbered(line) for line in rules.text.splitlines() if line.strip()),
                "使用制度",
            )
            if rules
            else None,
        ],
    )


def _keeping(agency: Agency) -> Chapter:
    kept = rule_of(agency)
    classes = "、".join(label for kind, label in LABELS.items() if kind != SCENE)
    return chapter(
        "保存",
        [
            Clause(
                "原始记录不得伪造、修改、剪辑、删除。"
                f"全部文件每 {kept.every_days} 日复核一遍{_hours(kept)}；复核不符的，立即从备份恢复。",
                source="保管规则",
            ),
            Clause(
                f"案卷保管期限分为{classes}；没有进入案卷的现场音像记录至少保存 {kept.scene_months} 个月。",
                source="保管规则",
            ),
            Clause(
                f"期满的文件，由{who('disposal.propose')}鉴定、提请，{who('disposal.approve')}批准，两人销毁；保全的不得销毁。",
                source="岗位权限表",
            ),
        ],
    )


def _unnumbered(line: str) -> str:
    """Return an article of another text without its number there: it becomes an item here."""
    return re.sub(r"^第[一二三四五六七八九十百]+条\s*", "", line.strip())


def _hours(kept: CustodyRule) -> str:
    """Return the window of the day; equal hours mean the whole day."""
    if kept.hour_from == kept.hour_to:
        return ""
    return f"，在每日 {kept.hour_from} 时至 {kept.hour_to} 时进行"


def _use() -> Chapter:
    return chapter(
        "使用和监督",
        [
            Clause(
                f"调阅音像记录和证据文件的岗位：{who('evidence.view')}。每次调阅留有记录，下载须写明用途。",
                source="岗位权限表",
            ),
            Clause(f"当事人和国家机关查阅、调取的，由{who('access.grant')}登记办理。", source="岗位权限表"),
            Clause(
                f"音像记录的情况由{who('evidence.count')}查看、督促；情况说明由{who('evidence.countersign')}会签。",
                source="岗位权限表",
            ),
        ],
    )
