"""The demo's cases: a dozen at different stages, told by actions with the clock moved back.

The bureau opens in January; its lists get a second edition in June; the stories end on the demo's day.
"""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from mingjing import clock
from mingjing.cases.actions import leads
from mingjing.cases.actions.file_list import list_file
from mingjing.cases.models import Case
from mingjing.catalog import actions as lists
from mingjing.catalog.models import ListKind
from mingjing.demo import changing_law, equipment, incoming, publications, receiving, visiting
from mingjing.demo.bureau import DATA, Bureau
from mingjing.demo.docket import docket
from mingjing.demo.guides import publish_guides
from mingjing.demo.keeping import keep
from mingjing.demo.phrases import keep_phrases
from mingjing.demo.plots import stories, unfounded
from mingjing.demo.windows import open_windows
from mingjing.disclosure.actions import expire_due
from mingjing.disclosure.models import Publication
from mingjing.documents.forms_after import CONTENTS
from mingjing.documents.models import Document
from mingjing.records import consumers, log

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def on(month: int, day: int, hour: int = 10) -> Iterator[None]:
    """Hold the clock at a day of the demo's year."""
    with clock.at(dt.datetime(2026, month, day, hour, tzinfo=clock.SHANGHAI)):
        yield


def tell() -> None:
    """Tell the demo: bureau, lists, cases, publications."""
    with on(1, 5):
        bureau = Bureau.make(since=dt.date(2026, 1, 1), more_people=True)
        publish_guides(bureau)
        open_windows(bureau)
        keep_phrases(bureau)
    with on(1, 6):
        equipment.equip(bureau)
    with on(6, 8):
        _second_edition(bureau)
        _more_inspections(bureau)
        _hearings_throughout(bureau)
    with on(6, 9):
        changing_law.bring_in(bureau)
        changing_law.cite(bureau)
    chapters = [
        (dt.datetime(2026, month, day, 9, 30, tzinfo=clock.SHANGHAI), place, partial(step, story))
        for place, (story, days, steps) in enumerate([*stories(bureau), *docket(bureau)])
        for (month, day), step in zip(days, steps, strict=True)
    ]
    chapters += [(day, 0, partial(step, bureau)) for day, step in changing_law.course()]
    for place, (moment, _, happens) in enumerate(sorted(chapters, key=lambda each: each[:2])):
        _publish_until(bureau, moment)
        with clock.at(moment + dt.timedelta(minutes=place % 50)):
            happens()
            _follow()
    _decline(bureau)
    _after_publication(bureau)
    _devices(bureau)
    incoming.come_in(bureau)
    _visits(bureau)
    keep(bureau)
    _follow()
    with on(9, 14, 17):
        receiving.open_receivers(bureau)
    _follow()


def _devices(bureau: Bureau) -> None:
    """Tell what befell the devices, and what the docking station brought on the last evening."""
    with on(9, 1, 9):
        equipment.check_clocks(bureau, but="YL-11")
    with on(9, 11, 18):
        equipment.live(bureau)
    with on(9, 14, 22):
        equipment.fill_inbox(bureau)


def _visits(bureau: Bureau) -> None:
    """Tell an urgent visit, what was said of it, and a task for the demo's own day."""
    with on(9, 10, 13):
        visit = visiting.urgent(bureau)
    with on(9, 10, 17):
        visiting.approve_afterwards(bureau, visit)
    with on(9, 10, 20):
        complaint = visiting.complained(bureau, visit)
    with on(9, 14, 15):
        visiting.answered(bureau, complaint)
        visiting.planned(bureau)


def _hearings_throughout(bureau: Bureau) -> None:
    """Publish a second edition of the recording list: a hearing is recorded from beginning to end (种子 二（三）1)."""
    text = (DATA / f"{ListKind.RECORDINGS.value}.csv").read_text(encoding="utf-8")
    rows = [
        line.replace("应当记录", "全过程记录") if line.startswith("LX-008,") else line
        for line in text.splitlines()
    ]
    edition = lists.import_list(
        user=bureau.users["publisher"], list_kind=ListKind.RECORDINGS, data="\n".join(rows).encode(),
        filename="recordings.csv",
    )  # fmt: skip
    bureau.release(lists.send_to_check(user=bureau.users["publisher"], edition=edition))


def _more_inspections(bureau: Bureau) -> None:
    """Publish a second edition of the inspection list: one ratio raised, so that there is a difference to read."""
    text = (DATA / f"{ListKind.INSPECTIONS.value}.csv").read_text(encoding="utf-8")
    rows = [
        line.replace("不低于5%", "不低于10%") if line.startswith("CC-RQ-003,") else line
        for line in text.splitlines()
    ]
    edition = lists.import_list(
        user=bureau.users["publisher"],
        list_kind=ListKind.INSPECTIONS,
        data="\n".join(rows).encode(),
        filename="inspections.csv",
    )
    bureau.release(lists.send_to_check(user=bureau.users["publisher"], edition=edition))


