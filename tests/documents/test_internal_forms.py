"""Which forms are internal: how the agency came to its view is not what a party reads in the file."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from mingjing.documents.forms_catalogue import FORMS

if TYPE_CHECKING:
    from pathlib import Path

REVIEW_AND_DISCUSSION = {"FS01", "FS02", "FS03", "FS04", "FS05", "JD01", "JD02", "JA01", "ZJ01", "TZ06"}


def test_approvals_review_and_discussion_are_internal() -> None:
    assert {code for code, form in FORMS.items() if form.internal} >= REVIEW_AND_DISCUSSION


def test_nothing_that_is_served_is_internal() -> None:
    assert not [code for code, form in FORMS.items() if form.internal and form.served]


def test_the_catalogue_of_forms_says_the_same(shared: Path) -> None:
    with (shared / "data" / "document_forms.csv").open(encoding="utf-8") as file:
        told = {row["文书代码(建议)"]: row["内/外部"] == "内" for row in csv.DictReader(file)}
    assert {code: form.internal for code, form in FORMS.items() if code in told} == {
        code: told[code] for code in FORMS if code in told
    }
