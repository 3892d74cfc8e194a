"""What the review room records."""

from mingjing.records.vocabulary import act

DRAFTED = act("review.drafted", "拟定决定代拟稿", "{actor}拟定了{party}的决定代拟稿第 {revision} 稿。")
DRAFTED_IN_WORD = act(
    "review.drafted_in_word",
    "读回 Word 稿",
    "{actor}将修改后的 Word 稿读回，成为{party}的决定代拟稿第 {revision} 稿。",
)
SUBMITTED = act(
    "review.submitted", "提请法制审核", "{actor}就{party}的代拟稿第 {revision} 稿提请法制审核。", key=True
)
WRITTEN = act("review.written", "起草审核意见", "{actor}逐项审核并起草意见。")
AGREED = act("review.agreed", "审核意见：同意", "{actor}签署法制审核意见：同意。", key=True)
OUTSIDE = act(
    "review.outside_catalogue",
    "审核意见：不在目录",
    "{actor}签署意见：不在重大执法决定审核目录（第 {edition} 版）。",
    key=True,
)
RETURNED = act(
    "review.returned", "审核意见：退回", "{actor}签署法制审核意见：{result}，退回承办机构。", key=True
)
RECEIVED = act("review.received", "收件登记", "{actor}登记收件：{verdict}。", key=True)
SUPPLEMENTED = act("review.supplemented", "补充送审材料", "{actor}补充了送审材料，审核期限接着计算。")
ASSIGNED = act("review.assigned", "指派审核人", "{actor}指派了审核人。")
APPOINTED = act(
    "review.appointed", "指定审核人", "{actor}就本案指定审核人：法制机构的审核人须回避或者缺位。", key=True
)
OBJECTED = act("review.objected", "对审核意见提出异议", "{actor}对审核意见书 {number} 提出异议。", key=True)
TALKED = act("review.talked", "协商审核意见", "{actor}登记协商结果：{outcome}。", key=True)
SETTLED = act(
    "review.settled",
    "分歧结论",
    "{actor}就审核意见的分歧作出结论：{verdict}，重新送审后以新的审核意见为准。",
    key=True,
)
PRIOR_CONFIRMED = act(
    "review.prior_confirmed",
    "核对上线前的审核意见",
    "{actor}核对：上线前的审核意见 {number} 同意的正是{party}的这一稿，予以确认。",
    key=True,
)
PRIOR_DENIED = act(
    "review.prior_denied",
    "不确认上线前的审核意见",
    "{actor}核对：上线前的审核意见 {number} 不能作为{party}这一稿的审核，退回重新送审。",
    key=True,
)
