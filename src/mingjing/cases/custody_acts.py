"""What is recorded of the custody of files: used, held, sealed, shown, hashed again, destroyed."""

from mingjing.records.vocabulary import act

VIEWED = act("custody.viewed", "查看文件", "{actor}查看了“{s0}”的文件。")
DOWNLOADED = act("custody.downloaded", "下载文件", "{actor}下载了“{s0}”的文件。")
SHOWN = act("custody.shown", "出示文件", "{actor}依查阅登记向查阅人出示了“{s0}”{mark}。")
HANDED = act(
    "custody.handed_over", "交付复制件", "{actor}依查阅登记向查阅人交付了“{s0}”的复制件{mark}。", key=True
)
MARKED = act("custody.marked", "制作查阅件", "系统制作了“{s0}”加水印的查阅件{outcome}。")
CERTIFIED = act("custody.certified", "出具保管链证明", "{actor}出具了“{s0}”的保管链证明。")
HELD = act("custody.held", "保全", "{actor}对{what}予以保全（{ground}），解除之前不得销毁。", key=True)
RELEASED = act("custody.hold_lifted", "解除保全", "{actor}解除了对{what}的保全（{ground}）。", key=True)
SEALED = act("custody.sealed", "封存标记", "{actor}将“{s1}”标为不对当事人开放（{ground}）。")
UNSEALED = act("custody.seal_lifted", "解除封存标记", "{actor}解除了“{s1}”的封存标记（{ground}）。")
GRANTED = act("access.granted", "登记查阅", "{actor}核对身份后登记了{kind}的查阅，{count} 个文件。", key=True)
ENDED = act("access.ended", "结束查阅", "{actor}提前结束了{s0}。")
RULED = act(
    "custody.ruled",
    "设定保管规则",
    "{actor}设定：{days} 日内复核一遍，每日 {span}；未立案、撤案的现场音像保存 {months} 个月。",
)
REHASHED = act("custody.rehashed", "复核文件", "{actor}按期复核了 {count} 个文件（{s0}），全部相符。")
MISMATCHED = act(
    "custody.mismatched",
    "复核不符",
    "{actor}按期复核了 {count} 个文件（{s0}），其中 {wrong} 个不符或者不见。",
    key=True,
)
PROPOSED = act("disposal.proposed", "提请销毁", "{actor}提请销毁到期文件 {count} 个（{s0}）。", key=True)
DECIDED = act("disposal.decided", "审批销毁", "{actor}对{s0}签署：{verdict}。", key=True)
DESTROYED = act(
    "disposal.carried_out",
    "销毁",
    "{actor}依{s0}销毁了 {count} 个文件：内容和盐已清除，摘要和记录留存。",
    key=True,
)