def _second_edition(bureau: Bureau) -> None:
    """Publish a second edition of the review catalogue: one row added, so that there is a difference to read."""
    text = (DATA / f"{ListKind.REVIEW.value}.csv").read_text(encoding="utf-8")
    row = (
        "SH-007,行政处罚,物业管理领域较大数额罚款,五万元以上,终结报告、决定代拟稿、法律依据、证据材料,"
        "事实、证据、依据、程序、裁量,本机关（示例）,CF-WY-003"
    )
    edition = lists.import_list(
        user=bureau.users["publisher"],
        list_kind=ListKind.REVIEW,
        data=f"{text.rstrip()}\n{row}\n".encode(),
        filename="review.csv",
    )
    bureau.release(lists.send_to_check(user=bureau.users["publisher"], edition=edition))


def _follow() -> None:
    """Let the log and its consumers follow, and the system list what was archived."""
    _list_archived()
    log.integrate_all()
    while consumers.run_all():
        pass


def _list_archived() -> None:
    """Do at once, on its day, what binding would do first; the bound pages wait for whoever serves the demo."""
    listed = Document.objects.filter(form=CONTENTS.code).values("dossier")
    for case in (
        Case.objects.exclude(archive_number="").exclude(dossier__in=listed).order_by("archive_number")
    ):
        list_file(case)


def _publish_until(bureau: Bureau, moment: dt.datetime) -> None:
    """Let publisher and checker settle, on its day, what was due before a moment; take down what has expired."""
    _announce_until(bureau, moment)
    waiting = Publication.objects.filter(
        state=Publication.State.COLLECTED, kind="decision", safe_on__lt=moment.date()
    )
    for publication in waiting.order_by("safe_on", "number"):
        day = publications.day_of(publication)
        if day < moment.date():
            with clock.at(dt.datetime.combine(day, dt.time(15, 20), clock.SHANGHAI)):
                publications.settle(bureau, publication)
                _follow()
    over = Publication.objects.filter(state=Publication.State.PUBLISHED, expires_on__lt=moment.date())
    for publication in over.order_by("expires_on"):
        last = publication.expires_on or moment.date()
        with clock.at(dt.datetime.combine(last + dt.timedelta(days=1), dt.time(0, 10), clock.SHANGHAI)):
            expire_due()


def _announce_until(bureau: Bureau, moment: dt.datetime) -> None:
    """Let publisher and checker put up each notice on the day on which it was made."""
    waiting = Publication.objects.filter(state=Publication.State.COLLECTED, kind__startswith="notice.")
    for publication in waiting.filter(made_on__lt=moment.date()).order_by("made_on"):
        with clock.at(dt.datetime.combine(publication.made_on, dt.time(16, 40), clock.SHANGHAI)):
            bureau.release(publication)
            _follow()


def _after_publication(bureau: Bureau) -> None:
    """Take one decision's publication down, tell the public why two working days later; correct another publication."""
    with on(8, 10, 10):
        publications.put_up_early(bureau)
    with on(8, 11, 16):
        publications.take_down(bureau)
    with on(8, 11, 17):
        publications.take_off_the_platform(bureau)
    with on(8, 13, 11):
        publications.tell_why(bureau)
    with on(8, 18, 9):
        refused = publications.ask(publications.UNFOUNDED_PARTY, publications.UNFOUNDED)
    with on(8, 20, 16):
        publications.answer(bureau, refused, "refused", publications.UNFOUNDED_ANSWER)
    with on(9, 2, 20):
        founded = publications.ask(publications.CORRECTED_PARTY, publications.FOUNDED)
    with on(9, 4, 15):
        publications.mend(bureau)
    with on(9, 7, 9):
        publications.answer(bureau, founded, "corrected", publications.FOUNDED_ANSWER)
    with on(9, 10, 11):
        publications.draft_rule_for_persons(bureau)
    with on(9, 14, 18):
        publications.ask(publications.OPEN_PARTY, publications.OPEN)
        publications.confirm_one(bureau)


def _decline(bureau: Bureau) -> None:
    """One lead that is not filed, with its reason."""
    with on(8, 20):
        story = unfounded(bureau).lead()
    with on(8, 28):
        leads.decline(
            user=bureau.users["deputy"],
            case=story.refresh(),
            reason="经核查，夜间施工已办理证明，未发现违法事实；噪声扰民属生态环境、公安机关职责，已告知投诉人。",
        )
