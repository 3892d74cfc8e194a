"""种子 B2; document_forms.csv: every form asks for what the law asks of it, and is not made without any of it."""

from __future__ import annotations

import csv
import datetime as dt
import re
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from mingjing import clock
from mingjing.cases import acts
from mingjing.cases.actions.investigation import record_inspection
from mingjing.documents.actions import issue
from mingjing.documents.forms_catalogue import FORMS
from mingjing.documents.layouts import complete
from mingjing.documents.models import Document, NumberSeries
from mingjing.records.deeds import deed
from mingjing.storage.store import read
from telling import filed, refusal

if TYPE_CHECKING:
    from pathlib import Path

    from mingjing.demo.bureau import Bureau
    from mingjing.documents.form import Form

MANDATORY = {
    "AY01": ("案源", "线索提供人", "收到时间", "线索内容", "拟办意见"),
    "AY02": ("核查经过", "初步证据", "管辖", "时效", "建议"),
    "LA01": ("案由", "案源", "当事人基本情况", "案情摘要", "拟适用条款", "承办人及证号", "立案日期"),
    "LA02": ("不符合立案条件的理由", "告知投诉举报人情况"),
    "LA03": ("呈请人", "理由", "回避人员"),
    "DC01": ("时间", "地点", "执法人员及证号", "出示执法证件", "告知", "被检查人", "检查情况"),
    "DC02": ("时间", "地点", "执法人员及证号", "出示执法证件", "告知", "被询问人", "询问内容"),
    "DC06": ("拟保存的证据", "理由", "依据", "期限"),
    "DC07": ("理由", "依据", "期限", "物品清单", "告知", "清单签收"),
    "DC08": ("保存通知书", "处理", "物品清单"),
    "DC09": ("委托事项", "机构及资质", "期间", "结果"),
    "DC10": ("违法事实", "依据", "责令内容", "期限", "救济途径"),
    "DC11": ("违法事实", "依据", "责令内容", "期限", "逾期后果"),
    "DC13": ("说明", "清单"),
    "ZJ01": ("当事人基本情况", "调查经过", "违法事实和证据", "裁量", "处理建议"),
    "ZJ02": ("理由", "呈请事项"),
    "ZJ03": ("理由", "呈请事项"),
    "FS01": ("送审稿", "送审材料", "承办机构"),
    "FS02": ("缺少的材料", "期限"),
    "FS03": (
        "承办机构", "当事人", "拟作出的决定", "法律依据", "事实", "审核对象", "逐项审核", "意见", "具体意见", "审核人",
        "法制机构负责人",
    ),
    "FS04": ("分歧点", "协商过程"),
    "GZ01": ("违法事实", "违反的规定", "处罚依据", "拟作出的处罚", "权利", "联系"),
    "GZ03": ("陈述、申辩内容",),
    "GZ04": ("是否提出新的事实、理由或者证据", "复核意见", "处理"),
    "TZ01": ("申请人", "事由", "时间"),
    "TZ02": ("时间和地点", "主持人", "权利"),
    "TZ04": ("案由", "时间和地点"),
    "TZ05": ("主持人", "调查人员", "当事人及代理人", "举证、质证", "签名"),
    "TZ06": ("争议焦点", "意见"),
    "JD01": ("时间", "地点", "主持人", "参加人", "讨论事项", "讨论记录", "结论"),
    "JD02": ("违法事实", "依据", "裁量", "法制审核意见", "听证", "集体讨论"),
    "JD03": (
        "当事人", "违法事实", "证据", "告知与陈述申辩", "处罚依据和裁量", "处罚决定", "履行方式和期限", "救济途径",
    ),
    "JD04": ("查明的事实", "不予处罚的理由和依据", "教育情况", "救济途径"),
    "JD07": ("原文书", "遗漏或者错误", "更正的内容"),
    "JD08": ("案情", "涉嫌犯罪的理由", "材料清单"),
    "JD09": ("无管辖权的理由", "材料清单"),
    "SD01": ("送达文书", "受送达人", "送达方式", "送达时间", "送达地点", "签收人", "送达证明"),
    "SD02": ("送达地址", "电子送达", "备用", "变更告知", "确认"),
    "SD03": ("受送达人", "原因", "公告媒介", "视为送达"),
    "ZX02": ("申请和理由", "各期的日期和金额"),
    "JA01": ("处理结果", "执行情况", "结案理由"),
}  # fmt: skip
"""Code → what the law and the table of forms ask of it (行政处罚法 44–66; 55号令15–37)."""


