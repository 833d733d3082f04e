from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "teams"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give what this app keeps a history page."""
        from teams.history import register_kinds

        register_kinds()
