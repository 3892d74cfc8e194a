"""What the registry records."""

from mingjing.records.vocabulary import act

AGENCY_CREATED = act("agency.created", "建立机关", "{actor}建立了机关“{s0}”。", key=True)
AGENCY_CHANGED = act("agency.changed", "变更机关信息", "{actor}变更了机关“{s0}”的信息。")
AGENCY_DESCRIBED = act("agency.described", "公布机关职责", "{actor}填写了机关“{s0}”公开的职责、权限和地址。")
DEPARTMENT_ADDED = act("department.added", "设立内设机构", "{actor}登记了内设机构“{s0}”。")
ORGANISATION_ENTRUSTED = act(
    "agency.entrusted",
    "登记受委托组织",
    "{actor}登记了受委托组织“{s0}”，确认其符合行政处罚法第二十一条的条件。",
)
DELEGATION_REGISTERED = act("delegation.registered", "登记委托", "{actor}登记了对{s1}的委托：{s0}。")
DELEGATION_ENDED = act("delegation.ended", "终止委托", "{actor}登记提前终止对{s1}的委托：{s0}。")
OFFICER_ADDED = act("officer.added", "登记人员", "{actor}登记了人员{s0}。")
OFFICER_CHANGED = act("officer.changed", "变更人员信息", "{actor}变更了人员{s0}的登记信息。")
OFFICER_LEFT = act("officer.left", "人员离岗", "{actor}登记{s0}离岗。")
CERTIFICATE_ISSUED = act("certificate.issued", "登记执法证件", "{actor}为{s1}登记了执法证件 {s0}。")
CERTIFICATE_CHANGED = act("certificate.changed", "变更证件状态", "{actor}变更了执法证件 {s0} 的状态。")
SUBSTITUTION_REGISTERED = act("substitution.registered", "登记代签授权", "{actor}登记了代签授权：{s0}。")
ACCOUNT_CREATED = act("account.created", "建立账号", "{actor}建立了账号{s0}。")
ACCOUNT_ROLE_GRANTED = act("account.role_granted", "授予角色", "{actor}向{s1}授予角色：{role}。")
ACCOUNT_ROLE_ENDED = act("account.role_ended", "收回角色", "{actor}收回了{s1}的角色：{role}。")
ACCOUNT_SWITCHED = act("account.switched", "启用或停用账号", "{actor}变更了账号{s0}的启用状态。")
LOGGED_IN = act("account.logged_in", "登录", "{actor}登录，此前连续失败 {failures} 次。")
LOGGED_OUT = act("account.logged_out", "退出", "{actor}退出。")
LOCKED = act("account.locked", "锁定账号", "账号{s0}连续 {failures} 次登录失败，锁定 {minutes} 分钟。")
PASSWORD_CHANGED = act("account.password_changed", "更改密码", "{actor}更改了{s0}的密码。")
DEVICE_REGISTERED = act("device.registered", "登记设备", "{actor}登记了设备{s0}。")
DEVICE_ASSIGNED = act("device.assigned", "变更设备配属", "{actor}变更了设备{s0}的配属。")
DEVICE_DRAWN = act("device.drawn", "领用设备", "{actor}把{s1}发给{s2}领用。", key=True)
DEVICE_RETURNED = act("device.returned", "归还设备", "{actor}从{s2}收回{s1}。")
DEVICE_ENTERED = act("device.entered", "登记设备台账", "{actor}登记{s1}：{entry}。")
SITE_ADDED = act("site.added", "登记执法场所", "{actor}登记了全程音像记录的场所“{s0}”。")
SITE_CLOSED = act("site.closed", "停用执法场所", "{actor}登记场所“{s0}”停用。")
EQUIPMENT_SET = act("equipment.set", "设定配备标准", "{actor}设定了配备标准：{s0}。")
USAGE_RULES_ADOPTED = act("usage_rules.adopted", "登记使用制度", "{actor}登记了{s0}。", key=True)
WINDOW_ADDED = act("window.added", "设置窗口", "{actor}设置了窗口“{s0}”。")
WINDOW_CHANGED = act("window.changed", "变更窗口信息", "{actor}变更了窗口“{s0}”公示的内容。")
WINDOW_CLOSED = act("window.closed", "停用窗口", "{actor}登记窗口“{s0}”停用。")
WINDOW_NOTICES = act("window.notices", "更换窗口告知", "{actor}更换了窗口“{s0}”的告知事项。")
WINDOW_STAFFED = act("window.staffed", "安排窗口人员", "{actor}安排了窗口人员在岗：{s0}。")
WINDOW_RELIEVED = act("window.relieved", "结束窗口安排", "{actor}提前结束了窗口人员的安排：{s0}。")
