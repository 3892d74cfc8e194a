from django.apps import AppConfig


class StorageConfig(AppConfig):
    """Bytes by their hash."""

    name = "mingjing.storage"
    label = "storage"
    verbose_name = "存储"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the guards of the tables."""
        from mingjing.storage import guards  # noqa: F401, PLC0415 - models are not loaded before `ready`
