"""双公示 of licences: what other systems sent and was published in a month, in the platform's fields, checked."""

from __future__ import annotations

import csv
import uuid
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from mingjing.disclosure.queries import fields_of
from mingjing.exchange.credit_rules import FIRM, TRADER, Fault, Field
from mingjing.intake.fields import LICENCE_KINDS
from mingjing.intake.models import Item, ItemVersion
from mingjing.intake.rules import GRANTING
from mingjing.registry.rules import credit_code_fault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mingjing.disclosure.models import Publication

KIND = "intake.licence"
TRADER_CODE = "04"
CODES = frozenset({"xk_xdr_shxym", "xk_xkjgdm", "xk_lydwdm"})
ENDED = {"撤销许可": "撤销", "注销许可": "注销", "不予许可": "不予许可"}
"""What stands for the state of a licence that does not hold; the platform's own codes are to be confirmed (待确认)."""


@dataclass(frozen=True)
class LicenceRow:
    """One licence: its number, its fields, what is wrong with them."""

    number: str
    ref: str
    title: str
    values: dict[str, str]
    faults: list[Fault] = field(default_factory=list)


@cache
def licence_fields() -> tuple[Field, ...]:
    """Return the fields of a licence in their order."""
    text = files("mingjing.exchange").joinpath("data/licence_fields.csv").read_text(encoding="utf-8")
    return tuple(
        Field(each["key"], each["label"], "text", int(each["length"]), each["required"])
        for each in csv.DictReader(text.splitlines())
    )


def licences_of(publications: Iterable[Publication]) -> list[LicenceRow]:
    """Return the rows of public licences: one query for the items, one for their versions."""
    rows = list(publications)
    items = Item.objects.select_related("system").in_bulk([uuid.UUID(each.about) for each in rows])
    versions: dict[uuid.UUID, ItemVersion] = {}
    for each in ItemVersion.objects.filter(item__in=items.values()).order_by("version"):
        versions[each.item_id] = each
    return [_row(each, versions[uuid.UUID(each.about)]) for each in rows]


def _row(publication: Publication, version: ItemVersion) -> LicenceRow:
    """Put a licence into the platform's fields; what it permits is said as the public reads it, masks and all."""
    sent, told, agency = version.content, dict(fields_of(publication)), publication.agency
    values = dict.fromkeys((each.key for each in licence_fields()), "")
    values |= {
        "xk_xdr_mc": sent["party_name"],
        "xk_xdr_lb": TRADER if sent["party_kind"] == TRADER_CODE else FIRM,
        "xk_xdr_shxym": sent.get("party_code", ""),
        "xk_frdb": sent.get("representative", ""),
        "xk_xkws": sent["document_name"],
        "xk_wsh": publication.number,
        "xk_xklb": LICENCE_KINDS[sent["licence_kind"]],
        "xk_xkzs": sent.get("certificate_name", ""),
        "xk_xkbh": sent.get("certificate_number", ""),
        "xk_nr": told.get("许可内容", ""),
        "xk_jdrq": publication.made_on.isoformat(),
        "xk_yxqz": sent.get("valid_from", ""),
        "xk_yxqzi": sent.get("valid_to", ""),
        "xk_xkjg": sent["authority"],
        "xk_xkjgdm": sent.get("authority_code", ""),
        "xk_zt": "有效" if sent["result"] in GRANTING else ENDED[sent["result"]],
        "xk_lydw": agency.name,
        "xk_lydwdm": agency.credit_code,
        "bz": sent.get("note", ""),
    }
    return LicenceRow(publication.number, publication.ref, publication.title, values, _faults(values))


def _faults(values: dict[str, str]) -> list[Fault]:
    told = [(each, _fault(each, values[each.key])) for each in licence_fields()]
    return [Fault(each.key, each.label, sentence) for each, sentence in told if sentence]


def _fault(each: Field, value: str) -> str:
    if not value:
        return "必填，没有内容。" if each.required == "always" else ""
    if len(value) > each.length:
        return f"最长 {each.length} 字，现有 {len(value)} 字。"
    return credit_code_fault(value) if each.key in CODES else ""
