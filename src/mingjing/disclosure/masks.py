"""What is masked leaves a salted commitment behind: whoever has value and salt proves later what stood there (A4.1)."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from mingjing.disclosure.models import MaskOpening
from mingjing.ledger.entry import SALT_SIZE, value_commitment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mingjing.disclosure.models import Publication

TAG = "disclosure.mask"
VALUE = "value"
"""The key under which a mask carries its value until it is sealed; nothing public ever holds it."""


def mask(field: str, label: str, rule: str, value: str) -> dict[str, str]:
    """Return a mask to be sealed: of which field, what it hides in words, by which rule."""
    return {"field": field, "label": label, "rule": rule, VALUE: value}


def seal(publication: Publication) -> list[MaskOpening]:
    """Put in place of each value its commitment; return the openings, to be kept apart from what is published."""
    sealed: list[dict[str, str]] = []
    openings: list[MaskOpening] = []
    for each in publication.masks:
        kept = {key: text for key, text in each.items() if key != VALUE}
        if value := each.get(VALUE, ""):
            salt = secrets.token_bytes(SALT_SIZE)
            kept["commitment"] = commitment(value, salt)
            openings.append(
                MaskOpening(
                    publication=publication, commitment=kept["commitment"], label=each["label"], salt=salt, value=value
                )
            )  # fmt: skip
        sealed.append(kept)
    publication.masks = sealed
    return openings


def keep(openings: Iterable[MaskOpening]) -> None:
    """Keep openings, within the caller's transaction: rows of their own, which can be destroyed."""
    MaskOpening.objects.bulk_create(openings)


def commitment(value: str, salt: bytes) -> str:
    """Return the commitment to a text: SHA-256 of tag, line feed, salt and the text in UTF-8, in hex."""
    return value_commitment(TAG, salt, value.encode()).hex()


def openings_of(publication: Publication) -> list[MaskOpening]:
    """Return what the masks of a publication hide, in their order, whichever version they were sealed with."""
    told = [each["commitment"] for each in publication.masks if each.get("commitment")]
    found = {row.commitment: row for row in MaskOpening.objects.filter(commitment__in=told)}
    return [found[each] for each in told if each in found]


def stood_there(
    publications: Iterable[Publication], value: str, salt: bytes
) -> tuple[Publication, str] | None:
    """Return in which publication and under which label a text was masked; None where it was in none."""
    wanted = commitment(value, salt)
    for publication in publications:
        for each in publication.masks:
            if each.get("commitment") == wanted:
                return publication, str(each["label"])
    return None
