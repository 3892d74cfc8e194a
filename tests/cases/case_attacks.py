"""Ways round the actions: what somebody with the database in hand would try."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, connection, transaction

from mingjing import clock
from mingjing.cases.models import Decision, Party
from mingjing.catalog.models import ListKind
from mingjing.catalog.queries import in_force
from mingjing.documents.models import Document
from mingjing.records.actions import append
from mingjing.records.actors import SYSTEM
from mingjing.review.models import Draft, Opinion

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db import models

    from mingjing.catalog.models import Edition
    from mingjing.records.actors import Actor
    from mingjing.records.models import Dossier, Record
    from mingjing.records.vocabulary import Act

WAYS = ("orm", "sql", "replace")
"""How a row is slipped in: Django's save, a plain INSERT, an INSERT that replaces what stands."""


def insert(row: models.Model, way: str = "orm") -> None:
    """Put a row into its table past every action."""
    if way == "orm":
        row.save(force_insert=True)
        return
    fields = row._meta.concrete_fields
    columns = ", ".join(field.column for field in fields)
    marks = ", ".join("%s" for _ in fields)
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    verb, tail = "INSERT", ""
    if way == "replace" and connection.vendor == "sqlite":
        verb = "INSERT OR REPLACE"
    elif way == "replace":
        tail = " ON CONFLICT (id) DO UPDATE SET " + ", ".join(
            f"{field.column} = EXCLUDED.{field.column}" for field in fields
        )
    with connection.cursor() as cursor:
        cursor.execute(f"{verb} INTO {row._meta.db_table} ({columns}) VALUES ({marks}){tail}", values)


def sql(statement: str, *values: Any) -> None:
    """Run one statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def key(row: models.Model) -> Any:
    """Return a row's key as its column holds it."""
    return row._meta.pk.get_db_prep_value(row.pk, connection)


def refused(act: Callable[[], object]) -> bool:
    """Say whether the database refuses, leaving nothing behind."""
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        return True
    return False


def decision_on(draft: Draft, party: Party, **changed: Any) -> Decision:
    """Return a decision as somebody would forge it, on any document and any record that no decision uses yet."""
    used = Decision.objects.values_list("record_id", flat=True)
    record = draft.dossier.records.exclude(pk__in=used).order_by("-seq")[0]
    taken = Decision.objects.values_list("document_id", flat=True)
    document = Document.objects.filter(dossier=draft.dossier).exclude(pk__in=taken)[0]
    officer = draft.made_by
    return Decision(
        **{
            "draft": draft,
            "party": party,
            "record": record,
            "document": document,
            "number": "伪造",
            "decided_on": clock.today(),
            "decided_by": officer,
        }
        | changed
    )


@transaction.atomic
def record_of(dossier: Dossier, act: Act, *subjects: Any, actor: Actor = SYSTEM) -> Record:
    """Append a record without its act: what whoever forges must leave behind."""
    return append(dossier=dossier, act=act, actor=actor, subjects=subjects)


def opinion_on(
    draft: Draft, record: Record, *, result: str = "同意", edition: Edition | None = None
) -> Opinion:
    """Return an opinion as somebody would forge it: reviewed and signed by the very person who drafted."""
    agency = draft.made_by.department.agency
    return Opinion(
        draft=draft,
        record=record,
        result=result,
        text="伪造的意见，没有人审核过。",
        catalogue=edition or in_force(agency, ListKind.REVIEW),
        number=f"伪造{uuid.uuid4().hex[:6]}",
        reviewer=draft.made_by,
        signed_by=draft.made_by,
        signed_on=clock.today(),
    )
