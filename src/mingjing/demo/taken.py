"""Cases of the demo that were running when the bureau began: taken over on its second day, with their papers."""

from __future__ import annotations

import datetime as dt
import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from mingjing import clock, typeset
from mingjing.cases.actions import (
    investigation,
    prior_decisions,
    prior_reviews,
    taking_over,
    taking_over_parties,
)
from mingjing.cases.actions.prior_reviews import Signed, Told
from mingjing.cases.actions.taking_over import Before, Days, Decided
from mingjing.cases.actions.taking_over_parties import PartyBefore
from mingjing.demo.stories import CaseStory, Firm, Plan
from mingjing.evidence.actions import Upload

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau
    from mingjing.demo.stages import Plot

FONT = Path(typeset.__file__).parent / "fonts" / "FandolFang-Regular.otf"
WIDTH, HEIGHT, MARGIN, STEP = 827, 1170, 90, 46
GREY, INK = 246, 60


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)


def scanned(title: str, *lines: str) -> bytes:
    """Return a PNG that looks like a scanned sheet: a title, lines in a frame, and that it is an example."""
    sheet = Image.new("L", (WIDTH, HEIGHT), GREY)
    pen = ImageDraw.Draw(sheet)
    pen.text((WIDTH / 2, MARGIN), title, font=_font(34), fill=INK, anchor="mm")
    for place, line in enumerate(lines):
        top = MARGIN + 60 + place * STEP
        pen.rectangle((MARGIN, top, WIDTH - MARGIN, top + STEP), outline=INK)
        pen.text((MARGIN + 14, top + STEP / 2), line, font=_font(20), fill=INK, anchor="lm")
    pen.text(
        (WIDTH / 2, HEIGHT - MARGIN), "上线前纸质材料扫描件（示例）", font=_font(18), fill=INK, anchor="mm"
    )
    out = io.BytesIO()
    sheet.rotate(0.4, fillcolor=GREY).save(out, "PNG")
    return out.getvalue()


def taken(bureau: Bureau) -> list[Plot]:
    """Return the stories: one waits for a court, one came reviewed and told on paper, one was paid late and closed."""
    waiting = CaseStory(
        bureau,
        title="承包单位违法分包案",
        matter="CF-JZ-005",
        place="云岭县东川镇文体中心工地（示例）",
        firms=(Firm("云岭县长庚建设有限公司（示例）", "91159999MA0TT204X6", representative="启明（示例）"),),
    )
    told = CaseStory(
        bureau,
        title="未取得施工许可证擅自施工案",
        place="云岭县东川镇幼儿园工地（示例）",
        firms=(Firm("云岭县春晖建筑有限公司（示例）", "91159999MA0TT206X8", representative="春生（示例）"),),
        plans=(Plan(15_600_00),),
        facts="当事人建设的工程未取得建筑工程施工许可证即开工，检查时正在浇筑二层楼板，工程合同价款 120 万元。",
    )
    paid = CaseStory(
        bureau,
        title="未取得施工许可证擅自施工案",
        place="云岭县南川镇农贸市场工地（示例）",
        firms=(
            Firm("云岭县市井商业有限公司（示例）", "91159999MA0TT205X7", representative="安居（示例）"),
            Firm(
                "云岭县南川建筑安装有限公司（示例）",
                "91159999MA0TT207X9",
                representative="石坚（示例）",
                capacity="施工单位",
            ),
        ),
    )
    return [
        (waiting, [(1, 6), (1, 7), (1, 19)], (_under_investigation, _its_record, _stopped)),
        (
            told,
            [(1, 6), (1, 7), (1, 12), (1, 14)],
            (_reviewed_before, _confirmed, _decided_here, CaseStory.served),
        ),
        (paid, [(1, 6), (1, 6), (1, 9), (1, 16)], (_served_before, _builder_too, _paid, CaseStory.closed)),
    ]


def _upload(title: str, *lines: str) -> Upload:
    return Upload(f"{title}.png", io.BytesIO(scanned(title, *lines)))


