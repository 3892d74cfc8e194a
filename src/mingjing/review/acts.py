"""What the review room records."""

from mingjing.records.vocabulary import act

DRAFTED = act("review.drafted", "拟定决定代拟稿", "{actor}拟定了{party}的决定代拟稿第 {revision} 稿。")
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
