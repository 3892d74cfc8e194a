"""A local rule is revised (种子 A2.0): what cites it is to be revised; the rule is invented, as everybody here is."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.catalog import actions as lists
from mingjing.catalog.actions.revising import keep
from mingjing.catalog.models import ListKind, ListRow
from mingjing.catalog.queries import rows_of
from mingjing.catalog.revisions import running
from mingjing.law.management import import_statute
from mingjing.law.numerals import to_chinese

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mingjing.demo.bureau import Bureau
    from mingjing.disclosure.models import Publication

TITLE = "云岭县物业服务监督办法（示例）"
CITING: Mapping[str, int] = {"CF-WY-001": 3, "CF-WY-002": 4, "CF-WY-004": 6}
"""Matter → the article of the rule that it cites."""
OLD = f"""# {TITLE}

2022年3月1日 云岭县人民政府令第9号（示例）公布

<!-- INFO END -->

第一条　为了加强物业服务活动的监督管理，制定本办法。

第二条　本县行政区域内的物业服务活动，适用本办法。

第三条　建设单位应当通过招标投标选聘前期物业服务企业，并在签订合同之日起三十日内报县住房城乡建设主管部门备案。

第四条　建设单位应当在办理物业承接验收手续时，将物业管理资料移交物业服务企业。

第五条　物业服务企业应当每年公布一次服务项目、收费标准和收支情况。

第六条　未经业主大会同意，物业服务企业不得改变物业管理用房的用途。

第七条　本办法自2022年5月1日起施行。
"""
NEW = f"""# {TITLE}

2022年3月1日 云岭县人民政府令第9号（示例）公布
2026年7月20日 云岭县人民政府令第21号（示例）修订

<!-- INFO END -->

第一条　为了加强物业服务活动的监督管理，制定本办法。

第二条　本县行政区域内的物业服务活动，适用本办法。

第三条　建设单位应当通过招标投标选聘前期物业服务企业，并在签订合同之日起十五日内报县住房城乡建设主管部门备案。

第四条　业主委员会可以委托第三方机构对物业服务质量进行评估。

第五条　建设单位应当在办理物业承接验收手续时，将物业管理资料移交物业服务企业。

第六条　物业服务企业应当每半年公布一次服务项目、收费标准和收支情况。

第七条　本办法自2026年9月1日起施行。
"""
REASON = "只是报备的期限由三十日改为十五日，本事项处罚的行为和依据不变；报备期限另在服务指南中写明。"


def bring_in(bureau: Bureau) -> None:
    """Import the rule as it was first made."""
    _import(bureau, OLD, "2022-03-01")


def cite(bureau: Bureau, articles: Mapping[str, int] = CITING) -> Publication:
    """Publish an edition of the list of matters whose rows cite the rule."""
    edition = lists.begin_edition(user=bureau.users["publisher"], list_kind=ListKind.MATTERS)
    for code, article in articles.items():
        row: ListRow = rows_of(edition).get(code=code)
        first = str(getattr(row, "basis")).partition(f"；《{TITLE}》")[0]  # noqa: B009 - any kind of row
        basis = f"{first}；《{TITLE}》第{to_chinese(article)}条" if article else first
        lists.edit_row(user=bureau.users["publisher"], row=row, basis=basis)
    return bureau.release(lists.send_to_check(user=bureau.users["publisher"], edition=edition))


def change(bureau: Bureau) -> None:
    """Import the rule as it was revised: the tasks open by themselves."""
    _import(bureau, NEW, "2026-07-20")


def settle_one(bureau: Bureau) -> None:
    """Say of one matter that it stays as it is, and why."""
    task = running(bureau.agency, ListKind.MATTERS).get(subject="CF-WY-001")
    keep(user=bureau.users["legalhead"], revision=task, reason=REASON)


def course() -> list[tuple[dt.datetime, Callable[[Bureau], object]]]:
    """Return what follows in the demo's year: one matter stays, one is revised, one is late on the demo's day."""
    steps: list[tuple[tuple[int, int], Callable[[Bureau], object]]] = [
        ((8, 10), change),
        ((8, 19), settle_one),
        ((8, 26), lambda bureau: cite(bureau, {"CF-WY-004": 0})),
    ]
    return [(dt.datetime(2026, *day, 15, tzinfo=clock.SHANGHAI), step) for day, step in steps]


def _import(bureau: Bureau, text: str, published: str) -> None:
    import_statute(user=bureau.users["legalhead"], name=f"{TITLE}({published}).md", content=text.encode())
