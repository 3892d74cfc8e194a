"""What goes out of publications, credit and the five resources, and what was withdrawn does not (244号4、13、20)."""

from __future__ import annotations

import datetime as dt
import json
from argparse import Namespace
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from foreign import Foreign
from pushing import follow, published, receiver, until_quiet

from mingjing import clock
from mingjing.config import push_command, startup
from mingjing.demo.people import PASSWORD
from mingjing.disclosure.actions import correct, withdraw
from mingjing.disclosure.queries import fields_of
from mingjing.exchange.credit_rules import fields
from mingjing.outbox import formats, sending
from mingjing.outbox.actions import resend
from mingjing.outbox.following import sweep
from mingjing.outbox.models import Message, Receiver
from mingjing.outbox.topics import counted
from mingjing.records import consumers
from mingjing.registry.models import Agency
from telling import FIRM, TWO, refusal

if TYPE_CHECKING:
    from pathlib import Path

    from pushing import Time
    from pytest_django.fixtures import SettingsWrapper

    from mingjing.demo.bureau import Bureau

State = Message.State
ALL = ("publications", "credit", "subjects", "items", "cases", "supervision", "statistics")
FIVE = ("subjects", "items", "cases", "supervision", "statistics")


def test_what_is_published_goes_out_and_what_is_withdrawn_never_does(
    bureau: Bureau, foreign: Foreign, time: Time
) -> None:
    """244号13: unsent content is void within the act; who may have got it is told, without a name."""
    made = receiver(bureau, foreign, *ALL)
    first, second = published(bureau, **TWO)
    follow()
    until_quiet(time, rounds=40)
    item = f"decision/{first.about}"
    told = {each["resource"]: each for each in foreign.of(item)}
    public, credit = told["publications"], told["credit"]
    assert (public["op"], public["data"]["number"]) == ("I", first.number)
    assert public["data"]["fields"] == first.content["fields"]
    assert set(credit["data"]) == {each.key for each in fields()}
    assert credit["data"]["cf_wsh"] == first.number
    case = [each for each in foreign.held.values() if each["resource"] == "cases"]
    assert [each["version"] for each in case] == sorted(each["version"] for each in case)
    assert [each["data"]["event"]["code"] for each in case] == [
        "立案", "调查终结", "送达告知书", "送达告知书", "作出处罚决定", "作出处罚决定", "送达决定书", "送达决定书",
    ]  # fmt: skip
    assert case[0]["data"]["parties"][0] == {
        "natural": False,
        "name": FIRM.name,
        "credit_code": FIRM.credit_code,
    }
    month = counted.counts(bureau.agency, clock.today().replace(day=1))
    assert (month["decided"], month["published"], month["withdrawn"]) == (2, 2, 0)
    foreign.stop()
    withdraw(user=bureau.users["checker"], publication=first, situation="revoked")
    month = counted.counts(bureau.agency, clock.today().replace(day=1))
    assert (month["published"], month["withdrawn"]) == (2, 1)
    follow()
    withdraw(user=bureau.users["checker"], publication=second, situation="revoked")
    foreign.again()
    follow()
    until_quiet(time, rounds=10)
    gone = foreign.of(item)[2:]
    assert {(each["resource"], each["op"]) for each in gone} == {("credit", "D"), ("publications", "D")}
    assert all(each["data"]["number"] == first.number for each in gone)
    assert FIRM.name not in json.dumps(gone, ensure_ascii=False)
    late = Foreign("late")
    with late:
        other = receiver(bureau, late, "publications", "credit")
        follow()
        until_quiet(time, rounds=10)
    assert not [each for each in late.items if each.startswith("decision/")], (
        "it comes late and hears nothing of it"
    )
    assert other.messages.exists()
    assert not made.messages.filter(state=State.WAITING).exists()


