"""Tasks of the oversight app; each takes ids and may run twice."""

from celery import shared_task


@shared_task
def rank_teams() -> None:
    """Put all teams in order anew."""
    from oversight.actions.summaries import rank_teams as rank_now

    rank_now()


@shared_task
def rebuild_summaries() -> None:
    """Write the summaries of all teams anew: what is overdue, and which priorities hold, changes with the day."""
    from oversight.actions.summaries import rebuild

    rebuild()


@shared_task
def escalate_silent_barriers() -> None:
    """Take barriers whose promised day has passed to the system above; beat calls it every hour."""
    from oversight.actions.barriers import escalate_silent_barriers as escalate_now

    escalate_now()


@shared_task
def tell_of_barrier(step_id: int) -> None:
    """Send the e-mails that a step of a barrier owes."""
    from oversight.actions.barrier_notices import tell_of_step

    tell_of_step(step_id)


@shared_task
def release_closed_team(team_id: int) -> None:
    """Set free what a closed team still asks for or holds."""
    from oversight.actions.requests import release_closed_team as release
    from teams.models import Team

    team = Team.objects.filter(pk=team_id).first()
    if team is not None:
        release(team=team)


@shared_task
def tell_of_request(request_id: int, version: int) -> None:
    """Send the e-mails that the settling of a request owes."""
    from oversight.actions.request_notices import tell_of_request as tell_now

    tell_now(request_id=request_id, version=version)
