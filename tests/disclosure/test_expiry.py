"""Reference §11.1 F1, §11.6 no. 14: a publication ends with the period that its rule gives it, everywhere."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from mingjing import clock
from mingjing.disclosure import surfaces
from mingjing.disclosure.actions import dossier_of, expire_due, expiring, withdrawing
from mingjing.disclosure.models import Publication, Withdrawal
from mingjing.disclosure.queries import unexplained
from mingjing.records import consumers, log, queue
from telling import FIRM, decided, refusal

if TYPE_CHECKING:
    from mingjing.demo.bureau import Bureau

LAST = dt.date(2027, 9, 15)
DAY = dt.timedelta(days=1)


@pytest.fixture
def public(bureau: Bureau) -> Publication:
    with clock.at(dt.date(2026, 9, 15)):
        decided(bureau).served()
        log.integrate_all()
        while consumers.run_all():
            pass
        return bureau.release(Publication.objects.get(kind="decision"))


def test_its_last_day_is_the_rules_period_after_the_decision(public: Publication) -> None:
    """The portal's own period, marked 待确认."""
    assert public.rule is not None
    assert (public.rule.months, public.expires_on) == (12, LAST)
    page = Client().get(f"/decisions/{public.ref}/").content.decode()
    assert "2027-09-15（待确认）" in page.replace('<span class="nb">', "").replace("</span>", "")


def test_on_its_last_day_it_is_still_public_and_on_the_next_it_is_gone(public: Publication) -> None:
    with clock.at(LAST):
        assert expire_due() == 0
    with clock.at(LAST + DAY):
        assert expire_due() == 1
        assert expire_due() == 0
    public.refresh_from_db()
    assert public.state == Publication.State.WITHDRAWN
    made = Withdrawal.objects.get(publication=public)
    assert (made.situation, made.withdrawn_by, made.explain_by) == ("expired", None, None)
    record = dossier_of(public).records.order_by("-seq")[0]
    assert record.act == "publication.expired"


def test_every_surface_forgets_it_and_the_address_says_why_without_a_name(
    bureau: Bureau, public: Publication
) -> None:
    with clock.at(LAST + DAY):
        expire_due()
        for surface in surfaces.every():
            for address in surface.addresses(public):
                answer = Client().get(address)
                if answer.streaming:
                    data = b"".join(answer.streaming_content)  # type: ignore[arg-type]
                    assert data or address.endswith(".ndjson"), address
                assert answer.status_code == (410 if surface.gone else 200), address
        page = Client().get(f"/decisions/{public.ref}/").content.decode()
        assert "公示期满" in page
        assert "已撤下" not in page
        assert FIRM.name.partition("（")[0] not in page
        assert public.number not in page
        assert not unexplained(bureau.agency).exists()


def test_it_is_looked_for_regularly(public: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has to think of it."""
    monkeypatch.setattr(queue._regular["expiry"], "due", 0.0)
    with clock.at(LAST + DAY):
        queue.run_regular()
    public.refresh_from_db()
    assert public.state == Publication.State.WITHDRAWN


def test_one_faulty_publication_does_not_stop_the_others(
    public: Publication, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What cannot be taken down is said in the log and tried again."""
    real, bad = withdrawing.take_down_expired, Publication(about="0" * 32, kind="decision")

    def failing(each: Publication) -> Withdrawal:
        if each is bad:
            raise ValueError("broken")
        return real(each)

    class Rows(list[Publication]):
        def order_by(self, *_: str) -> Rows:
            return self

    monkeypatch.setattr(expiring, "expired", lambda: Rows([bad, public]))
    monkeypatch.setattr(expiring, "take_down_expired", failing)
    with clock.at(LAST + DAY):
        expire_due()
    public.refresh_from_db()
    assert public.state == Publication.State.WITHDRAWN
    assert [each.message for each in caplog.records if each.exc_info] == ["expiry failed"]


def test_a_newer_version_with_a_later_day_stays(public: Publication) -> None:
    """Found expired, but before the lock was had another version took its place: its own day counts."""
    Publication.objects.filter(pk=public.pk).update(expires_on=LAST + 2 * DAY)
    assert public.expires_on == LAST
    with clock.at(LAST + DAY), refusal("publication.not_over"):
        withdrawing.take_down_expired(public)
    with clock.at(LAST + 3 * DAY):
        withdrawing.take_down_expired(public)
    public.refresh_from_db()
    assert public.state == Publication.State.WITHDRAWN
