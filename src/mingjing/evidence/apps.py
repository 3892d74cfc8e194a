"""The room's start."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Evidence."""

    name = "mingjing.evidence"
    label = "evidence"
    verbose_name = "证据"

    def ready(self) -> None:
        """Register what lower rooms ask of this one."""
        from mingjing.evidence import registration  # noqa: PLC0415

        registration.register()
