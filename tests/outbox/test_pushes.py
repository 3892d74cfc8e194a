"""Every push arrives once, in order for each item, however the receiver behaves (A5.2; 244号4、20)."""

from __future__ import annotations

import datetime as dt
from ipaddress import ip_address
from typing import TYPE_CHECKING

import pytest
from foreign import CUT, GARBAGE, LONG, REFUSED_SIGNATURE, SLOW
from pushing import follow, receiver, until_quiet

from mingjing.catalog.models import MatterRow
from mingjing.outbox import posting, rules, sending
from mingjing.outbox.actions import change_receiver, resend, skip
from mingjing.outbox.lines import Line
from mingjing.outbox.models import Link, Message
from mingjing.records.models import Leaf, Record
from telling import refusal

if TYPE_CHECKING:
    from foreign import Foreign
    from pushing import Time

    from mingjing.demo.bureau import Bureau

State = Message.State
EVERY_FAILURE = (
    500, CUT, GARBAGE, SLOW, (429, {"Retry-After": "120"}), REFUSED_SIGNATURE, LONG, 503, 408,
    (302, {"Location": "/x"}),
)  # fmt: skip


def test_a_receiver_that_fails_in_every_way_ends_with_exactly_the_right_set(
    bureau: Bureau, foreign: Foreign, time: Time
) -> None:
    """Refused, cut, garbled, slow, told to wait, led elsewhere: each item once by its key, none lost, none dead."""
    made = receiver(bureau, foreign, "items", "subjects", "publications")
    follow()
    rows = made.messages.filter(state=State.WAITING)
    wanted = {each.item for each in rows}
    assert {f"item/{each.code}" for each in MatterRow.objects.all()} <= wanted
    foreign.answers = [answer for failure in EVERY_FAILURE for answer in (failure, 200, failure)]
    foreign.stop()
    assert sending.send_due() == 0
    assert Link.objects.get(receiver=made).failures == 1
    foreign.again()
    until_quiet(time)
    assert foreign.items == wanted
    assert len(foreign.held) == len(wanted) == made.messages.filter(state=State.DELIVERED).count()
    assert len(foreign.seen) > len(wanted) + len(EVERY_FAILURE)
    assert not any(each.data for each in made.messages.all()), "what was taken is not kept here a second time"
    follow()
    assert sending.send_due() == 0
    told = next(iter(foreign.held.values()))
    assert set(told) == {"source_sys", "resource", "ext_id", "version", "op", "ts", "hash", "data"}


def test_what_fails_holds_back_its_own_later_versions_only(
    bureau: Bureau, foreign: Foreign, time: Time
) -> None:
    """In order per item; another item goes by. A 4xx that cannot heal is a dead letter at once, until a person acts."""
    made = receiver(bureau, foreign, "items")
    for version, (item, word) in enumerate([("a", "1"), ("b", "1"), ("a", "2"), ("a", "3")]):
        Line(made, "items", version).tell(item, {"word": word})
    foreign.refuses = lambda told: 422 if told["ext_id"] == "a" and told["data"]["word"] == "1" else 0
    until_quiet(time, rounds=5)
    assert [each["data"]["word"] for each in foreign.held.values()] == ["1"]
    dead = made.messages.get(state=State.DEAD)
    assert (dead.item, dead.said, dead.tries) == ("a", "回答 422", 1)
    foreign.refuses = lambda _: 0
    records = Record.objects.count()
    resend(user=bureau.users["publisher"], receiver=made, message=dead)
    until_quiet(time)
    assert [each["data"]["word"] for each in foreign.of("a")] == ["1", "2", "3"]
    assert [each["op"] for each in foreign.of("a")] == ["I", "U", "U"]
    assert str(dead.key) in foreign.held
    assert Record.objects.count() == records + 1, "what a person did is recorded, what went out is not"
    Line(made, "items", 9).tell("a", {"word": "1"})
    Line(made, "items", 10).tell("a", {"word": "5"})
    foreign.refuses = lambda told: 410 if told["data"]["word"] == "1" else 0
    until_quiet(time, rounds=3)
    skip(user=bureau.users["system"], receiver=made, message=made.messages.get(state=State.DEAD))
    until_quiet(time)
    assert [each["data"]["word"] for each in foreign.of("a")] == ["1", "2", "3", "5"]
    with refusal("push.not_dead"):
        resend(user=bureau.users["publisher"], receiver=made)


def test_a_receiver_down_for_a_day_loses_nothing_and_gets_everything_once_in_order(
    bureau: Bureau, foreign: Foreign, time: Time
) -> None:
    """Nothing dies of a day's silence; the wait grows, but never beyond an hour."""
    made = receiver(bureau, foreign, "items")
    foreign.stop()
    for hour in range(24):
        for item in ("a", "b"):
            Line(made, "items", hour).tell(item, {"hour": hour})
        sending.send_due()
        time.later(hours=1)
    assert not made.messages.exclude(state=State.WAITING).exists()
    assert (Link.objects.get(receiver=made).rests_until or time.now) - time.now <= rules.LONGEST_WAIT * 1.2
    foreign.again()
    until_quiet(time)
    for item in ("a", "b"):
        assert [each["data"]["hour"] for each in foreign.of(item)] == list(range(24))
    assert len(foreign.seen) == 48