def _enter(story: CaseStory, step: str, before: Before) -> None:
    story.case = taking_over.take_over(
        user=story.as_("section"), department=story.bureau.people["section"].department, step=step,
        handlers=story.officers, before=before,
    )  # fmt: skip


def _filing(story: CaseStory, number: str, filed_on: dt.date) -> Upload:
    return _upload(
        "立案审批表",
        f"立案号：{number}",
        f"案由：{story.title}",
        f"当事人：{story.firms[0].name}",
        f"立案日期：{filed_on}",
        "承办人：沈知行、陆明川　批准：韩立峰",
    )


def _under_investigation(story: CaseStory) -> None:
    number, found, filed = "云建立字〔2025〕第041号", dt.date(2025, 11, 24), dt.date(2025, 12, 8)
    _enter(
        story,
        "investigation",
        Before(
            title=story.title, summary="建筑市场检查发现主体工程转给无资质班组施工。", place=story.place, source="1",
            days=Days(found, found, filed), people="沈知行、陆明川（示例）", number=number, matter_code=story.matter,
            account="2025-11-24 检查发现，12-08 立案，12-10 现场检查、询问项目负责人，调取分包合同一份。",
            jurisdiction="违法行为发生在本县，处罚权归本机关。", party=vars(story.firms[0]),
            papers={"LA01": _filing(story, number, filed)},
        ),
    )  # fmt: skip


def _its_record(story: CaseStory) -> None:
    for kind, title in (("DC01", "现场检查（勘验）笔录"), ("DC02", "询问笔录")):
        taking_over.add_prior_paper(
            user=story.user, case=story.refresh(), kind=kind, done_on=dt.date(2025, 12, 10),
            people="沈知行、陆明川（示例）", note="原件存纸质案卷",
            upload=_upload(title, "时间：2025-12-10", f"地点：{story.place}", "执法人员：沈知行、陆明川"),
        )  # fmt: skip


def _stopped(story: CaseStory) -> None:
    story.suspended(
        situation="1", reason="分包合同的效力正由县人民法院审理，须以其裁判结果为依据，尚未审结。"
    )


def _served_before(story: CaseStory) -> None:
    number, found, filed = "云建立字〔2025〕第033号", dt.date(2025, 9, 15), dt.date(2025, 9, 22)
    decision = "云建罚决字〔2025〕第027号"
    decided, served = dt.date(2025, 12, 12), dt.date(2025, 12, 16)
    _enter(
        story,
        "performance",
        Before(
            title=story.title, summary="巡查发现工地未取得施工许可证即开工。", place=story.place, source="1",
            days=Days(found, found, filed, None, decided, served), people="沈知行、陆明川（示例）", number=number,
            matter_code=story.matter, jurisdiction="违法行为发生在本县，处罚权归本机关。", party=vars(story.firms[0]),
            account="2025-09-22 立案，11-20 审核，11-28 告知，12-12 决定，12-16 送达，尚未缴款。",
            decided=Decided(
                decision, "韩立峰（示例）", "责令停止施工，限期改正，罚款人民币贰万陆仟元整。", 26_000_00, "01",
                "送达回证，法定代表人当面签收",
            ),
            papers={
                "LA01": _filing(story, number, filed),
                "JD03": _upload("行政处罚决定书", f"文号：{decision}", story.firms[0].name, "罚款 26,000 元"),
                "SD01": _upload("送达回证", f"送达文书：{decision}", f"送达日期：{served}", "签收：法定代表人"),
            },
        ),
    )  # fmt: skip


