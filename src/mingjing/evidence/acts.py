"""What the evidence room records."""

from mingjing.records.vocabulary import act

COLLECTED = act("evidence.collected", "取得证据", "{actor}收集了证据“{s0}”（{kind}）。")
VIEWED = act("evidence.viewed", "查看证据", "{actor}查看了证据“{s0}”的文件。")
EXCLUDED = act("evidence.excluded", "排除证据", "{actor}将证据“{s0}”作为非法证据排除，留卷备查。", key=True)
RECORDED = act("evidence.recorded", "上传音像记录", "{actor}上传了{s1}的{s0}{late}。")
DESCRIBED = act("evidence.described", "补写录制情况", "{actor}补写了{s1}的{s0}的录制情况。")
INGESTED = act("evidence.ingested", "导入音像文件", "{actor}从采集站或者录像机导入了“{s0}”{alarm}。")
INBOUND_SEEN = act("evidence.inbound_viewed", "查看音像收件", "{actor}查看了音像收件“{s0}”的文件。")
SORTED = act("evidence.sorted", "处理音像收件", "{actor}处理了音像收件“{s0}”：{verdict}。")
ALARM_ANSWERED = act("evidence.alarm_answered", "查明设备告警", "{actor}查明了设备告警“{s0}”。", key=True)
SEEN = act("evidence.recording_viewed", "查看音像记录", "{actor}查看了音像记录“{s0}”的文件。")
EXPLAINED = act(
    "evidence.explained", "书面说明音像记录情况", "{actor}就{s1}没有音像记录作出书面说明：{ground}。"
)
COUNTERSIGNED = act(
    "evidence.countersigned", "会签音像记录说明", "{actor}对{s1}的{s0}签署：{verdict}。", key=True
)
COPIED = act("evidence.copied", "制作副本", "{actor}为“{s1}”制作了{kind}，原件未动。")
CITED = act("evidence.cited", "引用音像记录", "{actor}引用“{s1}”{s0}作为证据，原件未剪辑。")
REDACTION_ASKED = act("evidence.redaction_asked", "制作遮盖件", "{actor}要求为“{s1}”制作{s0}。")
REDACTION_MADE = act("evidence.redaction_made", "遮盖件制成", "{actor}制作{s0}{outcome}，原件未动。")
REDACTION_ANSWERED = act(
    "evidence.redaction_answered", "核对遮盖件", "{actor}预览并核对{s0}：{verdict}。", key=True
)
