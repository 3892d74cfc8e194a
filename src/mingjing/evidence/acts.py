"""What the evidence room records."""

from mingjing.records.vocabulary import act

COLLECTED = act("evidence.collected", "取得证据", "{actor}收集了证据“{s0}”（{kind}）。")
VIEWED = act("evidence.viewed", "查看证据", "{actor}查看了证据“{s0}”的文件。")
