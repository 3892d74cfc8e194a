"""What the evidence room records."""

from mingjing.records.vocabulary import act

COLLECTED = act("evidence.collected", "取得证据", "{actor}收集了证据“{s0}”（{kind}）。")
VIEWED = act("evidence.viewed", "查看证据", "{actor}查看了证据“{s0}”的文件。")
EXCLUDED = act("evidence.excluded", "排除证据", "{actor}将证据“{s0}”作为非法证据排除，留卷备查。", key=True)
RECORDED = act("evidence.recorded", "上传音像记录", "{actor}上传了{s1}的{s0}{late}。")
DESCRIBED = act("evidence.described", "补写录制情况", "{actor}补写了{s1}的{s0}的录制情况。")
SEEN = act("evidence.recording_viewed", "查看音像记录", "{actor}查看了音像记录“{s0}”的文件。")
EXPLAINED = act(
    "evidence.explained", "书面说明音像记录情况", "{actor}就{s1}没有音像记录作出书面说明：{ground}。"
)
COUNTERSIGNED = act(
    "evidence.countersigned", "会签音像记录说明", "{actor}对{s1}的{s0}签署：{verdict}。", key=True
)
COPIED = act("evidence.copied", "制作副本", "{actor}为“{s1}”制作了{kind}，原件未动。")
