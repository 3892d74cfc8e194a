"""Cases of the demo that tell of papers: a result told, a draft back from Word, sealed pages scanned."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFont

from mingjing import clock
from mingjing.cases.actions import notice as hearing
from mingjing.cases.actions import orders, papers, recusal, testing, word_drafts
from mingjing.cases.models import ResultNotice
from mingjing.cases.papers.word_drafts import paper
from mingjing.cases.queries.case import newest_drafts, newest_notice
from mingjing.demo.handing import by_hand, by_post
from mingjing.demo.stages import INVESTIGATED, Plot
from mingjing.demo.stories import CaseStory, Firm, Plan
from mingjing.evidence.actions import Upload
from mingjing.storage.store import read

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.documents.models import Document

DOTS = 150
RED = (200, 40, 40)


def sealed_pages(document: Document) -> bytes:
    """Return what a scanner would give of a document that bears a sample seal, as a PDF of pictures."""
    pdf = pdfium.PdfDocument(read(document.original))
    pages = [page.render(scale=DOTS / 72).to_pil().convert("RGB") for page in pdf]
    pdf.close()
    width, height = pages[-1].size
    seal = _seal()
    pages[-1].paste(seal, (int(width * 0.62), int(height * 0.52)), seal)
    out = io.BytesIO()
    turned = [each.rotate(0.6, expand=False, fillcolor=(250, 250, 247)) for each in pages]
    turned[0].save(out, "PDF", save_all=True, append_images=turned[1:], resolution=DOTS, quality=55)
    return out.getvalue()


@cache
def _seal() -> Image.Image:
    """Draw a round that says of itself that it is a sample."""
    side = 236
    image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.ellipse((4, 4, side - 4, side - 4), outline=(*RED, 210), width=6)
    font = ImageFont.truetype(str(files("mingjing.typeset") / "fonts" / "FandolSong-Bold.otf"), 44)
    for line, text in enumerate(("示例印章", "无　效")):
        pen.text((side / 2, 84 + 64 * line), text, fill=(*RED, 210), font=font, anchor="mm")
    return image


def sealed(story: CaseStory) -> None:
    """Bring back notice and decision as scans of their printed pages."""
    for form in ("GZ01", "JD03"):
        for document in story.case.dossier.documents.select_related("original", "dossier").filter(form=form):
            upload = Upload(f"{document.title}（扫描件）.pdf", io.BytesIO(sealed_pages(document)))
            papers.take_back(
                user=story.user, case=story.refresh(), document=document, upload=upload, sealed=True
            )


def entrusted(story: CaseStory) -> None:
    """Entrust a test of the concrete today."""
    testing.entrust(
        user=story.user, case=story.refresh(), testing_kind="test", entrusted_on=clock.today(),
        matter="2 号楼三层剪力墙混凝土抗压强度（钻芯法），依据 JGJ/T 384",
        institution="云岭县建设工程质量检测中心（示例）", qualification="检测机构资质证书 示检字 15-001",
    )  # fmt: skip


def told(story: CaseStory) -> None:
    """Register the report and tell the party of it today."""
    for each in story.refresh().testings.filter(reported_on=None):
        testing.tell(
            user=story.user, case=story.refresh(), testing=each, reported_on=clock.today(),
            report_number="示检 2026-0088", result="所检构件混凝土抗压强度推定值 24.6 MPa，未达到设计等级 C30。",
        )  # fmt: skip
    for notice in ResultNotice.objects.filter(testing__case=story.case, served_on=None):
        testing.serve_result(
            user=story.user, case=story.refresh(), notice=notice, handed=by_post("项目负责人")
        )


def stopped(story: CaseStory) -> None:
    """Order the party to stop today and serve the order."""
    for party in story.parties:
        made = orders.issue_order(
            user=story.user, case=story.refresh(), party=party, order_kind="stop", facts=story.facts,
            basis="《建设工程质量管理条例》第四十八条", deadline=clock.today(),
            demands="立即停止 2 号楼三层以上主体结构施工，未经检测鉴定和加固设计不得复工。",
        )  # fmt: skip
        orders.serve_order(user=story.user, case=story.refresh(), order=made, handed=by_hand("项目负责人"))
    story.recorded()


def recusal_refused(story: CaseStory) -> None:
    """Let the party ask that a handler be recused, and refuse it today."""
    recusal.request_recusal(
        user=story.user, case=story.refresh(), officer=story.officers[1], by_party=True,
        reason="当事人称该承办人曾在其竞争对手单位任职。",
    )  # fmt: skip
    recusal.decide_recusal(
        user=story.as_("deputy"), case=story.refresh(), agreed=False,
        opinion="经核实，该承办人未在所称单位任职，与本案没有直接利害关系，驳回申请。",
    )  # fmt: skip


def stated(story: CaseStory) -> None:
    """Let each party state its defence today; it brings nothing new and is not taken up."""
    for party in story.parties:
        notice = newest_notice(party)
        assert notice is not None  # noqa: S101 - the story notified before
        hearing.record_statement(
            user=story.user, case=story.refresh(), notice=notice, made_on=clock.today(), brings_new=False,
            content="施工许可证正在办理，工期受合同约束，停工损失较大，请求免予处罚。",
            reexamination="办理中不等于取得；工期和损失不是免予处罚的法定情形。首次被查处、主动停工已在裁量中考虑，不予采纳。",
        )  # fmt: skip


def worded(story: CaseStory, old: str, new: str) -> None:
    """Take each draft out as Word, exchange some words, and read it back."""
    for party in story.parties:
        draft = newest_drafts(story.case.dossier)[party.ref]
        data = rewritten(paper(story.refresh(), draft).data, old, new)
        upload = Upload("代拟稿（修改）.docx", io.BytesIO(data))
        word_drafts.bring_back(user=story.user, case=story.refresh(), party=party, upload=upload)


def rewritten(data: bytes, old: str, new: str) -> bytes:
    """Return a `.docx` with words exchanged in its body."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            part = before.read(name)
            if name == "word/document.xml":
                part = part.decode().replace(old, new).encode()
            after.writestr(name, part)
    return made.getvalue()


