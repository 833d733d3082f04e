"""Tasks of the measures app; each takes ids and may run twice."""

from celery import shared_task


@shared_task
def refresh_summaries(measure_ids: list[int]) -> None:
    """Write the summaries of these measures anew, after a change that touched many."""
    from measures.actions.summaries import refresh

    refresh(measure_ids)


@shared_task
def rebuild_summaries() -> None:
    """Owe all summaries anew, in portions; beat calls it every night."""
    from measures.actions.rebuilding import owe_rebuild

    owe_rebuild()


@shared_task
def owe_reminders() -> None:
    """Owe reminders of overdue data; beat calls it every hour."""
    from measures.actions.reminders import owe_reminders as owe_now

    owe_now()


@shared_task
def remind_collector(user_id: int) -> None:
    """Send one person's reminder."""
    from measures.actions.reminders import remind_collector as remind_now

    remind_now(user_id)


@shared_task
def forget_prepared_imports() -> None:
    """Forget files that were looked at and never taken in; beat calls it every night."""
    from measures.actions.imports import forget_prepared

    forget_prepared()


@shared_task
def bring_targets_into_force() -> None:
    """Write targets that begin today on their measures; beat calls it every hour, because days begin at another one in
    another time zone."""
    from measures.actions.targets import bring_targets_into_force as bring_now

    bring_now()


@shared_task
def forget_api_calls() -> None:
    """Forget the answers of calls that no program will send again; beat calls it every night."""
    from measures.actions.tokens import forget_calls

    forget_calls()


@shared_task
def count_what_is_over() -> None:
    """Let tallied points count whose period is over; beat calls it every hour, as the day ends at another one in
    another time zone."""
    from measures.actions.tallies import count_what_is_over as count_now

    count_now()
