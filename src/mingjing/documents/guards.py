"""A document is made once: what was issued is corrected by another document, never changed (种子 B2)."""

from mingjing.documents.models import Document, Scan, Voiding
from mingjing.guarding import append_only

append_only(Document)
append_only(Voiding)
append_only(Scan)
