"""What people do with pushes. What goes out by itself is no act: it is a row, and the receiver's own books."""

from mingjing.records.vocabulary import act

ADDED = act("receiver.added", "登记接收方", "{actor}登记数据接收方：{s0}。", key=True)
CHANGED = act("receiver.changed", "变更接收方", "{actor}变更数据接收方：{s0}（{state}）。", key=True)
RESENT = act("receiver.resent", "重新推送", "{actor}把推送失败的 {number} 条重新推送给{s0}。")
SKIPPED = act("receiver.skipped", "放弃推送", "{actor}决定不再向{s0}推送第 {number} 号数据。", key=True)
