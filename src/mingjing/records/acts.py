"""What the records room itself records."""

from mingjing.records.vocabulary import act

BUNDLED = act("bundle.made", "导出卷宗包", "{actor}导出了卷宗包，含此前 {count} 条记录。")
