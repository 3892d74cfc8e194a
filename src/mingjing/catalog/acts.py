"""What the catalog room records."""

from mingjing.records.vocabulary import act

BEGUN = act("list.edition_begun", "编制新版", "{actor}开始编制{s0}。")
IMPORTED = act("list.imported", "导入清单", "{actor}导入{s0}：{rows} 行，其中 {marked} 行待补全。")
GENERATED = act("list.generated", "生成清单", "{actor}由人员登记生成{s0}：{rows} 行。")
ROW_EDITED = act("list.row_edited", "修改清单事项", "{actor}修改了清单事项“{s0}”。")
ROW_ADDED = act("list.row_added", "增加清单事项", "{actor}增加了清单事项“{s0}”。")
ROW_REMOVED = act("list.row_removed", "删去清单事项", "{actor}从草案中删去了清单事项“{s0}”。")
SENT = act("list.sent_to_check", "提交审核", "{actor}将{s0}提交审核。")
FORM_ADDED = act("list.form_added", "上传办事表格", "{actor}上传了办事表格“{s0}”第{version}版。")
DISCARDED = act("list.draft_discarded", "废弃草案", "{actor}废弃了{s0}的草案。")
REVISIONS_OPENED = act(
    "law.revisions_opened",
    "提出修订任务",
    "{s0}修改了被引用的条款，系统提出 {count} 项修订任务，{due} 前完成。",
    key=True,
)
REVISIONS_ENDED = act("law.revisions_ended", "修订任务办结", "{count} 项修订任务不再引用被修改的条款，办结。")
REVISIONS_COMPARED = act(
    "law.revisions_compared", "重新对照修订任务", "{s0}导入条文后重新对照，{ended} 项所引条款没有修改，办结。"
)
REVISION_KEPT = act("law.revision_kept", "说明不需修订", "{actor}说明“{s0}”的依据虽经修改，仍不需修订。")
REVISION_NEEDED = act(
    "list.revision_needed", "提出清单修订", "系统核对出{list}与登记不符，提出修订，{due} 前完成。", key=True
)
MATTER_KEPT = act("list.matter_kept", "说明保留事项", "{actor}说明五年未用的事项 {code} 仍须保留。")
