"""The statutory forms that the product makes, as data (document_forms.csv; 55号令; reference §5).

A form says how it is laid out, what it must hold (必备要素), whether it is served, and where it lies in the file.
"""

from __future__ import annotations

from mingjing.documents import forms_after, forms_custody, forms_ending
from mingjing.documents.form import FILE_CLASSES, Form, Layout

__all__ = ["FILE_CLASSES", "FORMS", "Form", "Layout", "form_of"]

LEAD = Form(
    "AY01",
    "案件来源登记表",
    elements=("案源", "线索提供人", "收到时间", "线索内容", "地点", "拟办意见"),
    basis="住房和城乡建设行政处罚程序规定 第十五条",
    file_class=1,
    internal=True,
)
VERIFICATION = Form(
    "AY02",
    "线索核查报告",
    elements=("核查经过及初步证据", "管辖依据", "追责时效", "执法事项", "当事人", "拟指派承办人", "建议"),
    basis="住房和城乡建设行政处罚程序规定 第十五条",
    file_class=1,
    internal=True,
)
LEAD_EXTENSION = Form(
    "AY03",
    "延长核查期限审批表",
    elements=("案由", "呈请事项", "理由", "呈请人", "原期限"),
    basis="住房和城乡建设行政处罚程序规定 第十五条",
    file_class=1,
    internal=True,
)
NOT_FILED = Form(
    "LA02",
    "不予立案审批表",
    elements=("案由", "案源", "不符合立案条件的理由", "告知投诉举报人情况", "负责人意见"),
    basis="住房和城乡建设行政处罚程序规定 第十五条",
    file_class=1,
    internal=True,
)
FILING = Form(
    "LA01",
    "立案审批表",
    "立字",
    elements=(
        "案由", "案源", "当事人基本情况", "案情摘要", "初步证据", "管辖依据", "追责时效", "拟适用条款",
        "承办人及证号", "立案日期", "最迟作出决定",
    ),
    basis="行政处罚法 第五十四条；住房和城乡建设行政处罚程序规定 第十五条",
    file_class=1,
    internal=True,
)  # fmt: skip
INSPECTION = Form(
    "DC01",
    "现场检查（勘验）笔录",
    layout=Layout.RECORD,
    elements=(
        "时间", "地点", "被检查人", "执法人员及证号", "出示执法证件", "告知的事由、依据、权利、义务", "检查情况",
    ),
    basis="行政处罚法 第五十五条；住房和城乡建设行政处罚程序规定 第十七条",
    file_class=3,
    signers=("被检查人", "执法人员", "执法人员", "见证人"),
    confirmation="被检查人阅后写明（是否与检查情况一致；拒签的由执法人员注明）：",
)  # fmt: skip
INQUIRY = Form(
    "DC02",
    "询问笔录",
    layout=Layout.RECORD,
    elements=(
        "时间", "地点", "被询问人", "执法人员及证号", "出示执法证件", "告知的事由、依据、权利、义务", "询问内容",
    ),
    basis="行政处罚法 第五十五条；住房和城乡建设行政处罚程序规定 第十六条",
    file_class=3,
    signers=("被询问人", "执法人员", "执法人员"),
    confirmation="被询问人阅后写明（是否与所述一致；有更正的逐处捺印）：",
)  # fmt: skip
REPORT = Form(
    "ZJ01",
    "案件调查终结报告",
    elements=("当事人基本情况", "案件来源和调查经过", "违法事实和证据", "处理依据和裁量", "处理建议"),
    basis="住房和城乡建设行政处罚程序规定 第二十条",
    file_class=2,
    signers=("承办人", "承办人"),
    internal=True,
)
PETITION = ("案由", "当事人", "呈请事项", "理由", "呈请人")
"""What every form holds by which a handler asks a leader for something."""
SUSPENSION = Form(
    "ZJ02",
    "中止调查审批表",
    elements=PETITION,
    basis="住房和城乡建设行政处罚程序规定 第三十条",
    internal=True,
)
EXTENSION = Form(
    "ZJ03",
    "延期办案审批表",
    elements=PETITION,
    basis="住房和城乡建设行政处罚程序规定 第二十九条",
    internal=True,
)
REVIEW_RETURN = Form(
    "FS02",
    "送审材料补充（退回）通知",
    elements=("案由", "送审稿", "处理", "缺少的材料", "期限", "登记人"),
    basis="内蒙古自治区人民政府令第244号 第二十九条",
    file_class=6,
    internal=True,
)
REVIEW_EXTENSION = Form(
    "FS05",
    "延长法制审核期限审批表",
    elements=(*PETITION, "送审稿"),
    basis="内蒙古自治区人民政府令第244号 第三十一条",
    file_class=6,
    internal=True,
)
DISAGREEMENT = Form(
    "FS04",
    "审核意见异议、协商记录及负责人决定",
    elements=("案由", "审核意见", "分歧点", "提出人", "协商过程", "协商结果", "后续处理"),
    basis="内蒙古自治区人民政府令第244号 第三十二条",
    file_class=6,
    signers=("承办人", "法制机构负责人"),
    internal=True,
)
REVIEW_SUBMISSION = Form(
    "FS01",
    "法制审核送审表",
    elements=(
        "案由",
        "当事人",
        "送审稿",
        "拟作出的处理",
        "送审材料",
        "是否在审核目录",
        "承办机构",
        "送审人",
        "送审日期",
    ),
    basis="住房和城乡建设行政处罚程序规定 第二十三条；内蒙古自治区人民政府令第244号 第二十九条",
    file_class=6,
    internal=True,
)
OPINION = Form(
    "FS03",
    "法制审核意见书",
    "审字",
    elements=(
        "案由", "承办机构", "当事人", "主要事实", "法律依据", "拟作出的决定", "审核对象", "审核目录", "逐项审核",
        "意见", "具体意见", "审核人", "法制机构负责人",
    ),
    basis="住房和城乡建设行政处罚程序规定 第二十四条、第二十五条",
    file_class=6,
    internal=True,
)  # fmt: skip
NOTICE = Form(
    "GZ01",
    "行政处罚意见告知书",
    "罚告字",
    layout=Layout.LETTER,
    elements=("当事人", "违法事实", "违反的规定", "处罚依据", "拟作出的处罚", "权利", "联系"),
    basis="行政处罚法 第四十四条；住房和城乡建设行政处罚程序规定 第二十一条、第二十二条",
    served=True,
    file_class=2,
)
STATEMENT = Form(
    "GZ03",
    "陈述申辩笔录",
    layout=Layout.RECORD,
    elements=("陈述人", "时间", "陈述、申辩内容"),
    basis="行政处罚法 第四十五条",
    file_class=4,
    signers=("陈述人", "执法人员", "执法人员"),
    confirmation="陈述人阅后写明（是否与所述一致）：",
)
REEXAMINATION = Form(
    "GZ04",
    "陈述申辩复核意见书",
    elements=("案由", "当事人", "陈述、申辩意见", "是否提出新的事实、理由或者证据", "复核意见", "处理"),
    basis="行政处罚法 第四十五条；住房和城乡建设行政处罚程序规定 第二十二条",
    file_class=6,
    signers=("承办人", "承办人"),
)
DISCUSSION = Form(
    "JD01",
    "集体讨论笔录",
    layout=Layout.RECORD,
    elements=("时间", "地点", "主持人", "参加人", "讨论事项", "讨论记录", "结论"),
    basis="行政处罚法 第五十七条第二款；住房和城乡建设行政处罚程序规定 第二十六条",
    file_class=6,
    signers=("主持人", "参加人", "参加人", "记录人"),
    internal=True,
)
DECISION = Form(
    "JD03",
    "行政处罚决定书",
    "罚决字",
    layout=Layout.LETTER,
    elements=(
        "当事人", "违法事实", "证据", "告知与陈述申辩", "处罚依据和裁量", "处罚决定", "履行方式和期限", "救济途径",
    ),
    basis="行政处罚法 第五十九条；住房和城乡建设行政处罚程序规定 第二十七条",
    served=True,
    file_class=2,
)  # fmt: skip
SERVICE = Form(
    "SD01",
    "送达回证",
    elements=("送达文书", "受送达人", "送达方式", "送达时间", "送达地点", "签收人", "送达证明"),
    basis="民事诉讼法 第八十七条；住房和城乡建设行政处罚程序规定 第三十五条",
    file_class=2,
    signers=("受送达人", "送达人", "送达人", "见证人"),
)
CLOSING = Form(
    "JA01",
    "结案审批表",
    elements=("案由", "处理结果", "执行情况", "结案理由", "批准意见"),
    basis="住房和城乡建设行政处罚程序规定 第三十一条",
    file_class=7,
    internal=True,
)
ORDER_TO_STOP = Form(
    "DC10",
    "责令停止违法行为通知书",
    "停字",
    layout=Layout.LETTER,
    elements=("当事人", "违法事实", "依据", "责令内容", "期限", "救济途径"),
    basis="行政处罚法 第二十八条",
    served=True,
    file_class=2,
)
ORDER_TO_CORRECT = Form(
    "DC11",
    "责令改正通知书",
    "改字",
    layout=Layout.LETTER,
    elements=("当事人", "违法事实", "依据", "责令内容", "期限", "逾期后果", "救济途径"),
    basis="行政处罚法 第二十八条",
    served=True,
    file_class=2,
)
TEST_RESULTS = Form(
    "DC09",
    "检测（检验、鉴定）结果告知书",
    "鉴字",
    layout=Layout.LETTER,
    elements=("当事人", "委托事项", "机构及资质", "期间", "结果", "权利", "依据"),
    basis="住房和城乡建设行政处罚程序规定 第十八条",
    served=True,
    file_class=3,
)
PRESERVATION_APPROVAL = Form(
    "DC06",
    "先行登记保存审批表",
    elements=(*PETITION, "拟保存的证据", "依据", "保存期限"),
    basis="行政处罚法 第五十六条；住房和城乡建设行政处罚程序规定 第十九条",
    file_class=3,
    internal=True,
)
PRESERVATION = Form(
    "DC07",
    "先行登记保存通知书及清单",
    "存字",
    layout=Layout.LETTER,
    elements=("当事人", "理由", "依据", "期限", "物品清单", "告知", "清单签收"),
    basis="行政处罚法 第五十六条；住房和城乡建设行政处罚程序规定 第十九条",
    served=True,
    file_class=3,
)
PRESERVATION_END = Form(
    "DC08",
    "先行登记保存物品处理决定书",
    "处字",
    layout=Layout.LETTER,
    elements=("当事人", "保存通知书", "处理", "物品清单"),
    basis="住房和城乡建设行政处罚程序规定 第十九条",
    served=True,
    file_class=3,
)
RECUSAL = Form(
    "LA03",
    "回避申请及决定书",
    elements=(*PETITION, "回避人员", "提出"),
    basis="行政处罚法 第四十三条",
    served=True,
)
HEARING_REQUEST = Form(
    "TZ01",
    "听证申请登记表",
    elements=("申请人", "事由", "时间", "提出方式"),
    basis="住房和城乡建设行政处罚程序规定 第三十三条",
    file_class=5,
    signers=("申请人", "登记人"),
)
HEARING_NOTICE = Form(
    "TZ02",
    "听证通知书",
    "听字",
    layout=Layout.LETTER,
    elements=("当事人", "听证事由", "时间和地点", "是否公开", "主持人和记录人", "权利和义务", "联系"),
    basis="行政处罚法 第六十四条；住房和城乡建设行政处罚程序规定 第三十四条",
    served=True,
    file_class=5,
)
HEARING_DENIAL = Form(
    "TZ03",
    "不予听证通知书",
    "不听字",
    layout=Layout.LETTER,
    elements=("当事人", "申请情况", "理由", "权利", "联系"),
    basis="行政处罚法 第六十三条、第六十四条",
    served=True,
    file_class=5,
)
HEARING_ANNOUNCEMENT = Form(
    "TZ04",
    "听证公告",
    layout=Layout.LETTER,
    elements=("案由", "时间和地点", "旁听"),
    basis="行政处罚法 第六十四条",
    served=True,
    file_class=5,
)
HEARING_RECORD = Form(
    "TZ05",
    "听证笔录",
    layout=Layout.RECORD,
    elements=(
        "案由", "时间", "地点", "主持人和记录人", "当事人及代理人", "到场的调查人员和其他人员", "听证过程记录",
        "举证、质证情况", "最后陈述内容", "页数和签名",
    ),
    basis="行政处罚法 第六十四条",
    file_class=5,
    signers=("当事人或者代理人", "调查人员", "主持人", "记录人"),
    confirmation="当事人或者代理人核对后写明（是否与所述一致；拒绝签名的由主持人在笔录中注明）：",
)  # fmt: skip
HEARING_REPORT = Form(
    "TZ06",
    "听证报告",
    elements=("案由", "听证基本情况", "争议焦点", "事实和证据", "法律适用", "处理意见", "主持人"),
    basis="行政处罚法 第六十五条",
    file_class=5,
    signers=("听证主持人",),
    internal=True,
)

FORMS = {
    form.code: form
    for form in (
        *list(vars().values()),
        *vars(forms_after).values(),
        *vars(forms_custody).values(),
        *vars(forms_ending).values(),
    )
    if isinstance(form, Form)
}
"""Every form by its code."""


def form_of(code: str) -> Form:
    """Return the form of a code; KeyError for one that the product does not make."""
    return FORMS[code]
