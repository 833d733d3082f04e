from typing import Any

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "measures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give measures a history page; hear when a cycle opens the next of its ramp, which watches the same measures.

        A team's page asks here too what the team lacks.
        """
        from measures.history import register_kinds
        from measures.queries.lacks import measures_lacking
        from redesign.lib.events import cycle_adapted
        from teams.queries.lacks import also_ask

        register_kinds()
        also_ask(measures_lacking)
        cycle_adapted.connect(watch_the_same, dispatch_uid="measures.watch_the_same")


def watch_the_same(*, cycle_id: int, next_id: int, **_: Any) -> None:
    from measures.actions.cycles import carry_over

    carry_over(cycle_id=cycle_id, next_id=next_id)
