from django.apps import AppConfig


class ThemeConfig(AppConfig):
    """Templates, styles and tags; no models."""

    name = "mingjing.theme"
    label = "theme"
    verbose_name = "界面"
