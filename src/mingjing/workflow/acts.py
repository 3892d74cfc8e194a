"""What the workflow room records."""

from mingjing.records.vocabulary import act

ADOPTED = act("procedure.adopted", "采用程序版本", "{actor}采用了程序“{s0}”第 {version} 版。", key=True)
SIGNED = act("approval.signed", "签署审批意见", "{actor}在{matter}中签署意见：{verdict}。")
