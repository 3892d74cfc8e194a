"""The room's start."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    """Disclosure."""

    name = "mingjing.disclosure"
    label = "disclosure"
    verbose_name = "公示"

    def ready(self) -> None:
        """Register what lower rooms ask of this one."""
        from mingjing.disclosure import registration  # noqa: PLC0415

        registration.register()
