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
