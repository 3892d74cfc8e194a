"""数据对接: who gets what, what waits, what failed and what a person does about it (A5.1, A5.2; 244号4、20)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mingjing import clock
from mingjing.outbox import actions, formats, rules, topics
from mingjing.outbox.actions import MANAGE, RESEND
from mingjing.outbox.models import Message
from mingjing.outbox.queries import message_of, messages_of, receiver_of, standings
from mingjing.records.queries import timeline
from mingjing.theme.cells import Column, Link, Mark, Row
from mingjing.workbench.acting import ActForm, ActView, timeline_item
from mingjing.workbench.cells import two_lines
from mingjing.workbench.forms.receivers import ChangeReceiverForm, ReceiverForm
from mingjing.workbench.reading import can, open_to

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpResponse

    from mingjing.outbox.models import Receiver
    from mingjing.outbox.queries import Standing
    from mingjing.records.models import Dossier
    from mingjing.workbench.sessions import StaffRequest

READ = "push.read"
State = Message.State
RECEIVERS = (
    Column("name", "接收方"),
    Column("topics", "推送的数据"),
    Column("state", "状态", fit=True),
    Column("waiting", "待推送", fit=True, number=True),
    Column("dead", "失败待处理", fit=True),
    Column("success", "最近成功", fit=True),
)
MESSAGES = (
    Column("item", "数据"),
    Column("op", "变动", fit=True),
    Column("made", "生成", fit=True),
    Column("state", "状态", fit=True),
    Column("said", "结果"),
    Column("action", "操作", fit=True),
)
TONES = {State.WAITING: "now", State.DELIVERED: "ok", State.DEAD: "stop", State.VOID: "off"}
TABS = (
    ("", "全部"),
    (State.WAITING, "待推送"),
    (State.DEAD, "失败待处理"),
    (State.DELIVERED, "已送达"),
    (State.VOID, "不再推送"),
)
MOST = 50


def moment(at: dt.datetime | None) -> str:
    """Return a real time as people read it."""
    return at.astimezone(clock.SHANGHAI).strftime("%m-%d %H:%M") if at else ""


@require_safe
@open_to(READ)
def board(request: StaffRequest) -> HttpResponse:
    """List the receivers: what each gets, what waits, what failed, when it last took something."""
    context = {
        "columns": RECEIVERS,
        "rows": [_receiver(each) for each in standings(request.user.agency)],
        "manages": can(request, MANAGE),
        "path": [("数据对接", "")],
    }
    return render(request, "workbench/receivers.html", context)


def _receiver(each: Standing) -> Row:
    page = reverse("desk-receiver", args=[each.receiver.ref])
    failed = f"{page}?state={State.DEAD.value}"
    success = each.link.succeeded_at if each.link else None
    return {
        "name": Link(each.receiver.name, page),
        "topics": _topics(each.receiver),
        "state": _state(each),
        "waiting": each.waiting,
        "dead": Link(f"{each.dead} 条", failed) if each.dead else "没有",
        "success": moment(success) or "还没有",
    }


def _state(each: Standing) -> Mark:
    if not each.receiver.enabled:
        return Mark("off", "停用")
    if each.link and each.link.failures:
        return Mark("stop", f"连续失败 {each.link.failures} 次")
    return Mark("ok", "启用")


def _topics(receiver: Receiver) -> str:
    return "、".join(each.label for each in topics.every() if each.key in receiver.topics)


@require_safe
@open_to(READ)
def receiver(request: StaffRequest, ref: str) -> HttpResponse:
    """Show a receiver: how it answered, its messages by state and topic, what people did about it."""
    found = receiver_of(request.user, ref)
    state, topic = request.GET.get("state", ""), request.GET.get("topic", "")
    state = state if state in State.values else ""
    rows = messages_of(found, state, topic)
    standing = next(each for each in standings(request.user.agency) if each.receiver.pk == found.pk)
    resends = can(request, RESEND)
    page = reverse("desk-receiver", args=[found.ref])
    context = {
        "receiver": found,
        "mark": _state(standing),
        "pairs": _pairs(standing),
        "tabs": [
            {"label": label, "url": f"{page}?state={key}&topic={topic}", "current": key == state}
            for key, label in TABS
        ],
        "topics": [
            {
                "label": each.label,
                "url": f"{page}?state={state}&topic={each.key}",
                "current": each.key == topic,
            }
            for each in topics.every()
            if each.key in found.topics
        ],
        "all_url": f"{page}?state={state}",
        "topic": topic,
        "columns": MESSAGES,
        "rows": [_message(found, each, resends=resends) for each in rows[:MOST]],
        "total": rows.count(),
        "most": MOST,
        "dead": standing.dead,
        "manages": can(request, MANAGE),
        "resends": resends,
        "timeline": [timeline_item(each) for each in timeline(actions.receiver_dossier(found), limit=10)],
        "path": [("数据对接", reverse("desk-receivers")), (found.name, "")],
    }
    return render(request, "workbench/receiver.html", context)


def _pairs(standing: Standing) -> list[tuple[str, object]]:
    row, link = standing.receiver, standing.link
    known = formats.every().get(row.layout)
    rests = link.rests_until if link else None
    return [
        ("代号", row.code),
        ("接收地址", row.address),
        ("格式", known.label if known else row.layout),
        *([("格式的说明", known.note)] if known and known.note else []),
        ("推送的数据", _topics(row)),
        ("签名", f"本机关日志密钥 {settings.MINGJING_ORIGIN}，验证方法见对接说明"),
        ("接收令牌", f"需要的，由运行环境变量 {rules.variable(row.code)} 给出"),
        ("已送达", f"{standing.delivered} 条"),
        (
            "待推送",
            f"{standing.waiting} 条" + (f"，最早 {moment(standing.oldest)}" if standing.oldest else ""),
        ),
        ("最近成功", moment(link.succeeded_at if link else None) or "还没有"),
        *([("最近的失败", link.said)] if link and link.said else []),
        *([("下次再试", moment(rests))] if rests and link and link.failures else []),
    ]


def _message(receiver: Receiver, each: Message, *, resends: bool) -> Row:
    action: Any = ""
    if each.state == State.DEAD and resends:
        args = [receiver.ref, each.pk]
        action = [
            Link("重新推送", reverse("desk-push-resend", args=args), "primary"),
            Link("放弃", reverse("desk-push-skip", args=args), "quiet"),
        ]
    tried = f"，已试 {each.tries} 次" if each.tries and each.state != State.DELIVERED else ""
    return {
        "item": two_lines(each.label or each.item, f"{topics.named(each.topic).label}　版本 {each.version}"),
        "op": each.get_op_display(),
        "made": moment(each.made_at),
        "state": Mark(TONES[State(each.state)], each.get_state_display()),
        "said": moment(each.delivered_at) if each.delivered_at else f"{each.said}{tried}",
        "action": action,
    }


class ReceiverAct(ActView):
    """What all acts on receivers share."""

    permission = MANAGE
    clause = rules.CLAUSE
    receiver: Receiver

    def load(self, **address: str) -> None:
        """Find the receiver in the person's own agency."""
        self.receiver = receiver_of(self.request.user, address["ref"])

    def dossier(self) -> Dossier:
        """Return the receiver's own."""
        return actions.receiver_dossier(self.receiver)

    @property
    def back_url(self) -> str:
        """Return the receiver's page."""
        return reverse("desk-receiver", args=[self.receiver.ref])

    def context(self) -> dict[str, Any]:
        """Say where we are."""
        return {
            "heading": f"{self.title}：{self.receiver.name}",
            "back_url": self.back_url,
            "path": [
                ("数据对接", reverse("desk-receivers")),
                (self.receiver.name, self.back_url),
                (self.title, ""),
            ],
        }


