from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class StorageConfig(AppConfig):
    """Bytes by their hash."""

    name = "mingjing.storage"
    label = "storage"
    verbose_name = "存储"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hang the guards of the tables on migrations."""
        from mingjing.storage import guards  # noqa: PLC0415 - models are not loaded before `ready`

        pre_migrate.connect(guards.drop_before_migrations, sender=self, dispatch_uid="storage.guards.drop")
        post_migrate.connect(
            guards.create_after_migrations, sender=self, dispatch_uid="storage.guards.create"
        )
