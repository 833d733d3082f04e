"""Work owed by a change: written down in its transaction, handed over after commit, handed again until it is done.

A job is owed (waiting, handed to the workers, or waiting for its next attempt), done, or given up after MOST_ATTEMPTS
failures; then an administrator sees it and may run it again. Nothing is lost with the broker, a worker or a web server:
the row is the truth, the message only its messenger.
"""

import datetime as dt
from collections.abc import Sequence
from functools import partial

import structlog
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string

from redesign.lib import broker
from redesign.lib.refusals import Refusal
from teams.models import Job

STALE = dt.timedelta(minutes=2)
"""A job that was handed over this long ago and is not done is handed over again."""
MOST_ATTEMPTS = 8
FIRST_WAIT = dt.timedelta(seconds=30)
"""After the first failure; each further one doubles it, so that the last attempt comes about an hour after the first."""
AT_ONCE = 500
FULL = 1000
"""With so many tasks waiting at the broker, stale jobs are surely among them, and are not handed over again."""
KEPT = dt.timedelta(days=30)
LONGEST_ERROR = 500
RUNNING_LOCK = 0x6A6F6273  # "jobs": the first half of the advisory locks of running jobs

log = structlog.get_logger(__name__)


def enqueue(
    task: str, *, not_before: dt.datetime | None = None, key: str | None = None, **arguments: object
) -> Job | None:
    """Owe this task with these ids. It runs after the transaction commits, at least once, maybe twice.

    `task` is the dotted name of a shared task. Call it inside the transaction of the change. With a `key` it is owed
    once: None comes back when there is a job of this key already, done or not.
    """
    handed_at = timezone.now() if not_before is None else None  # as good as handed: the relay looks again when stale
    job = Job(task=task, arguments=arguments, not_before=not_before, key=key, handed_at=handed_at)
    if key is None:
        job.save()
    else:
        Job.objects.bulk_create([job], ignore_conflicts=True)
        stored = Job.objects.filter(key=key, created_at=job.created_at).first()
        if stored is None:
            return None
        job = stored
    if not_before is None:
        transaction.on_commit(partial(hand_over, [job.pk]))
    return job


def hand_over(job_ids: Sequence[int]) -> int:
    """Give these jobs to the workers, in this order; how many the broker took.

    Stops at the first that it does not take: that one and the rest are left to the relay.
    """
    for place, job_id in enumerate(job_ids):
        if not broker.publish("teams.tasks.run_job", job_id):
            Job.objects.filter(pk__in=job_ids[place:]).update(handed_at=None)
            return place
    return len(job_ids)


def relay() -> int:
    """Hand over every job that is due and was not handed lately, oldest first; how many were taken."""
    now = timezone.now()
    due = Q(not_before__isnull=True) | Q(not_before__lte=now)
    lately = Q(handed_at__isnull=True)
    if (broker.waiting() or 0) < FULL:
        lately |= Q(handed_at__lt=now - STALE)
    with transaction.atomic():
        jobs = Job.objects.select_for_update(skip_locked=True).owed().filter(due, lately).order_by("created_at")
        job_ids = list(jobs.values_list("pk", flat=True)[:AT_ONCE])
        Job.objects.filter(pk__in=job_ids).update(handed_at=now)
    return hand_over(job_ids)


def run(job_id: int) -> None:
    """Run the job's task unless it is done, runs now, or waits for its next attempt.

    The task's changes and the mark that it is done are one transaction. The attempt is counted before, in one of its
    own, so that a task which kills its worker is given up in the end like any other. A failure is written on the job.
    """
    job = _begin(job_id)
    if job is None:
        return
    with transaction.atomic():
        if not (_alone_with(job_id) and Job.objects.owed().filter(pk=job_id).exists()):
            return
        try:
            with transaction.atomic():
                import_string(job.task).run(**job.arguments)
        except Exception as failure:  # noqa: BLE001 - whatever a task raises is written on its job
            _note_failure(job, failure)
        else:
            Job.objects.filter(pk=job_id).update(done_at=timezone.now(), error="", given_up_at=None)


def _alone_with(job_id: int) -> bool:
    """Take the job for this transaction; False while another worker has it.

    An advisory lock and not the row's, so that handing over and the administrators' page never wait for a long task.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [RUNNING_LOCK, job_id % 2**31])
        return cursor.fetchone()[0]


def _begin(job_id: int) -> Job | None:
    """The job with one more attempt counted, or None when it is not to be run now."""
    with transaction.atomic():
        job = Job.objects.select_for_update().owed().filter(pk=job_id).first()
        if job is None or (job.not_before and job.not_before > timezone.now()) or not _alone_with(job_id):
            return None
        if job.attempts >= MOST_ATTEMPTS:  # the last attempt took its worker with it
            job.given_up_at = timezone.now()
            job.error = job.error or "The worker ended in the middle of it, every time."
            job.save(update_fields=["given_up_at", "error"])
            return None
        job.attempts += 1
        job.save(update_fields=["attempts"])
        return job


def _note_failure(job: Job, failure: Exception) -> None:
    """Write what went wrong, and when to try again; after the last attempt, give up."""
    now = timezone.now()
    job.error = f"{type(failure).__name__}: {failure}"[:LONGEST_ERROR]
    job.handed_at = None
    if job.attempts >= MOST_ATTEMPTS:
        job.given_up_at = now
    else:
        job.not_before = now + FIRST_WAIT * 2 ** (job.attempts - 1)
    job.save(update_fields=["error", "handed_at", "not_before", "given_up_at"])
    log.error("job_failed", job=job.pk, task=job.task, attempts=job.attempts, exc_info=failure)


@transaction.atomic
def run_again(*, job: Job) -> None:
    """Owe a job anew that failed, with all its attempts, and hand it over after commit."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.done_at is not None:
        raise Refusal("This was done in the meantime.")
    job.attempts, job.given_up_at, job.not_before, job.handed_at = 0, None, None, timezone.now()
    job.save(update_fields=["attempts", "given_up_at", "not_before", "handed_at"])
    transaction.on_commit(partial(hand_over, [job.pk]))


def prune() -> int:
    """Forget the jobs that were done longer ago than KEPT; how many there were."""
    return Job.objects.filter(done_at__lt=timezone.now() - KEPT).delete()[0]
