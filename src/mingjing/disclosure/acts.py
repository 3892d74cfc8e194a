"""What the disclosure room records."""

from mingjing.records.vocabulary import act

PROPOSED = act("publication.proposed", "提交公示", "{actor}提交公示：{s0}。")
RETURNED = act("publication.returned", "退回公示", "{actor}退回了公示：{s0}。")
PUBLISHED = act("publication.published", "公开", "{actor}审核并公开：{s0}。", key=True)
WITHDRAWN = act("publication.withdrawn", "撤下", "{actor}从全部公开面撤下：{s0}（{situation}）。", key=True)
EXPLAINED = act("publication.withdrawal_explained", "公布撤下理由", "{actor}公布了撤下{s0}的理由。", key=True)
RULED = act("publication.rules_adopted", "施行公示规则", "{actor}施行公示规则：{s0}等。", key=True)