def test_a_worker_killed_between_sending_and_noting_sends_the_same_key_again(
    bureau: Bureau, foreign: Foreign, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At least once and a key make once; until the claim ends nobody else sends it."""
    made = receiver(bureau, foreign, "items")
    Line(made, "items", 1).tell("a", {"word": "1"})

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(sending, "_delivered", killed)
        with pytest.raises(KeyboardInterrupt):
            sending.send_due()
    assert sending.send_due() == 0
    time.later(minutes=2.1)
    assert sending.send_due() == 1
    assert len(foreign.seen) == 2
    assert len(foreign.held) == 1


def test_a_receiver_that_never_answers_leaves_dead_letters_in_the_end(
    bureau: Bureau, foreign: Foreign, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After days of tries a person looks at it; what is re-sent has all its tries again."""
    spent = sum(
        (min(rules.LONGEST_WAIT, rules.wait(each)) for each in range(1, rules.MOST_TRIES)), dt.timedelta()
    )
    assert dt.timedelta(days=3) < spent
    monkeypatch.setattr(rules, "MOST_TRIES", 6)
    made = receiver(bureau, foreign, "items")
    Line(made, "items", 1).tell("a", {"word": "1"})
    foreign.stop()
    until_quiet(time, rounds=rules.MOST_TRIES + 5)
    dead = made.messages.get(state=State.DEAD)
    assert (dead.tries, dead.said) == (rules.MOST_TRIES, "连不上，或者回答中断")
    foreign.again()
    resend(user=bureau.users["system"], receiver=made)
    assert sending.send_due() == 1


def test_a_receiver_switched_off_misses_nothing_and_one_that_comes_late_gets_what_there_is(
    bureau: Bureau, foreign: Foreign, time: Time
) -> None:
    """Each topic reads the log from its own place: it rests there while it is off (ADR-003)."""
    made = receiver(bureau, foreign, "items", enabled=False)
    follow()
    assert not made.messages.exists()
    told = {"name": made.name, "address": made.address, "layout": "mingjing", "topics": ["items"]}
    changed = change_receiver(user=bureau.users["system"], receiver=made, enabled=True, **told)
    follow()
    assert changed.messages.count() == MatterRow.objects.filter(removed=False).count()
    assert changed.messages.latest("id").version <= Leaf.objects.count()
    change_receiver(user=bureau.users["system"], receiver=changed, enabled=False, **told)
    assert until_quiet(time, rounds=2) == 0
    assert not foreign.seen


# ── where pushes may go ──


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("http://example.org/push", "receiver.not_https"),
        ("http://localhost/push", "receiver.not_https"),
        ("ftp://example.org", "receiver.not_https"),
        ("https://user:word@example.org/", "receiver.address"),
        ("https://exa mple.org/", "receiver.address"),
        ("https://[::1/", "receiver.address"),
        ("example.org", "receiver.address"),
        ("https://示例.cn/", "receiver.address"),
        ("https://example.org/#x", "receiver.address"),
    ],
)
def test_a_receiver_is_reached_by_https_only_or_on_this_machine(address: str, code: str) -> None:
    with refusal(code):
        rules.require_address(address)


def test_a_push_goes_to_no_inner_network_unless_the_operator_said_so() -> None:
    """SSRF: whatever a name is led to, and by whatever spelling."""
    inner = [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",  # noqa: S104
        "::1", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "224.0.0.1", "255.255.255.255",
    ]  # fmt: skip
    assert [each for each in inner if rules.may_go_to(ip_address(each), [])] == []
    assert rules.may_go_to(ip_address("93.184.216.34"), [])
    assert rules.may_go_to(ip_address("10.20.3.4"), rules.networks(["10.20.0.0/16"]))
    assert not rules.may_go_to(ip_address("10.21.3.4"), rules.networks(["10.20.0.0/16"]))


def test_what_the_operator_does_not_allow_is_not_even_connected_to(
    bureau: Bureau, foreign: Foreign, time: Time, settings: pytest.FixtureRequest
) -> None:
    settings.MINGJING_PUSH_NETWORKS = []  # type: ignore[attr-defined]
    del time
    made = receiver(bureau, foreign, "items")
    Line(made, "items", 1).tell("a", {"word": "1"})
    assert sending.send_due() == 0
    assert not foreign.seen
    assert "没有准许" in made.messages.get().said


def test_an_answer_that_drips_is_cut_off(foreign: Foreign, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole exchange has an end, however lively each step."""
    monkeypatch.setattr(posting, "DEADLINE", 0.05)
    monkeypatch.setattr(posting, "STEP", 5.0)
    monkeypatch.setattr(foreign, "verify", lambda *_: None)
    foreign.answers = [SLOW]
    with pytest.raises(posting.NoAnswerError):
        posting.post(foreign.address, b"{}", {"Idempotency-Key": "k"})
