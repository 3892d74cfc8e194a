"""Making an agency: an empty one (`init`) or the demo's (`demo`)."""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import sys
from typing import TYPE_CHECKING

from mingjing.config import environment, startup

if TYPE_CHECKING:
    from mingjing.registry.permissions import Role


def prepare_database() -> None:
    """Bring the database up to date; guards follow."""
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", interactive=False, verbosity=0)
    prepare_store()


def prepare_store() -> None:
    """Make the bucket where bytes go to one that is not there yet."""
    from django.conf import settings  # noqa: PLC0415

    if settings.MINGJING_STORE == "s3":
        from mingjing.storage.bucket import prepare  # noqa: PLC0415

        prepare()


def _without_a_line_for_each_act() -> None:
    """Keep the hundreds of acts that make an agency out of the terminal; each has its record."""
    logging.getLogger("mingjing.acts").setLevel(logging.WARNING)


def init(*, name: str, sign: str, area: str) -> int:
    """Make an empty agency with its three accounts; the passwords are printed once and kept nowhere."""
    data = environment.data_folder()
    if environment.profile(data) != "empty":
        sys.stderr.write(f"{data} 里已有数据，不再初始化。\n")
        return 1
    data.mkdir(parents=True, exist_ok=True)
    startup.configure(fallback="production")
    _without_a_line_for_each_act()
    prepare_database()
    from mingjing.records import log  # noqa: PLC0415

    passwords = found(name=name, sign=sign, area=area)
    (data / "profile").write_text("production\n")
    log.integrate_all()
    for role, password in passwords.items():
        sys.stdout.write(f"{role.label}：账号 {role.value}，初始密码 {password}（请立即更改）\n")
    sys.stdout.write("接着：系统管理员登录，打开“上线”，照《上线指南》逐项办理。\n")
    return 0


def found(*, name: str, sign: str, area: str) -> dict[Role, str]:
    """Make an agency with its standard rules and its three administrators; return their first passwords."""
    from django.db import transaction  # noqa: PLC0415

    from mingjing import clock  # noqa: PLC0415
    from mingjing.disclosure.actions import adopt_rules  # noqa: PLC0415
    from mingjing.disclosure.standard_rules import STANDARD  # noqa: PLC0415
    from mingjing.law.actions import load_outlines  # noqa: PLC0415
    from mingjing.procedures.library import load  # noqa: PLC0415
    from mingjing.records.actors import SYSTEM  # noqa: PLC0415
    from mingjing.registry import actions as registry  # noqa: PLC0415
    from mingjing.registry.permissions import Role  # noqa: PLC0415
    from mingjing.workflow.actions import adopt  # noqa: PLC0415

    passwords = {role: secrets.token_urlsafe(12) for role in (Role.SYSTEM, Role.SECURITY, Role.AUDIT)}
    with transaction.atomic():
        agency = registry.create_agency(
            actor=SYSTEM, name=name, sign=sign, area=area, government=f"{area}人民政府", court=f"{area}人民法院",
            address="", phone="", complaint_phone="", hours="", collecting_bank="",
        )  # fmt: skip
        for role, password in passwords.items():
            user = registry.create_account(
                actor=SYSTEM, agency=agency, username=role.value, password=password
            )
            registry.grant_role(actor=SYSTEM, user=user, role=role, valid_from=clock.today())
        adopt(actor=SYSTEM, agency=agency, bpmn=load("ordinary-penalty"))
        adopt_rules(actor=SYSTEM, agency=agency, rules=STANDARD)
        load_outlines(actor=SYSTEM)
    return passwords


def demo() -> int:
    """Make the demo bureau in an empty data folder; one that is there already is left as it is."""
    data = environment.data_folder()
    if environment.profile(data) == "production":
        sys.stderr.write(f"{data} 是正式数据，不能建立示例。\n")
        return 1
    if environment.profile(data) == "demo":
        return 0
    # Made beside its place and moved there when whole: a demo interrupted halfway leaves nothing that looks like one.
    making = data.with_name(f"{data.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    os.environ["MINGJING_DATA"] = str(making)
    startup.fix_demo_clock(making)
    startup.configure(fallback="demo")
    _without_a_line_for_each_act()
    prepare_database()
    from django.db import connection  # noqa: PLC0415

    from mingjing.demo.year import tell  # noqa: PLC0415

    tell()
    connection.close()
    (making / "profile").write_text("demo\n")
    data.mkdir(parents=True, exist_ok=True)
    for part in sorted(making.iterdir(), key=lambda path: path.name == "profile"):
        part.replace(data / part.name)
    making.rmdir()
    return 0
