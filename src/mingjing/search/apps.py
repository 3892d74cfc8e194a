from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class SearchConfig(AppConfig):
    """The bigram index."""

    name = "mingjing.search"
    label = "search"
    verbose_name = "检索"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hang the text index on migrations."""
        from mingjing.search import guards  # noqa: PLC0415 - models are not loaded before `ready`

        pre_migrate.connect(guards.drop_before_migrations, sender=self, dispatch_uid="search.guards.drop")
        post_migrate.connect(guards.create_after_migrations, sender=self, dispatch_uid="search.guards.create")