def _builder_too(story: CaseStory) -> None:
    """Enter the builder of the same case: it was told, decided on and served by a decision of its own."""
    number, decided, served = "云建罚决字〔2025〕第028号", dt.date(2025, 12, 12), dt.date(2025, 12, 17)
    taking_over_parties.take_over_party(
        user=story.user,
        case=story.refresh(),
        before=PartyBefore(
            vars(story.firms[1]), decided_on=decided, served_on=served,
            decided=Decided(
                number, "韩立峰（示例）", "罚款人民币壹万元整。", 10_000_00, "01", "送达回证，项目经理当面签收"
            ),
            papers={
                "JD03": _upload("行政处罚决定书", f"文号：{number}", story.firms[1].name, "罚款 10,000 元"),
                "SD01": _upload("送达回证", f"送达文书：{number}", f"送达日期：{served}", "签收：项目经理"),
            },
        ),
    )  # fmt: skip


def _reviewed_before(story: CaseStory) -> None:
    """Enter a case reviewed and told on paper: its draft copied, its notice entered."""
    number, opinion = "云建立字〔2025〕第047号", "云建法审字〔2025〕第036号"
    found, filed = dt.date(2025, 11, 17), dt.date(2025, 11, 24)
    concluded, reviewed, served = dt.date(2025, 12, 15), dt.date(2025, 12, 19), dt.date(2025, 12, 26)
    _enter(
        story,
        "notice",
        Before(
            title=story.title, summary="巡查发现工地未取得施工许可证即开工。", place=story.place, source="1",
            days=Days(found, found, filed, concluded, reviewed_on=reviewed), people="沈知行、陆明川（示例）",
            number=number, matter_code=story.matter, jurisdiction="违法行为发生在本县，处罚权归本机关。",
            account="2025-11-24 立案，12-15 调查终结，12-19 审核同意，12-26 送达告知书。", party=vars(story.firms[0]),
            papers={
                "LA01": _filing(story, number, filed),
                "ZJ01": _upload("案件调查终结报告", f"案由：{story.title}", f"日期：{concluded}"),
                "FS03": _upload("法制审核意见书", f"文号：{opinion}", "意见：同意", f"日期：{reviewed}"),
            },
        ),
    )  # fmt: skip
    investigation.add_evidence(
        user=story.user, case=story.refresh(), evidence_kind="01", name=story.paper, proves="工程合同价款",
        collected_on=dt.date(2025, 11, 26), source="当事人", upload=_upload("施工合同（复制件）", "价款：120 万元"),
    )  # fmt: skip
    prior_reviews.copy_review(
        user=story.user, case=story.refresh(), party=story.parties[0], **story.core(0),
        signed=Signed(opinion, "顾清和（示例）", "温如玉（示例）", "事实清楚，证据充分，程序合法，同意。"),
    )  # fmt: skip
    told = "云建罚告字〔2025〕第042号"
    prior_reviews.enter_notice(
        user=story.user, case=story.refresh(), party=story.parties[0],
        told=Told(
            told, served, "01", "送达回证，法定代表人当面签收", hearing_offered=True,
            papers={
                "GZ01": _upload("行政处罚意见告知书", f"文号：{told}", "拟罚款 15,600 元"),
                "SD01": _upload("送达回证", f"送达文书：{told}", f"送达日期：{served}", "签收：法定代表人"),
            },
        ),
    )  # fmt: skip


def _confirmed(story: CaseStory) -> None:
    """Let the head of the legal department hold both papers against what was copied."""
    for confirm in (prior_reviews.confirm_review, prior_reviews.confirm_notice):
        confirm(user=story.as_("legalhead"), case=story.refresh(), party=story.parties[0], agreed=True)


def _decided_here(story: CaseStory) -> None:
    story.presented().decided()


def _paid(story: CaseStory) -> None:
    for party, amount, code, receipt in zip(
        story.parties, (26_000_00, 10_000_00), ("15099920260109000001", "15099920260109000002"),
        ("15002601", "15002602"), strict=True,
    ):  # fmt: skip
        prior_decisions.perform_prior(
            user=story.user, case=story.refresh(), party=party, done_on=clock.today(), amount=amount,
            channel="bank", payment_code=code, receipt_number=receipt, note="已补办施工许可手续",
        )  # fmt: skip
