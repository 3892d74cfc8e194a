"""What the disclosure room records."""

from mingjing.records.vocabulary import act

COLLECTED = act("publication.collected", "采集公示信息", "{actor}依公示规则采集：{s0}。")
KEPT_BACK = act("publication.kept_back", "列为不公开", "{actor}依公示规则列为不公开：{s0}。")
WITHHOLDING = act("publication.withholding_proposed", "提请不公开", "{actor}提请不公开：{s0}。")
WITHHELD = act("publication.withheld", "决定不公开", "{actor}核对后决定不公开：{s0}。", key=True)
EXPIRED = act("publication.expired", "公示期满", "公示期满，{actor}从全部公开面撤下：{s0}。", key=True)
ENDED = act("publication.ended", "公示事由消失", "公示的事由已经消失，{actor}终止公示：{s0}。", key=True)
PROPOSED = act("publication.proposed", "提交公示", "{actor}提交公示：{s0}。")
RETURNED = act("publication.returned", "退回公示", "{actor}退回了公示：{s0}。")
PUBLISHED = act("publication.published", "公开", "{actor}审核并公开：{s0}。", key=True)
OPENED = act(
    "publication.opening_given", "出具遮盖凭证", "{actor}向当事人出具遮盖凭证 {count} 处：{s0}。", key=True
)
WITHDRAWN = act("publication.withdrawn", "撤下", "{actor}从全部公开面撤下：{s0}（{situation}）。", key=True)
POSTED = act("publication.posted", "登记转载", "{actor}登记转载：{s1}，{channel}。")
UNPOSTED = act("publication.posting_removed", "登记撤除转载", "{actor}登记撤除转载：{s1}，{channel}。")
EXPLAINED = act("publication.withdrawal_explained", "公布撤下理由", "{actor}公布了撤下{s0}的理由。", key=True)
RULED = act("publication.rules_adopted", "施行公示规则", "{actor}施行公示规则：{s0}等。", key=True)
RULE_DRAFTED = act("publication.rule_drafted", "起草公示规则", "{actor}起草公示规则：{s0}。")
RULE_RETURNED = act("publication.rule_returned", "退回公示规则", "{actor}退回公示规则：{s0}。")
RULE_ADOPTED = act(
    "publication.rule_adopted", "核对并施行公示规则", "{actor}核对并施行公示规则：{s0}。", key=True
)
ASSESSED = act("publication.assessed", "登记个人信息保护影响评估", "{actor}登记个人信息保护影响评估：{s0}。")
ASSESSMENT_CONFIRMED = act(
    "publication.assessment_confirmed",
    "确认个人信息保护影响评估",
    "{actor}确认个人信息保护影响评估：{s0}。",
    key=True,
)
ASKED = act("publication.correction_asked", "申请更正", "{actor}申请更正：{s1}（回执 {s0}）。", key=True)
ANSWERED = act(
    "publication.correction_answered", "答复更正申请", "{actor}答复更正申请 {s0}：{outcome}。", key=True
)
