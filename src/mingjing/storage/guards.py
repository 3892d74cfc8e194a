"""What was stored stays stored: both tables only grow."""

from mingjing.guarding import append_only
from mingjing.storage.models import Blob, Hold

for model in (Blob, Hold):
    append_only(model)
