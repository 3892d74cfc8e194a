"""The public site: what anyone reads, checks and downloads. No models, no writing."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Portal."""

    name = "mingjing.portal"
    label = "portal"
    verbose_name = "公示门户"

    def ready(self) -> None:
        """Register the public surfaces and the open data."""
        from mingjing.portal import datasets, surfaces  # noqa: PLC0415

        datasets.register_all()
        surfaces.register_all()
