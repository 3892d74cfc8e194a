"""The room's start."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Outbox."""

    name = "mingjing.outbox"
    label = "outbox"
    verbose_name = "数据推送"

    def ready(self) -> None:
        """Register what lower rooms ask of this one."""
        from mingjing.outbox import registration  # noqa: PLC0415

        registration.register()
