"""What the intake room records."""

from mingjing.records.vocabulary import act

REGISTERED = act("source.registered", "登记来源系统", "{actor}登记来源系统：{s0}。", key=True)
CHANGED = act("source.changed", "变更来源系统", "{actor}变更来源系统 {s0} 可以报送的种类。", key=True)
KEY_ISSUED = act("source.key_issued", "签发接口密钥", "{actor}签发接口密钥：{s0}。", key=True)
KEY_REVOKED = act("source.key_revoked", "停用接口密钥", "{actor}停用接口密钥：{s0}。", key=True)
RECEIVED = act("item.received", "收到来件", "{actor}报送{topic}：{s0}（第 {version} 版）。")
BROUGHT = act("item.brought", "导入来件", "{actor}从文件导入{topic}：{s0}（第 {version} 版）。")
RECALLED = act("item.recalled", "撤回来件", "{actor}撤回{topic}：{s0}（{situation}）。", key=True)
TAKEN = act("item.taken", "采入清单草案", "{actor}把来件采入执法事项清单草案：{s0}。")
DELIVERED = act(
    "source.file_brought", "导入来件文件", "{actor}从文件导入 {rows} 行：收下 {taken}，此前已收 {known}。"
)
