"""The room's start."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Exchange."""

    name = "mingjing.exchange"
    label = "exchange"
    verbose_name = "数据交换"

    def ready(self) -> None:
        """Register what lower rooms ask of this one."""
        from mingjing.exchange import registration  # noqa: PLC0415

        registration.register()