def test_a_faulty_row_waits_for_a_person_and_a_withdrawal_overtakes_what_waits(
    bureau: Bureau, foreign: Foreign, time: Time
) -> None:
    """What has faults does not go out; re-sent, it is made of what there is then; withdrawn, not one request is made.

    Whether or not a consumer has run since (244号13), and nothing of what was withdrawn is kept.
    """
    made = receiver(bureau, foreign, "publications", "credit")
    code = bureau.agency.credit_code
    Agency.objects.filter(pk=bureau.agency.pk).update(credit_code="")
    (public,) = published(bureau)
    follow()
    user = bureau.users["publisher"]
    dead = made.messages.get(state=State.DEAD)
    assert (dead.topic, dead.tries) == ("credit", 0)
    assert "处罚机关" in dead.said
    with refusal("push.faulty"):
        resend(user=user, receiver=made, message=dead)
    Agency.objects.filter(pk=bureau.agency.pk).update(credit_code=code)
    resend(user=user, receiver=made, message=dead)
    dead.refresh_from_db()
    assert (dead.state, dead.data["cf_cfjgdm"]) == (State.WAITING, code)
    waiting = made.messages.filter(item=f"decision/{public.about}", state=State.WAITING)
    assert waiting.count() == 2
    withdraw(user=bureau.users["checker"], publication=public, situation="police")
    assert not waiting.exists()
    assert not any(each.data for each in made.messages.filter(item=f"decision/{public.about}"))
    sending.send_due()
    follow()
    until_quiet(time, rounds=10)
    assert foreign.held
    assert not [each for each in foreign.items if each.startswith("decision/")]


def test_what_a_correction_hides_does_not_go_out_any_more(
    bureau: Bureau, foreign: Foreign, time: Time
) -> None:
    """Personal data that had leaked: neither the sender nor a later click tells what the correction hides (§11.5)."""
    made = receiver(bureau, foreign, "publications", "credit")
    with clock.at(clock.today()):
        (public,) = published(bureau)
        follow()
    item = f"decision/{public.about}"
    told = dict(fields_of(public))
    with clock.at(clock.now() + dt.timedelta(hours=1)):
        corrected = correct(
            user=bureau.users["publisher"], publication=public, fields={"案件事实": "当事人擅自施工。"},
            correction="leaked", reason="误公开个人信息，已隐去。",
        )  # fmt: skip
        bureau.release(corrected)
        until_quiet(time, rounds=3)
        assert item not in foreign.items
        follow()
    until_quiet(time, rounds=3)
    assert {each["op"] for each in foreign.of(item)} == {"I"}
    assert len(foreign.of(item)) == 2
    assert told["案件事实"] not in json.dumps(list(foreign.held.values()), ensure_ascii=False)
    assert not any(each.data for each in made.messages.filter(item=item))


# ── the regional supervision system ──


def test_the_supervision_system_gets_five_resources_in_its_own_words(
    bureau: Bureau, foreign: Foreign, time: Time, settings: SettingsWrapper, tmp_path: Path
) -> None:
    """244号4、20; §4.4: the format is data; another file of the same name changes what goes out, and no code does."""
    settings.MINGJING_DATA = tmp_path
    (tmp_path / "formats").mkdir()
    told = {
        "label": "改过的",
        "envelope": {"ext_id": "id"},
        "ops": {"I": "1"},
        "answer": "code",
        "accepted": ["200"],
    }
    told["resources"] = {
        "items": {"name": "XZQL", "fields": [{"from": "name", "to": "MC", "required": True}]}
    }
    (tmp_path / "formats" / "other.json").write_text(json.dumps(told), encoding="utf-8")
    other = formats.named("other")
    message = Message(
        topic="items", item="item/1", version=3, op="I", made_at=time.now, data={"name": "甲", "code": "1"}
    )
    body = json.loads(other.body(message))
    assert (body["id"], body["op"], body["resource"], body["data"]) == ("item/1", "1", "XZQL", {"MC": "甲"})
    assert other.faults("items", {"code": "1"}) == ["缺 MC"]
    assert (other.took("k", b'{"code": 200}'), other.took("k", b'{"code": 500}')) == (True, False)
    (tmp_path / "formats" / "bad.json").write_text('{"label": 1}')
    with refusal("format.unreadable"):
        formats.named("bad")
    (tmp_path / "formats" / "bad.json").unlink()
    made = receiver(bureau, foreign, *FIVE, layout="regional")
    with clock.at(clock.today() + dt.timedelta(days=1)):
        sweep()
    follow()
    until_quiet(time, rounds=5)
    kinds = {each["resource"] for each in foreign.held.values()}
    assert kinds == {"subjects", "items", "statistics"}
    officer = next(each for each in foreign.held.values() if each["ext_id"].startswith("officer/"))
    assert set(officer["data"]) <= {
        "subject_type", "name", "org_name", "post", "certificate_no", "enforce_type", "region", "certificate_from",
        "certificate_to",
    }  # fmt: skip
    assert officer["data"]["subject_type"] == "2"
    assert not made.messages.filter(state=State.DEAD).exists()
    with refusal("receiver.topic"):
        receiver(bureau, Foreign("again", address=foreign.address), "credit", layout="regional")


