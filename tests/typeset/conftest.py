"""A decision as the demo county makes them; all names are invented."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from mingjing.typeset import DecisionPage, Field, Identity, Paragraph, Run, Section, capital, figures, plain

SECRET = "周砚秋甲乙丙"
STREET = "建设路十八号附三室"


def masked(page: DecisionPage) -> DecisionPage:
    """Return the copy for the public: name and street hidden."""
    party = tuple(replace(field, value=tuple(_hidden(run) for run in field.value)) for field in page.party)
    sections = tuple(
        replace(
            section,
            paragraphs=tuple(tuple(_hidden(run) for run in paragraph) for paragraph in section.paragraphs),
        )
        for section in page.sections
    )
    return replace(page, party=party, sections=sections, remarks=("公开文本，按规则隐去 3 处。",))


def _hidden(run: Run) -> Run:
    if run.text == SECRET:
        return replace(run, masked=True)
    return replace(run, masked=True, label="门牌已隐去") if run.text == STREET else run


def _facts() -> tuple[Paragraph, ...]:
    return (
        plain(
            "当事人系“青禾家园二期3号、4号楼”工程的建设单位。2026年5月11日，本机关执法人员现场检查时发现，该工程已完成"
            "地下室顶板施工，当事人未取得建筑工程施工许可证。工程合同价款28,600,000.00元。2026年5月13日，本机关予以立案。"
        ),
        (
            Run("经查，当事人法定代表人"),
            Run(SECRET),
            Run(
                "在询问中承认，为赶工期，在施工图审查完成前即安排进场。当事人在责令停止施工后主动停工并补办手续，未造成危害后果。"
            ),
        ),
    )


@pytest.fixture
def decision() -> DecisionPage:
    fine = 31_460_000
    return DecisionPage(
        agency="云岭县住房和城乡建设局（示例）",
        number="云建罚决字〔2026〕第012号",
        party=(
            Field("当事人", plain("云岭县青禾置业有限公司（示例）")),
            Field("统一社会信用代码", plain("91159900MA0XAMPLEJ")),
            Field("法定代表人", (Run(SECRET),)),
            Field("地址", (Run("云岭县云川镇"), Run(STREET))),
        ),
        sections=(
            Section(_facts(), "一、违法事实"),
            Section(
                (
                    plain("1．现场检查笔录1份、现场照片12张、全程录像1段，证明工程已开工及施工部位；"),
                    plain("2．施工合同1份，证明工程合同价款；"),
                    plain("3．询问笔录2份，证明当事人明知未取得施工许可证而开工；"),
                    plain("4．营业执照复制件1份，证明当事人的主体资格。"),
                ),
                "（一）证据",
                level=2,
            ),
            Section(
                (
                    plain(
                        "2026年7月6日，本机关向当事人送达《行政处罚意见告知书》和《行政处罚听证告知书》。当事人在规定期限内未"
                        "提出陈述、申辩，也未要求听证。"
                    ),
                ),
                "二、告知与申辩",
            ),
            Section(
                (
                    plain(
                        "当事人的行为违反了《中华人民共和国建筑法》第七条第一款的规定。依据《建设工程质量管理条例》第五十七条，"
                        "参照本机关裁量基准“一般”档（工程合同价款1%以上1.3%以下），决定给予以下行政处罚："
                    ),
                    plain("一、责令限期改正；"),
                    plain(f"二、处工程合同价款1.1%的罚款，计人民币{capital(fine)}（¥{figures(fine)}）。"),
                ),
                "三、处罚依据、裁量理由和决定",
            ),
            Section(
                (
                    plain(
                        "当事人应当自收到本决定书之日起十五日内，到云岭县农村信用合作联社（示例）缴纳罚款。到期不缴纳的，依据"
                        "《中华人民共和国行政处罚法》第七十二条第一款第（一）项，每日按罚款数额的百分之三加处罚款，加处罚款的"
                        "数额不超出罚款的数额。"
                    ),
                    plain(
                        "如不服本决定，可以自收到本决定书之日起六十日内向云岭县人民政府申请行政复议，或者自收到本决定书之日起"
                        "六个月内向云岭县人民法院提起行政诉讼。行政复议或者行政诉讼期间，本决定不停止执行，法律另有规定的除外。"
                    ),
                ),
                "四、履行方式和救济途径",
            ),
        ),
        date=dt.date(2026, 7, 28),
        identity=Identity("JD03-2026-00012", 1, "YL26-0012-7KQ4", "https://zfgs.yunling.example/verify/"),
    )


@pytest.fixture
def published(decision: DecisionPage) -> DecisionPage:
    return masked(decision)
