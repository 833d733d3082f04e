"""Tasks of the teams app; each takes ids and may run twice."""

from celery import shared_task


@shared_task
def run_job(job_id: int) -> None:
    """Run one owed job."""
    from teams.actions.jobs import run

    run(job_id)


@shared_task
def relay_jobs() -> None:
    """Hand over what is owed and was not handed lately; beat calls it every few seconds."""
    from teams.actions.jobs import relay

    relay()
