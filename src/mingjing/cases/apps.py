"""The room's start."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases."""

    name = "mingjing.cases"
    label = "cases"
    verbose_name = "案件"

    def ready(self) -> None:
        """Register what lower rooms ask of this one."""
        from mingjing.cases import registration  # noqa: PLC0415

        registration.register()
