from django.apps import AppConfig
from django.urls import register_converter

from mingjing.theme.references import Ref


class ThemeConfig(AppConfig):
    """Templates, styles and tags; no models."""

    name = "mingjing.theme"
    label = "theme"
    verbose_name = "界面"

    def ready(self) -> None:
        """Register how references stand in addresses."""
        register_converter(Ref, "ref")
