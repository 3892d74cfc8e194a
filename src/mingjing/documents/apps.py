"""The room's start."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Documents."""

    name = "mingjing.documents"
    label = "documents"
    verbose_name = "文书"

    def ready(self) -> None:
        """Register what lower rooms ask of this one."""
        from mingjing.documents import registration  # noqa: PLC0415

        registration.register()