def papered(bureau: Bureau) -> list[Plot]:
    """Return the stories with their days and steps."""
    weak = CaseStory(
        bureau,
        title="施工单位偷工减料、不按图施工案",
        matter="CF-ZA-003",
        place="云岭县云川镇锦屏花园 2 号楼工地（示例）",
        firms=(
            Firm("云岭县锦屏建筑工程有限公司（示例）", "91159999MA0X10201E", representative="石磊（示例）"),
        ),
        plans=(
            Plan(48_000_00, reasons="首次被查处，问题构件限于一层，已停工并委托加固设计，未造成安全事故。"),
        ),
        facts="当事人施工的 2 号楼三层剪力墙强度推定值 24.6 MPa，未达到设计等级 C30，该部分合同价款 160 万元。",
        seen="2 号楼三层剪力墙已拆模，墙面局部疏松、露筋，回弹值普遍偏低；现场混凝土送货单与配合比单不一致。",
        said="问：三层剪力墙用的是什么强度的混凝土？答：设计是 C30，当天搅拌站送的料没有逐车核对。",
        paper="混凝土送货单、配合比单（复制件）",
        violated=("《建设工程质量管理条例》第二十八条第一款",),
        basis=("《建设工程质量管理条例》第六十四条",),
    )
    stamped = CaseStory(
        bureau,
        place="云岭县东川镇书香里工地（示例）",
        firms=(Firm("云岭县书香置业有限公司（示例）", "91159999MA0X20302Y", representative="温良（示例）"),),
    )
    return [
        (
            weak,
            [(7, 6), (7, 7), (7, 8), (7, 10), (7, 10), (7, 13), (7, 15), (8, 5), (8, 12), (8, 14)],
            (
                *INVESTIGATED,
                stopped,
                entrusted,
                recusal_refused,
                told,
                lambda story: story.concluded().drafted(),
                lambda story: worded(
                    story, "未达到设计等级 C30，", "未达到设计等级 C30，结构验算须加固处理，"
                ),
            ),
        ),
        (
            stamped,
            [(6, 15), (6, 16), (6, 17), (6, 23), (6, 25), (7, 1), (7, 3), (7, 8), (7, 14), (7, 17), (7, 20)],
            (
                *INVESTIGATED,
                lambda story: story.concluded().drafted().submitted(),
                CaseStory.reviewed,
                CaseStory.notified,
                stated,
                lambda story: story.presented().decided(),
                CaseStory.served,
                sealed,
            ),
        ),
    ]
