"""What the records room itself records."""

from mingjing.records.vocabulary import act

BUNDLED = act("bundle.made", "导出卷宗包", "{actor}导出了卷宗包（{audience}），含此前 {count} 条记录。")
KEY_ROTATED = act(
    "log.key_rotated", "更换日志密钥", "{actor}更换了日志密钥，自第 {size} 条之后由新密钥签名。"
)
KEY_LOST = act(
    "log.key_lost", "日志密钥丢失", "{actor}因原密钥丢失更换了日志密钥，自第 {size} 条之后由新密钥签名。"
)
KEY_STOLEN = act(
    "log.key_stolen",
    "日志密钥被盗",
    "{actor}因原密钥被盗更换了日志密钥，自第 {size} 条之后由新密钥签名；原密钥的签名只认到第 {trusted} 条。",
    key=True,
)
RESTORED = act(
    "log.restored",
    "恢复备份",
    "{actor}由 {backup} 的备份恢复了系统：备份止于日志第 {size} 条，已公布至第 {until} 条，遗失 {lost} 条记录。",
    key=True,
)
KEY_CHANGES = (KEY_ROTATED, KEY_LOST, KEY_STOLEN)
