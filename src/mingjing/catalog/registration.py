"""What the catalog room tells lower rooms."""

from mingjing.catalog.models import ROWS, Edition, ListKind, RevisionTask
from mingjing.disclosure import kinds
from mingjing.disclosure.kinds import Kind
from mingjing.records import vocabulary
from mingjing.registry.queries import name_rows


def register() -> None:
    """Register how lists are said in a sentence and shown to the public."""
    vocabulary.describe(Edition.subject_kind(), _editions)
    vocabulary.describe(RevisionTask.subject_kind(), name_rows(RevisionTask, "reason"))
    names = {"reviewrow": "item", "recordingrow": "stage", "benchmarkrow": "matter_name"}
    for model in ROWS.values():
        vocabulary.describe(model.subject_kind(), name_rows(model, names.get(model._meta.model_name or "", "name")))  # noqa: SLF001
    for value, label in ListKind.choices:
        kinds.register(Kind(name=f"list.{value}", label=label, address=lambda publication: f"/lists/{publication.kind[5:]}/"))


def _editions(refs: object) -> dict[str, str]:
    return {row.ref: str(row) for row in Edition.objects.filter(pk__in=list(refs))}  # type: ignore[call-overload]
