"""The room's start."""

from django.apps import AppConfig


class LawConfig(AppConfig):
    """Law."""

    name = "mingjing.law"
    label = "law"
    verbose_name = "法律依据"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the records room how statutes are said in a sentence."""
        from mingjing.law import acts, queries  # noqa: F401, PLC0415 - models are not loaded before `ready`

        queries.register_words()
