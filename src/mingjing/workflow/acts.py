"""What the workflow room records."""

from mingjing.records.vocabulary import act

ADOPTED = act("procedure.adopted", "采用程序版本", "{actor}采用了程序“{s0}”第 {version} 版。", key=True)