@pytest.mark.parametrize("code", MANDATORY)
def test_a_form_asks_for_what_the_law_asks_of_it(code: str) -> None:
    said = "；".join(FORMS[code].elements)
    assert not [word for word in MANDATORY[code] if word not in said]


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.code)
def test_a_template_with_a_mandatory_element_taken_out_is_refused(form: Form) -> None:
    """Each element of each form in turn: refused with the form's clause, and by the element's name."""
    assert form.elements
    assert form.basis
    whole = dict.fromkeys(form.elements, "示例")
    complete(form, whole)
    for element in form.elements:
        for spoiled in ({k: v for k, v in whole.items() if k != element}, whole | {element: " "}):
            with refusal("document.incomplete") as told:
                complete(form, spoiled)
            assert told.value.clause == form.basis
            assert told.value.details == [f"缺：{element}"]


def test_what_is_refused_takes_no_number_and_leaves_no_document(bureau: Bureau) -> None:
    """Every form, on a real case: the series stand where they stood."""
    case = filed(bureau).refresh()
    before = list(NumberSeries.objects.order_by("pk").values_list("pk", "last")), Document.objects.count()
    for form in FORMS.values():
        items = dict.fromkeys(form.elements[:-1], "示例")
        with (
            refusal("document.incomplete"),
            deed(dossier=case.dossier, act=acts.INVESTIGATED, actor=bureau.users["officer1"].actor()) as work,
        ):
            issue(work, form=form, agency=case.agency, made_on=clock.today(), data=items)
    assert before == (
        list(NumberSeries.objects.order_by("pk").values_list("pk", "last")),
        Document.objects.count(),
    )


def test_forms_agree_with_the_table_of_forms(shared: Path) -> None:
    """document_forms.csv: its 文号字, whether it is served, its class in the file (55号令40)."""
    with (shared / "data" / "document_forms.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["文书代码(建议)"]: row for row in csv.DictReader(file)}
    wrong = []
    for code, form in FORMS.items():
        row = rows.get(code)
        if row is None:
            continue
        asked = row["建议文号字"].split("/")[0].strip()
        if asked and form.word != asked:
            wrong.append(f"{code}: 文号字 {form.word!r}, asked {asked!r}")
        number = row["卷内类别(55号令40条)"]
        if number not in {"", "0", str(form.file_class)}:
            wrong.append(f"{code}: class {form.file_class}, asked {number}")
        if row["需送达"] == "1" and code != "GZ04" and not form.served:
            wrong.append(f"{code}: is served")
    assert wrong == []


def test_a_letter_writes_days_and_laws_as_letters_do(bureau: Bureau) -> None:
    """GB/T 9704-2012 7.3.5: 2026年7月10日; the law by its whole title; the party by name, code and seat."""
    story = filed(bureau).investigated().preserved()
    document = story.case.dossier.documents.get(form="DC07")
    pdf = pypdfium2.PdfDocument(read(document.original))
    text = re.sub(r"\s", "", "".join(page.get_textpage().get_text_bounded() for page in pdf))
    today, party = clock.today(), story.parties[0]
    assert f"{today.year}年{today.month}月{today.day}日至" in text
    assert str(today) not in text
    assert "《中华人民共和国行政处罚法》第五十六条" in text
    assert "《住房和城乡建设行政处罚程序规定》第十九条" in text
    for particular in (party.name, party.credit_code, party.representative):
        assert particular in text


def test_a_record_says_from_when_to_when_to_the_minute(bureau: Bureau) -> None:
    """55号令16、17: 起止时间. Half a span, or an end before its beginning, is refused."""
    story = filed(bureau).investigated()
    times = {
        row.form: dict(row.data)["时间"]
        for row in story.case.dossier.documents.filter(form__in=("DC01", "DC02"))
    }
    assert times["DC01"].endswith("9时05分至9时50分")
    assert times["DC02"].endswith("9时55分至10时10分")
    told = {
        "kind": "inspection", "happened_on": clock.today(), "place": "工地", "person": "某", "content": "所见",
        "officers": story.officers, "card_shown": True, "told": "权利",
    }  # fmt: skip
    for began, ended in ((dt.time(9), None), (dt.time(9), dt.time(8))):
        with refusal("record.hours"):
            record_inspection(user=story.user, case=story.refresh(), began=began, ended=ended, **told)
