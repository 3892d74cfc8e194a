"""The demo's archivist: a rule of re-hashing, what is held, who read a file at the window, one recording destroyed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.actions import access, certifying, custody, disposal, rehashing, withdrawal
from mingjing.cases.models import Case
from mingjing.cases.queries.files import files_of
from mingjing.cases.queries.keeping import due_in
from mingjing.cases.queries.opened import open_to
from mingjing.demo import endings
from mingjing.demo.stages import INVESTIGATED, Plot
from mingjing.demo.stories import CaseStory, Firm

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from mingjing.cases.queries.files import CaseFile
    from mingjing.demo.bureau import Bureau

WITHDRAWN = "调取施工许可证和开工报告查明：现场标牌所写工程早已取得施工许可，立案所依的举报把相邻工地认错。"
PARTLY = "案卷中没有引用，也没有投诉、复议、诉讼；保存已满六个月，逐件看过，无其他用途。"


def mistaken(bureau: Bureau) -> list[Plot]:
    """Return a case of January that was withdrawn: its recordings are due by summer."""
    story = CaseStory(
        bureau,
        title="未取得施工许可证擅自施工案",
        place="云岭县云川镇东湖路工地（示例）",
        firms=(Firm("云岭县东湖置业有限公司（示例）", "91159999MA0Y1010X2", representative="安平（示例）"),),
    )
    days = [(1, 7), (1, 8), (1, 9), (1, 12), (1, 20), (1, 23), (1, 28)]
    return [(story, days, (*INVESTIGATED, _ask, _withdraw, endings.archived))]


def _ask(story: CaseStory) -> None:
    withdrawal.request_withdrawal(
        user=story.user, case=story.refresh(), situation="wrong_party", reason=WITHDRAWN
    )


def _withdraw(story: CaseStory) -> None:
    withdrawal.decide_withdrawal(
        user=story.as_("deputy"),
        case=story.refresh(),
        agreed=True,
        opinion="许可和开工报告已核对，同意撤案。",
    )


def _on(month: int, day: int, hour: int, minute: int = 0) -> AbstractContextManager[None]:
    return clock.at(dt.datetime(2026, month, day, hour, minute, tzinfo=clock.SHANGHAI))


def keep(bureau: Bureau) -> None:
    """Set the rule, hash, destroy what is due, hold a case, let a party read."""
    with _on(7, 1, 9):
        rule = rehashing.set_rule(
            user=bureau.users["archivist"], every_days=30, hour_from=20, hour_to=6, scene_months=6
        )
    for day in (10, 12):
        with _on(8, day, 22):
            rehashing.rehash(bureau.agency, rule)
    _destroy(bureau)
    _read(bureau)


def _destroy(bureau: Bureau) -> None:
    """Destroy the recordings of the withdrawn case, by an approved list, two people doing it."""
    archivist = bureau.users["archivist"]
    with _on(8, 24, 10):
        due = due_in(bureau.agency, clock.today())
        row = disposal.propose(user=archivist, contents=[each.content for each in due[:1]], appraisal=PARTLY)
    with _on(8, 26, 15):
        disposal.decide(
            user=bureau.users["principal"], disposal=row, agreed=True, opinion="已核对清册，同意销毁。"
        )
    with _on(8, 27, 10):
        disposal.carry_out(user=archivist, disposal=row, watched_by=bureau.people["section"])
        disposal.clear_rest()


def _read(bureau: Bureau) -> None:
    """Let the party of a closed case read at the window and take a copy; hold what a supervisor asked for."""
    photo = _evidence(bureau)
    case = photo.case
    party = case.parties.all()[0]
    with _on(9, 8, 9):
        custody.view(user=bureau.users["supervisor"], file=photo, address="10.18.2.21")
        custody.download(
            user=bureau.users["archivist"],
            file=photo,
            reason="案卷评查，刻录光盘交县司法局",
            address="10.18.2.9",
        )
        custody.hold(
            user=bureau.users["archivist"], case=case, ground="supervision",
            reason="县监察委员会调取函（示例），核查期间保全",
        )  # fmt: skip
    with _on(9, 10, 10):
        papers = [
            each for each in open_to(case, "party", party.ref) if each.blob.media_type == "application/pdf"
        ]
        row = access.grant(
            user=bureau.users["window"], case=case,
            reader=access.Reader(
                "party", party.representative or party.name, "居民身份证，尾号 0012", "法定代表人", party.ref
            ),
            things=[each.thing for each in papers[:3]], copies=True, valid_from=clock.today(),
            valid_to=clock.today() + dt.timedelta(days=7),
        )  # fmt: skip
    with _on(9, 10, 10, 20):
        access.show(user=bureau.users["window"], row=row, thing=papers[0].thing, address="10.18.2.30")
        access.hand_over(user=bureau.users["window"], row=row, thing=papers[0].thing, address="10.18.2.30")
    with _on(9, 11, 9):
        certifying.certify(user=bureau.users["archivist"], file=photo)


def _evidence(bureau: Bureau) -> CaseFile:
    """Return the first file of evidence of a closed case."""
    closed = Case.objects.filter(agency=bureau.agency, ending=Case.Ending.CLOSED).order_by("found_on")
    return next(file for case in closed for file in files_of(case) if file.kind.name == "evidence")
