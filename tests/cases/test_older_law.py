"""行政处罚法37、58: a law known in its newest version only is looked up by review, and not refused at the desk."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mingjing.cases.actions import drafting
from mingjing.cases.examination import examine
from mingjing.demo.stories import CaseStory
from mingjing.law import actions as law
from mingjing.records.actors import SYSTEM
from telling import refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

ACTED = dt.date(2025, 6, 1)
LATER = """# 云岭县示例办法

{year}年3月1日 示例人民政府令第1号公布

<!-- INFO END -->

第一条　处十万元以下罚款。

第二条　本办法自{year}年5月1日起施行。
"""


def known(year: int) -> None:
    law.import_statute(
        actor=SYSTEM, name=f"示例办法({year}-03-01).md", content=LATER.format(year=year).encode()
    )


def test_an_act_before_the_only_version_known_is_drafted_and_shown_to_the_reviewer(bureau: Bureau) -> None:
    """行政处罚法37: whether an older version was in force then is for a person to look up."""
    known(2026)
    story = CaseStory(bureau).lead(acted_on=ACTED).verified().filed().investigated().concluded()
    story.drafted(basis=[*story.basis, "《云岭县示例办法》第一条"]).submitted()
    seen = examine(story.refresh(), story.submission(story.parties[0]))["law"]
    assert any("待核" in each.sentence for each in seen)


def test_a_place_that_no_version_of_the_day_has_is_refused(bureau: Bureau) -> None:
    """行政处罚法37: with the version of the day known, the answer is certain."""
    known(2024)
    story = CaseStory(bureau).lead(acted_on=ACTED).verified().filed().investigated().concluded()
    with refusal("draft.citation"):
        drafting.draft(
            user=story.user, case=story.refresh(), party=story.parties[0],
            **story.core(0, basis=[*story.basis, "《云岭县示例办法》第九条"]),
        )  # fmt: skip