class AddReceiver(ActView):
    """登记接收方."""

    permission = MANAGE
    clause = rules.CLAUSE
    form_class = ReceiverForm
    title = "登记接收方"
    submit = "登记"
    done = "已登记接收方。"
    remark = "启用后，系统从第一条记录起，按次序推送所选数据的现状和以后的变化。"

    def context(self) -> dict[str, Any]:
        """Say where we are."""
        back = reverse("desk-receivers")
        return {"heading": self.title, "back_url": back, "path": [("数据对接", back), (self.title, "")]}

    def act(self, form: ReceiverForm) -> str:
        """Register."""
        made = actions.add_receiver(user=self.request.user, **form.typed)
        return reverse("desk-receiver", args=[made.ref])


class ChangeReceiver(ReceiverAct):
    """变更接收方."""

    form_class = ChangeReceiverForm
    title = "变更接收方"
    submit = "保存"
    done = "已保存。"

    def initial(self) -> dict[str, Any]:
        """Return how it is."""
        row = self.receiver
        return {
            "name": row.name,
            "address": row.address,
            "layout": row.layout,
            "topics": row.topics,
            "enabled": "yes" if row.enabled else "no",
        }

    def act(self, form: ChangeReceiverForm) -> str:
        """Change it."""
        actions.change_receiver(
            user=self.request.user, receiver=self.receiver, version=form.cleaned_data["version"], **form.typed
        )
        return self.back_url


class ResendAll(ReceiverAct):
    """重新推送失败的全部."""

    permission = RESEND
    form_class = ActForm
    title = "全部重新推送"
    submit = "重新推送"
    done = "已重新排队；接收方启用的，几秒内推送。"
    remark = "失败待处理的各条用原来的幂等键再推送，对方不会收到两份。"

    def act(self, form: ActForm) -> str:
        """Send them again."""
        actions.resend(user=self.request.user, receiver=self.receiver, version=form.cleaned_data["version"])
        return self.back_url


class MessageAct(ReceiverAct):
    """An act on one message that failed."""

    permission = RESEND
    form_class = ActForm
    message: Message

    def load(self, **address: str) -> None:
        """Find the message."""
        super().load(**address)
        self.message = message_of(self.receiver, int(address["number"]))

    def context(self) -> dict[str, Any]:
        """Show the message."""
        row = self.message
        return super().context() | {
            "facts_heading": "这一条",
            "facts": [
                ("数据", topics.named(row.topic).label),
                ("编号", row.label or row.item),
                ("变动", row.get_op_display()),
                ("已试", f"{row.tries} 次"),
                ("最近的结果", row.said),
            ],
        }


class Resend(MessageAct):
    """重新推送."""

    title = "重新推送"
    submit = "重新推送"
    done = "已重新排队；接收方启用的，几秒内推送。"
    remark = "用原来的幂等键再推送，对方不会收到两份。内容不合格而没有推送过的，按现在的数据重新生成。"

    def act(self, form: ActForm) -> str:
        """Send it again."""
        actions.resend(
            user=self.request.user, receiver=self.receiver, message=self.message,
            version=form.cleaned_data["version"],
        )  # fmt: skip
        return self.back_url


class Skip(MessageAct):
    """放弃推送."""

    title = "放弃推送"
    submit = "放弃这一条"
    done = "已放弃，同一对象之后的数据继续推送。"
    remark = "对方不会收到这一条。同一对象较新的数据不再等它。"

    def act(self, form: ActForm) -> str:
        """Let it go."""
        actions.skip(
            user=self.request.user, receiver=self.receiver, message=self.message,
            version=form.cleaned_data["version"],
        )  # fmt: skip
        return self.back_url