# ── whose, and who ──


def test_a_receiver_gets_what_is_its_own_agencys_and_verify_knows_its_place(
    bureau: Bureau, foreign: Foreign, time: Time
) -> None:
    """Another agency's receiver gets nothing of this one's; pushes leave the record as it was."""
    other = Agency.objects.create(name="邻县住房和城乡建设局（示例）", sign="邻住建", area="邻县")
    made = receiver(bureau, foreign, "items")
    neighbour = Receiver.objects.create(
        agency=other,
        code="x",
        name="邻",
        address=foreign.address,
        layout="mingjing",
        topics=["items"],
        enabled=True,
    )
    follow()
    assert made.messages.exists()
    assert not neighbour.messages.exists()
    until_quiet(time, rounds=3)
    with refusal("receiver.unknown"):
        resend(user=bureau.users["system"], receiver=neighbour)
    assert {f"push/{made.ref}/items", f"push/{made.ref}/cases"} <= consumers.names()
    assert at_desk("system").get(f"/workbench/receivers/{neighbour.ref}/").status_code == 404


def at_desk(username: str) -> Client:
    client = Client()
    assert client.post("/login/", {"username": username, "password": PASSWORD}).status_code == 303
    return client


@pytest.mark.usefixtures("bureau")
def test_the_desk_shows_what_waits_and_what_failed_and_sends_it_again_by_a_click(
    foreign: Foreign, time: Time, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A receiver entered, its dead letter seen with its reason, sent again; others see or do not see the page."""
    client = at_desk("system")
    page = client.get("/workbench/receivers/new/")
    typed = {
        "once": page.context["form"]["once"].value(), "code": foreign.code, "name": "示例平台",
        "address": "http://10.0.0.1/", "layout": "mingjing", "topics": ["items"], "enabled": "yes",
    }  # fmt: skip
    refused = client.post("/workbench/receivers/new/", typed)
    assert refused.status_code == 422
    assert "推送只走 https" in refused.content.decode()
    answer = client.post("/workbench/receivers/new/", typed | {"address": foreign.address})
    assert answer.status_code == 303
    follow()
    foreign.refuses = lambda told: 422 if told["ext_id"] == "item/CF-WY-001" else 0
    until_quiet(time, rounds=2)
    foreign.refuses = lambda _: 0
    assert "1 条" in client.get("/workbench/receivers/").content.decode()
    one = at_desk("publisher").get(f"{answer.url}?state=dead&topic=items").content.decode()
    assert "CF-WY-001" in one
    assert "回答 422" in one
    assert "变更接收方" not in one
    monkeypatch.setattr(startup, "refuse_without_data", lambda: None)
    monkeypatch.setattr(startup, "configure", lambda **_: None)
    assert push_command.run(Namespace(now=False)) == 1
    assert "失败待处理 1 条" in capsys.readouterr().out
    assert "查明推送失败的 1 条" in client.get("/workbench/").content.decode()
    dead = Message.objects.get(state=State.DEAD)
    address = f"{answer.url}{dead.pk}/resend/"
    form = client.get(address).context["form"]
    sent = client.post(address, {"once": form["once"].value(), "version": form["version"].value()})
    assert sent.status_code == 303
    assert push_command.run(Namespace(now=True)) == 0
    assert "送达 1 条" in capsys.readouterr().out
    assert "重新推送给示例平台" in client.get(answer.url).content.decode()
    assert at_desk("officer1").get("/workbench/receivers/").status_code == 403
    assert "登记接收方" not in at_desk("supervisor").get("/workbench/receivers/").content.decode()
