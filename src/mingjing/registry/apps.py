"""The room's start."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Registry."""

    name = "mingjing.registry"
    label = "registry"
    verbose_name = "主体与人员"

    def ready(self) -> None:
        """Tell the records room how people and places are said in a sentence."""
        from mingjing.registry import acts, queries  # noqa: F401, PLC0415

        queries.register_words()
