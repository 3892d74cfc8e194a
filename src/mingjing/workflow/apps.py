"""The room's start."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """Workflow."""

    name = "mingjing.workflow"
    label = "workflow"
    verbose_name = "程序"

    def ready(self) -> None:
        """Register what lower rooms ask of this one."""
        from mingjing.workflow import registration  # noqa: PLC0415

        registration.register()
