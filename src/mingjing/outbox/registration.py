"""What the outbox tells lower rooms."""

import datetime as dt

from mingjing.disclosure.surfaces import Surface
from mingjing.disclosure.surfaces import register as register_surface
from mingjing.outbox import following, topics
from mingjing.outbox.models import Receiver
from mingjing.outbox.topics import Topic, cases, counted, listed, published
from mingjing.records import consumers, queue, vocabulary


def register() -> None:
    """Register the topics, the consumers that write what goes out, and the outbox as a keeper of copies."""
    from mingjing.outbox import acts  # noqa: F401, PLC0415 - the vocabulary is declared by loading it

    vocabulary.describe(Receiver.subject_kind(), vocabulary.Named(Receiver, "name"))
    for topic in _TOPICS:
        topics.register(topic)
    consumers.register_family(
        following.PREFIX, consumers.Family(following.known, following.active, following.follow)
    )
    queue.regularly("push-counts", following.sweep, every=dt.timedelta(minutes=30))
    register_surface(Surface("outbox", "数据推送", lambda _: (), remove=published.take_away))


_TOPICS = (
    Topic(published.PUBLICATIONS, "公示信息", published.follow, stands=published.stands),
    Topic(
        published.CREDIT,
        "双公示（行政处罚）",
        published.follow_credit,
        stands=published.stands,
        again=published.credit_again,
    ),
    Topic(listed.SUBJECTS, "执法主体和人员", listed.follow_subjects),
    Topic(listed.ITEMS, "执法事项", listed.follow_items),
    Topic(cases.CASES, "案件和办理经过", cases.follow),
    Topic(counted.SUPERVISION, "监督预警", sweep=counted.sweep_supervision),
    Topic(counted.STATISTICS, "统计数据", sweep=counted.sweep_statistics),
)
