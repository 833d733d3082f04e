from django.apps import AppConfig


class RedesignConfig(AppConfig):
    name = "redesign"

    def ready(self) -> None:
        """Make Celery's application the current one, so that shared tasks find it; let forms speak plainly."""
        from redesign import celery  # noqa: F401 - importing it is what counts
        from redesign.lib.form_fields import speak_plainly

        speak_plainly()
