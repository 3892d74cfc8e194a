"""运行监测: the system administrator sees at once what demands somebody, and what to do about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from rules_cast import at_desk, who_may_open

from mingjing.records import log, rekeying
from mingjing.records.actors import COMMAND
from mingjing.records.keys import signing_key

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

PAGE = "/workbench/system/"


def test_the_administrator_audit_and_supervision_open_it(bureau: Bureau) -> None:
    assert who_may_open(PAGE, bureau.users) == {"system", "audit", "supervisor"}


def test_it_says_figures_states_and_keys(bureau: Bureau) -> None:
    del bureau
    log.integrate_all()
    page = at_desk("system").text(PAGE)
    for name in (
        "日志",
        "收录",
        "见证人",
        "时间戳",
        "数据库守卫",
        "待办任务",
        "失败的任务",
        "磁盘",
        "文件复核",
    ):
        assert name in page
    assert signing_key().vkey in page
    assert "没有外面的见证人" in page


def test_after_a_stolen_key_both_keys_stand_there(bureau: Bureau) -> None:
    del bureau
    log.integrate_all()
    old = signing_key().vkey
    rekeying.replace_stolen(actor=COMMAND, trusted=1)
    page = at_desk("system").text(PAGE)
    assert old in page
    assert signing_key().vkey in page
    assert "被盗，只认到第 1 条" in page


def test_an_alarm_meets_the_administrator_on_the_first_page(bureau: Bureau) -> None:
    del bureau
    log.integrate_all()
    folder = Path(settings.MINGJING_DATA)
    (folder / "policy").write_text("witness\n")
    try:
        assert "见证政策：看不懂" in at_desk("system").text("/workbench/")
        assert "见证政策" not in at_desk("officer1").text("/workbench/")
    finally:
        (folder / "policy").unlink()
