"""A publication whose period has ended leaves every public surface by itself (reference §11.1 F1, §11.6 no. 14)."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import OperationalError

from mingjing import clock
from mingjing.disclosure.actions.withdrawing import take_down_expired
from mingjing.disclosure.models import Publication
from mingjing.refusal import Refusal

if TYPE_CHECKING:
    from django.db.models import QuerySet

logger = logging.getLogger("mingjing.expiry")


def expired() -> QuerySet[Publication]:
    """Return what is public although its last day is over."""
    return Publication.objects.select_related("agency").filter(
        state=Publication.State.PUBLISHED, expires_on__lt=clock.today()
    )


def expire_due() -> int:
    """Take down what has expired; return how many. Several workers at once do it once: the second finds it gone.

    What cannot be taken down is logged and tried again with the next look; the others do not wait for it. A lost
    connection is the caller's: it concerns them all.
    """
    done = 0
    for publication in expired().order_by("expires_on", "pk"):
        try:
            take_down_expired(publication)
        except Refusal as refusal:
            logger.info("expiry not done", extra={"act": refusal.code})
        except OperationalError:
            raise
        except Exception:
            logger.exception("expiry failed", extra={"act": publication.ref})
        else:
            done += 1
    return done
