from typing import Any

from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "oversight"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear what happens in teams and measures, so that the portfolio is fresh when the change is saved.

        A team's timeline asks here what became of its barriers and requests.
        """
        from oversight.history import register_kinds
        from oversight.queries.news import barriers_and_requests_told
        from redesign.lib.events import measures_touched, team_touched
        from teams.queries.news import also_tell

        register_kinds()
        also_tell(barriers_and_requests_told)
        team_touched.connect(refresh_team, dispatch_uid="oversight.refresh_team")
        measures_touched.connect(refresh_teams_of_measures, dispatch_uid="oversight.refresh_teams_of_measures")


def refresh_team(*, team_id: int, **_: Any) -> None:
    from oversight.actions.summaries import refresh

    refresh([team_id])


def refresh_teams_of_measures(*, measure_ids: list[int], **_: Any) -> None:
    from measures.models import Measure
    from oversight.actions.summaries import refresh

    refresh(Measure.objects.filter(pk__in=measure_ids, team__isnull=False).values_list("team_id", flat=True))
