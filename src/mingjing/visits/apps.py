"""The room's start."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """Visits."""

    name = "mingjing.visits"
    label = "visits"
    verbose_name = "现场执法与监督"

    def ready(self) -> None:
        """Register what lower rooms ask of this one."""
        from mingjing.visits import registration  # noqa: PLC0415

        registration.register()
