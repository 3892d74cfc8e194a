"""What the visits room records."""

from mingjing.records.vocabulary import act

PROPOSED = act("visit.proposed", "呈报现场执法任务", "{actor}呈报现场执法任务 {s0}。")
BEGUN = act("visit.begun", "紧急先行实施", "{actor}登记紧急的现场执法任务 {s0}，先行实施，待补批。", key=True)
APPROVED = act("visit.approved", "批准现场执法任务", "{actor}批准了现场执法任务 {s0}。", key=True)
REFUSED = act("visit.refused", "不批准现场执法任务", "{actor}没有批准现场执法任务 {s0}。", key=True)
WITHDRAWN = act("visit.withdrawn", "撤回现场执法任务", "{actor}撤回了现场执法任务 {s0}。")
RATED = act("visit.rated", "现场评价", "{actor}作出现场评价：{s0}。")
RECEIVED = act("complaint.received", "收到投诉举报", "{actor}提交了投诉举报 {s0}。", key=True)
APPOINTED = act("complaint.appointed", "指定办理投诉举报", "{actor}指定了投诉举报 {s0} 的办理人。")
ANSWERED = act("complaint.answered", "答复投诉举报", "{actor}答复了投诉举报 {s0}：{outcome}。", key=True)
UNSEALED = act("complaint.unsealed", "启封投诉举报人身份", "{actor}启封了投诉举报人的身份。", key=True)
