"""The room's start."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Review."""

    name = "mingjing.review"
    label = "review"
    verbose_name = "法制审核"

    def ready(self) -> None:
        """Register what lower rooms ask of this one."""
        from mingjing.review import registration  # noqa: PLC0415

        registration.register()
