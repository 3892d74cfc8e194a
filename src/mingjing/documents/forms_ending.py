"""The forms by which a case ends without a penalty: no penalty and its education, withdrawal, transfer."""

from __future__ import annotations

from mingjing.documents.form import Form, Layout

NO_PENALTY = Form(
    "JD04",
    "不予行政处罚决定书",
    "不罚决字",
    layout=Layout.LETTER,
    elements=("当事人", "查明的事实", "证据", "不予处罚的理由和依据", "教育情况", "救济途径"),
    basis="行政处罚法 第三十三条、第五十七条",
    served=True,
    file_class=2,
)
EDUCATION = Form(
    "JD04-1",
    "不予处罚教育记录",
    layout=Layout.RECORD,
    elements=("时间", "地点", "被教育人", "不予处罚决定书", "执法人员及证号", "教育内容", "当事人表示"),
    basis="行政处罚法 第三十三条第三款",
    file_class=2,
    signers=("被教育人", "执法人员", "执法人员"),
    confirmation="被教育人阅后写明（是否与所述一致）：",
)
WITHDRAWAL = Form(
    "JA01-1",
    "撤案审批表",
    elements=("案由", "立案号", "当事人", "呈请事项", "撤案情形", "理由", "呈请人"),
    basis="行政处罚法 第五十七条；住房和城乡建设行政处罚程序规定 第三十一条",
    file_class=7,
)
TRANSFER_APPROVAL = Form(
    "JD09-1",
    "案件移送审批表",
    elements=("案由", "当事人", "呈请事项", "受移送机关", "材料清单", "理由", "呈请人"),
    basis="行政处罚法 第二十五条、第二十七条；行政执法机关移送涉嫌犯罪案件的规定 第五条",
)
TRANSFER = Form(
    "JD09",
    "案件移送函",
    "移字",
    layout=Layout.LETTER,
    elements=("受移送机关", "案由", "当事人", "案情", "无管辖权的理由", "依据", "材料清单"),
    basis="行政处罚法 第二十五条；住房和城乡建设行政处罚程序规定 第六条",
    served=True,
)
CRIME_TRANSFER = Form(
    "JD08",
    "涉嫌犯罪案件移送书",
    "移字",
    layout=Layout.LETTER,
    elements=("受移送机关", "案由", "当事人", "案情", "涉嫌犯罪的理由", "依据", "批准", "材料清单"),
    basis="行政处罚法 第二十七条；行政执法机关移送涉嫌犯罪案件的规定 第五条、第六条",
    served=True,
)
