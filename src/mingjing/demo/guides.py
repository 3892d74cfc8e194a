"""The demo's service guides, and the blank forms that they name."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from docx import Document

from mingjing.catalog import actions as lists
from mingjing.catalog.models import ListKind
from mingjing.demo.bureau import DATA

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

FORMS = {
    "建筑工程施工许可证申请表": (
        *("建设单位", "工程名称", "建设地址", "合同价格（万元）", "施工单位", "监理单位", "合同工期"),
    ),
    "建设资金落实承诺书": ("建设单位", "工程名称", "合同价格（万元）", "到位资金（万元）"),
    "商品房预售许可申请表": ("开发企业", "项目名称", "坐落", "预售面积（平方米）", "预售套数", "监管银行"),
    "燃气经营许可申请表": ("企业名称", "经营类别", "经营区域", "气源", "安全管理负责人"),
}


def publish_guides(bureau: Bureau) -> None:
    """Keep the forms, import the guides, and let another person check and publish them."""
    user = bureau.users["publisher"]
    for name, labels in FORMS.items():
        lists.add_blank_form(user=user, name=name, data=_form(name, labels), filename=f"{name}.docx")
    file = DATA / "guides.csv"
    edition = lists.import_list(
        user=user, list_kind=ListKind.GUIDES, data=file.read_bytes(), filename=file.name
    )
    bureau.release(lists.send_to_check(user=user, edition=edition))


def _form(name: str, labels: tuple[str, ...]) -> bytes:
    """Return a blank form as a Word file: a heading, a line a label, a place to sign."""
    paper = Document()
    paper.add_heading(f"{name}（示例）", level=1)
    table = paper.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for label in labels:
        table.add_row().cells[0].text = label
    paper.add_paragraph("申请人（盖章）：　　　　　　　　　年　　月　　日")
    written = io.BytesIO()
    paper.save(written)
    return written.getvalue()
