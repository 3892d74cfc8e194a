"""What the cases room records."""

from mingjing.records.vocabulary import act

LEAD = act("case.lead_registered", "登记案源", "{actor}登记了案件线索：{s0}（{source}）。")
PARTY = act("case.party_added", "登记当事人", "{actor}登记了当事人{s0}。")
SEALED = act("reporter.sealed", "密封举报人身份", "{actor}将举报人 {number} 的身份密封。")
UNSEALED = act("reporter.opened", "启封", "{actor}启封，查看了举报人 {number} 的身份。", key=True)
CONSENTED = act(
    "case.reporter_consented",
    "举报人同意披露",
    "{actor}登记：举报人 {number} 同意向承办人披露身份。",
    key=True,
)
REPLIED = act("case.replied", "答复来件", "{actor}登记：已答复来件单位（{manner}）。")
REPORTER_TOLD = act(
    "case.reporter_told", "告知举报人", "{actor}登记：已将处理情况告知举报人 {number}（{manner}）。"
)
VERIFIED = act("case.verified", "核查线索", "{actor}完成线索核查，提请立案。", key=True)
ENDORSED = act("case.endorsed", "签署审批意见", "{actor}在{matter}中签署：{verdict}。")
FILED = act("case.filed", "立案", "{actor}批准立案，{number}，当日起计算办案期限。", key=True)
DECLINED = act("case.declined", "不予立案", "{actor}决定不予立案。", key=True)
INVESTIGATED = act("case.investigated", "制作笔录", "{actor}制作了{s0}。")
REASSIGNED = act(
    "case.reassigned",
    "变更承办人",
    "{actor}变更承办人：{change}。",
    key=True,
)
CONCLUDED = act("case.concluded", "调查终结", "{actor}提交调查终结报告。", key=True)
NOTIFIED = act("case.notified", "制作告知书", "{actor}制作了送{party}的行政处罚意见告知书 {number}。")
NOTICE_SERVED = act(
    "case.notice_served", "送达告知书", "{actor}将告知书送达{party}，陈述申辩期至 {ends}。", key=True
)
WAIVED = act("case.waived", "书面放弃", "{actor}登记：{party}书面放弃陈述、申辩。")
HEARING_ASKED = act(
    "case.hearing_asked", "要求听证", "{actor}登记：{party}要求听证，听证结束前不作决定。", key=True
)
HEARING_WITHDRAWN = act("case.hearing_withdrawn", "撤回听证申请", "{actor}登记：{party}书面撤回听证申请。")
HEARING_ARRANGED = act(
    "case.hearing_arranged",
    "安排听证",
    "{actor}决定 {held} {openness}举行听证，办案期限自今日起停止计算。{remark}",
    key=True,
)
HEARING_DENIED = act(
    "case.hearing_denied", "不予听证", "{actor}对{party}的听证申请决定不予听证，{number}。", key=True
)
HEARING_TOLD = act(
    "case.hearing_told", "送达听证通知书", "{actor}将听证通知书 {number} 送达{party}。{remark}"
)
HEARING_CALLED_OFF = act(
    "case.hearing_called_off", "听证改期", "{actor}登记：原定 {held} 的听证不举行，另行安排。"
)
HEARING_RECORDED = act(
    "case.hearing_recorded", "听证笔录", "{actor}完成 {held} 的听证笔录，共 {pages} 页。{remark}", key=True
)
HEARING_REPORTED = act(
    "case.hearing_reported",
    "听证报告",
    "{actor}提出听证报告，听证结束；另成一稿、重新送审后再决定。",
    key=True,
)
ACT_JUDGED = act(
    "case.act_judged",
    "一事不再罚的认定",
    "{actor}认定：与{party}的在先决定 {number} 相比，属{verdict}。",
    key=True,
)
SUPPLEMENTED = act(
    "case.supplemented", "补充调查", "{actor}登记补充调查，案件退回调查终结、拟稿环节。", key=True
)
STATED = act("case.stated", "陈述申辩", "{actor}记录了{party}的陈述申辩，并作出复核意见。")
PRESENTED = act("case.presented", "提请决定", "{actor}提请作出决定。")
DISCUSSED = act("case.discussed", "集体讨论", "{actor}主持集体讨论并形成结论。", key=True)
DECIDED = act("case.decided", "作出决定", "{actor}对{party}作出行政处罚决定 {number}。", key=True)
NOT_PENALIZED = act(
    "case.not_penalized", "不予处罚", "{actor}对{party}作出不予行政处罚决定 {number}。", key=True
)
WITHDRAWN = act("case.withdrawn", "撤案", "{actor}批准撤案：{situation}。", key=True)
TRANSFERRED = act("case.transferred", "移送", "{actor}将案件移送{target}，{number}。", key=True)
TRANSFER_ANSWERED = act(
    "case.transfer_answered", "移送的答复", "{actor}登记了{target}的答复：{answer}。", key=True
)
TRANSFER_OBJECTED = act("case.transfer_objected", "提请复议", "{actor}就公安机关不予立案提请复议。")
HANDED_OVER = act("case.handed_over", "移交材料", "{actor}向公安机关移交了涉案物品和材料。", key=True)
TAKEN_BACK = act("case.taken_back", "恢复办理", "{actor}登记：受移送机关未受理，案件恢复办理。", key=True)
EDUCATED = act("case.educated", "教育记录", "{actor}对{party}进行教育并制作了教育记录。", key=True)
ANNOUNCED = act("case.announced", "公告送达", "{actor}对{party}公告送达 {number}。", key=True)
SERVED = act("case.served", "送达决定书", "{actor}将决定书 {number} 送达{party}。", key=True)
PERFORMED = act("case.performed", "履行", "{actor}登记了{party}的履行情况。")
CLOSING = act("case.closing_requested", "提请结案", "{actor}提请结案。")
CLOSED = act("case.closed", "结案", "{actor}批准结案，归档号 {number}。", key=True)
ARCHIVED = act("case.archived", "归档", "{actor}将案卷归档，归档号 {number}。", key=True)
PAPER_RETURNED = act(
    "case.paper_returned", "收回扫描件", "{actor}收回了{s0}签名、盖章后的扫描件（{pages}{how}）。"
)
COMPLEX = act("case.complexity_set", "认定情节复杂或重大", "{actor}认定本案情节复杂或重大，须集体讨论。")
PETITIONED = act("case.petitioned", "呈请批准", "{actor}呈请：{s0}。")
GRANTED = act("case.granted", "批准呈请", "{actor}对“{s0}”的呈请签署：{verdict}。", key=True)
RESUMED = act("case.resumed", "恢复调查", "{actor}登记恢复调查，办案期限重新推算。", key=True)
ORDERED = act("case.ordered", "责令改正（停止）", "{actor}制作了{s0} {number}。", key=True)
ORDER_SERVED = act("case.order_served", "送达责令通知书", "{actor}将通知书 {number} 送达当事人。")
ORDER_CHECKED = act("case.order_checked", "复查", "{actor}复查了 {number} 责令的事项：{verdict}。")
ENTRUSTED = act(
    "case.entrusted", "委托检测、检验、鉴定", "{actor}登记委托{kind}，期间不计入办案期限。", key=True
)
REPORTED = act(
    "case.results_told", "检测、检验、鉴定结果", "{actor}登记{kind}结果，制作结果告知书。", key=True
)
RESULT_SERVED = act("case.result_served", "送达结果告知书", "{actor}将结果告知书 {number} 送达当事人。")
PRESERVED = act(
    "case.preserved",
    "先行登记保存",
    "{actor}先行登记保存证据，开具 {number} 及清单，至 {ends} 期满。",
    key=True,
)
DISPOSED = act(
    "case.preservation_disposed",
    "处理先行登记保存",
    "{actor}处理先行登记保存的证据：{disposition}。",
    key=True,
)
DECISION_REFUSED = act(
    "case.decision_refused",
    "不同意作出决定",
    "{actor}对{party}的处罚决定审批签署：不同意，退回承办机构另成一稿。",
    key=True,
)
ADDRESS_CONFIRMED = act(
    "case.address_confirmed", "送达地址确认", "{actor}登记了{party}的送达地址确认书，{electronic}电子送达。"
)
DEFERRAL_ASKED = act(
    "case.deferral_asked", "申请延期（分期）缴纳", "{actor}登记了{s0}延期（分期）缴纳罚款的申请。"
)
DEFERRAL_DECIDED = act(
    "case.deferral_decided",
    "决定延期（分期）缴纳",
    "{actor}对延期（分期）缴纳罚款的申请签署：{verdict}，{number}。",
    key=True,
)
DEFERRAL_SERVED = act(
    "case.deferral_served",
    "送达延期（分期）决定",
    "{actor}将延期（分期）缴纳罚款决定书 {number} 送达当事人。",
)
VOIDED = act("case.document_voided", "文书作废", "{actor}作废了{s1} {number}，文号留存，不再使用。", key=True)
MENDING_ASKED = act("case.rectification_asked", "呈请补正（更正）", "{actor}呈请补正（更正）{s0} {number}。")
RECTIFIED = act(
    "case.rectified",
    "补正（更正）",
    "{actor}对补正（更正） {number} 的呈请签署：{verdict}。",
    key=True,
)
MENDING_SERVED = act(
    "case.rectification_served", "送达补正（更正）决定书", "{actor}将补正（更正）决定书 {number} 送达当事人。"
)
LISTED = act("case.evidence_listed", "制作证据清单", "{actor}制作了{s0}。")
TAKEN_OVER = act(
    "case.taken_over",
    "接入在办案件",
    "{actor}将上线前已在办的案件接入系统，办到“{step}”，期限从实际日期起算。",
    key=True,
)
PRIOR = act("case.prior_entered", "录入上线前材料", "上线前：{what}，由{actor}照纸质案卷录入扫描件。")
PRIOR_REVIEWED = act(
    "case.prior_reviewed",
    "录入上线前的审核",
    "上线前：{party}的代拟稿已经法制审核（{number}），由{actor}照纸质案卷录入，待法制机构核对。",
)
PRIOR_TOLD = act(
    "case.prior_told",
    "录入上线前的告知",
    "上线前：已对{party}事先告知（{number}），由{actor}照纸质案卷录入，待法制机构核对。",
)
PRIOR_NOTICE_CONFIRMED = act(
    "case.prior_notice_confirmed",
    "核对上线前的告知",
    "{actor}核对：上线前的告知书 {number} 告知{party}的正是这一稿，陈述申辩期至 {ends}。",
    key=True,
)
PRIOR_NOTICE_DENIED = act(
    "case.prior_notice_denied",
    "不确认上线前的告知",
    "{actor}核对：上线前的告知书 {number} 不能作为对{party}的告知，须重新告知。",
    key=True,
)
PRIOR_DECIDED = act(
    "case.prior_decided", "录入上线前的决定", "上线前：对{party}作出处罚决定 {s0}，由{actor}照纸质案卷录入。"
)
PRIOR_SERVED = act(
    "case.prior_served", "送达上线前的决定", "{actor}将上线前作出的决定书 {number} 送达{party}。", key=True
)
PRIOR_PERFORMED = act(
    "case.prior_performed", "履行上线前的决定", "{actor}登记了{party}对上线前的决定的履行情况。"
)
RELIEF_SOUGHT = act(
    "case.relief_sought", "复议、诉讼", "{actor}登记：当事人对决定 {number} 申请复议或者起诉。", key=True
)
RELIEF_ENDED = act(
    "case.relief_ended", "复议、诉讼结束", "{actor}登记：对决定 {number} 的复议或者诉讼已经结束。", key=True
)
FILE_LISTED = act("case.file_listed", "编制卷内目录", "{actor}编制卷内目录和卷内备考表。")
FILE_BOUND = act("case.file_bound", "装订电子卷宗", "{actor}第 {turn} 次装订电子卷宗，共 {pages} 页。")
BOUND_READ = act("case.bound_read", "查阅电子卷宗", "{actor}查阅了电子卷宗（{s0}）。")
