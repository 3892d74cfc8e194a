"""What the intake room tells lower rooms."""

from mingjing.disclosure import kinds
from mingjing.intake.models import Delivery, Item, ItemVersion, SourceSystem, SystemKey
from mingjing.intake.publishing import PUBLIC_KINDS
from mingjing.records import vocabulary


def register() -> None:
    """Register the kinds that the public reads, and how what came in is said in a sentence."""
    from mingjing.intake import acts  # noqa: F401, PLC0415 - the vocabulary is declared by loading it

    for kind in PUBLIC_KINDS:
        kinds.register(kind)
    vocabulary.describe(SourceSystem.subject_kind(), vocabulary.Named(SourceSystem, "name"))
    vocabulary.describe(SystemKey.subject_kind(), vocabulary.Named(SystemKey, "label"))
    vocabulary.describe(Item.subject_kind(), vocabulary.Named(Item, "title"))
    vocabulary.describe(ItemVersion.subject_kind(), vocabulary.Named(ItemVersion, "version"))
    vocabulary.describe(Delivery.subject_kind(), vocabulary.Named(Delivery, "file_name"))
