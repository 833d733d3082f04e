"""Work owed by a change: written down in its transaction, handed over after commit, handed again until it is done."""

import datetime as dt
from functools import partial

import structlog
from celery import current_app
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from teams.models import Job

STALE = dt.timedelta(minutes=2)
log = structlog.get_logger(__name__)


def enqueue(task: str, *, not_before: dt.datetime | None = None, **arguments: object) -> Job:
    """Owe this task with these ids. It runs after the transaction commits, at least once, maybe twice.

    `task` is the dotted name of a shared task. Call it inside the transaction of the change.
    """
    job = Job.objects.create(task=task, arguments=arguments, not_before=not_before)
    if not_before is None:
        transaction.on_commit(partial(hand_over, job.pk))
    return job


def hand_over(job_id: int) -> bool:
    """Give the job to a worker; False when the broker does not answer, then the relay tries again later."""
    try:
        current_app.send_task("teams.tasks.run_job", [job_id], ignore_result=True, retry=False)
    except (OperationalError, OSError) as away:
        log.warning("broker_away", job=job_id, error=str(away))
        return False
    Job.objects.filter(pk=job_id).update(handed_at=timezone.now())
    return True


def relay() -> int:
    """Hand over every job that is owed and was not handed lately; how many were taken."""
    now = timezone.now()
    due = Q(not_before__isnull=True) | Q(not_before__lte=now)
    stale = Q(handed_at__isnull=True) | Q(handed_at__lt=now - STALE)
    owed = Job.objects.filter(due, stale, done_at__isnull=True, attempts__lt=MOST_ATTEMPTS)
    return sum(hand_over(job_id) for job_id in owed.order_by("created_at").values_list("pk", flat=True)[:500])


MOST_ATTEMPTS = 8


def run(job_id: int) -> None:
    """Run the job's task once, unless it is done; a failure is written on the job and left for the relay."""
    with transaction.atomic():
        job = Job.objects.select_for_update(skip_locked=True).filter(pk=job_id, done_at__isnull=True).first()
        if job is None:
            return
        job.attempts += 1
        try:
            with transaction.atomic():
                current_app.tasks[job.task].run(**job.arguments)
        except Exception as failure:
            job.error = f"{type(failure).__name__}: {failure}"
            log.exception("job_failed", job=job.pk, task=job.task)
        else:
            job.done_at, job.error = timezone.now(), ""
        job.save(update_fields=["attempts", "error", "done_at"])
