"""What the exchange room records."""

from mingjing.records.vocabulary import act

CREDIT_EXPORTED = act(
    "credit.exported",
    "导出双公示数据",
    "{actor}导出 {s0} 的双公示数据（合格 {rows} 条，不合格 {faulty} 条）。",
    key=True,
)
DUMPED = act("data.dumped", "生成开放数据", "{actor}生成开放数据 {s0}，{rows} 条。")
