from django.apps import AppConfig


class RedesignConfig(AppConfig):
    name = "redesign"

    def ready(self) -> None:
        """Make Celery's application the current one, so that shared tasks find it; let forms speak plainly, and take
        no day of another age, whichever of them asks for one.
        """
        from django import forms

        from redesign import celery  # noqa: F401 - importing it is what counts
        from redesign.lib.dates import require_this_age
        from redesign.lib.form_fields import speak_plainly

        speak_plainly()
        forms.DateField.default_validators = [require_this_age]
