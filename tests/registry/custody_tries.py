"""The acts of custody, reading and disposal, each tried in every role (`test_role_table`)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from mingjing.cases.actions import access, certifying, custody, disposal, rehashing
from mingjing.cases.models import AccessGrant, Disposal, LegalHold, SealMark
from mingjing.cases.queries.files import CaseFile, files_of
from mingjing.demo.people import COLLEAGUES
from mingjing.records.actions import open_dossier

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

TODAY = dt.date(2026, 9, 15)
KEEPERS = {"archivist", "window"}


def add_keepers(bureau: Bureau) -> None:
    """Add who keeps the files and who sits at the window: the cast of most tests has neither."""
    bureau.add([each for each in COLLEAGUES if each.username in KEEPERS], dt.date(2026, 1, 1))


def a_file(world: Any) -> CaseFile:
    return next(each for each in files_of(world.case) if each.kind.name == "evidence")


def a_list(world: Any) -> Disposal:
    """Return a list that nobody has decided on."""
    dossier = open_dossier(kind="disposal", ref="0" * 32, agency=world.bureau.agency.ref)
    row = Disposal(
        agency=world.bureau.agency, dossier=dossier, number=1, appraisal="期满", proposed_on=TODAY,
        proposed_by=world.bureau.people["section"],
    )  # fmt: skip
    row.save(force_insert=True)
    return row


def a_grant(world: Any) -> AccessGrant:
    """Return a reading that is over."""
    row = AccessGrant(
        dossier=world.case.dossier, number=1, reader_kind="authority", reader="法院", identity="证", connection="函",
        valid_from=TODAY - dt.timedelta(days=9), valid_to=TODAY - dt.timedelta(days=2), copies=True,
        granted_by=world.bureau.people["section"], granted_on=TODAY,
    )  # fmt: skip
    row.save(force_insert=True)
    return row


READER = access.Reader("authority", "法院", "工作证", "调卷函")

VIEWS: dict[Any, Any] = {
    custody.view: lambda world, user: custody.view(user=user, file=a_file(world)),
    custody.look: lambda world, user: custody.look(user=user, file=a_file(world)),
}
CUSTODY_TRIES: dict[str, Any] = {
    "evidence.download": {
        custody.download: lambda world, user: custody.download(user=user, file=a_file(world), reason="调卷"),
    },
    "custody.rule": {
        rehashing.set_rule: lambda _, user: rehashing.set_rule(
            user=user, every_days=30, hour_from=0, hour_to=0, scene_months=6
        ),
    },
    "custody.certify": {
        certifying.certify: lambda world, user: certifying.certify(user=user, file=a_file(world)),
    },
    "custody.hold": {
        custody.hold: lambda world, user: custody.hold(
            user=user, case=world.case, ground="litigation", reason="应诉通知书"
        ),
        custody.lift_hold: lambda world, user: custody.lift_hold(
            user=user, case=world.case, row=LegalHold(), reason="终结"
        ),
    },
    "custody.seal": {
        custody.seal: lambda world, user: custody.seal(
            user=user, file=a_file(world), ground="secret", reason="第三人报价"
        ),
        custody.unseal: lambda world, user: custody.unseal(
            user=user, file=a_file(world), row=SealMark(), reason="公开"
        ),
    },
    "access.grant": {
        access.grant: lambda world, user: access.grant(
            user=user, case=world.case, reader=READER, things=[a_file(world).thing], copies=False,
            valid_from=TODAY, valid_to=TODAY,
        ),
        access.end: lambda world, user: access.end(user=user, row=a_grant(world), reason="读完"),
    },
    "access.show": {
        access.show: lambda world, user: access.show(
            user=user, row=a_grant(world), thing=a_file(world).thing
        ),
        access.hand_over: lambda world, user: access.hand_over(
            user=user, row=a_grant(world), thing=a_file(world).thing
        ),
    },
    "disposal.propose": {
        disposal.propose: lambda _, user: disposal.propose(user=user, contents=[], appraisal="期满"),
    },
    "disposal.approve": {
        disposal.decide: lambda world, user: disposal.decide(
            user=user, disposal=a_list(world), agreed=False, opinion="留存"
        ),
    },
    "disposal.carry_out": {
        disposal.carry_out: lambda world, user: disposal.carry_out(
            user=user, disposal=a_list(world), watched_by=world.bureau.people["section"]
        ),
    },
}  # fmt: skip
