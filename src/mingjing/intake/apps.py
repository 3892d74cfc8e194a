"""The room's start."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Intake."""

    name = "mingjing.intake"
    label = "intake"
    verbose_name = "来件"

    def ready(self) -> None:
        """Register what lower rooms ask of this one."""
        from mingjing.intake import registration  # noqa: PLC0415

        registration.register()
