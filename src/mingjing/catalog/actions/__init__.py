"""What is done to a list: begun, imported, generated, edited row by row, sent to check."""

from mingjing.catalog.actions.blank_forms import add_blank_form
from mingjing.catalog.actions.drafts import begin_edition, discard_draft, list_dossier
from mingjing.catalog.actions.importing import import_list
from mingjing.catalog.actions.officers import generate_officers, import_officers
from mingjing.catalog.actions.rows import add_row, edit_row, remove_row
from mingjing.catalog.actions.sending import ask_for_revision, send_to_check

__all__ = [
    "add_blank_form",
    "add_row",
    "ask_for_revision",
    "begin_edition",
    "discard_draft",
    "edit_row",
    "generate_officers",
    "import_list",
    "import_officers",
    "list_dossier",
    "remove_row",
    "send_to_check",
]
