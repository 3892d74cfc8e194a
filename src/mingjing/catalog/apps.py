"""The room's start."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Catalog."""

    name = "mingjing.catalog"
    label = "catalog"
    verbose_name = "清单"

    def ready(self) -> None:
        """Register what lower rooms ask of this one."""
        from mingjing.catalog import registration  # noqa: PLC0415

        registration.register()
