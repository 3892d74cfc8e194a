"""The room's start: guards follow migrations."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class RecordsConfig(AppConfig):
    """Records."""

    name = "mingjing.records"
    label = "records"
    verbose_name = "记录"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register our guards and hang all guards on migrations."""
        from mingjing import guarding  # noqa: PLC0415
        from mingjing.records import acts, guards, registration  # noqa: F401, PLC0415

        registration.register()

        pre_migrate.connect(guarding.drop_before_migrations, dispatch_uid="guards.drop")
        post_migrate.connect(guarding.create_after_migrations, dispatch_uid="guards.create")
