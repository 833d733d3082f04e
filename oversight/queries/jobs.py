"""What administrators see of the work owed to the background."""

import datetime as dt
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from redesign.lib import broker
from redesign.lib.components import tag
from teams.actions.jobs import KEPT, MOST_ATTEMPTS
from teams.models import Job

SHOWS = {"owed": "Owed", "failed": "Given up", "done": "Done"}
A_PAGE = 50

NAMES = {
    "oversight.tasks.tell_of_barrier": "E-mail about a barrier",
    "oversight.tasks.rank_teams": "Put the teams in order of priority",
    "measures.tasks.refresh_summaries": "Summaries of measures",
    "measures.tasks.remind_collector": "E-mail about overdue data",
}
"""What a task is for, in words; one that is not here is shown by its own name."""


@dataclass(frozen=True)
class JobRow:
    """A job in ready strings."""

    title: str
    about: str
    state: SafeString
    owed_since: str
    attempts: str
    next_attempt: str
    error: str
    again_url: str


@dataclass(frozen=True)
class JobCounts:
    """How many jobs stand where; `oldest` is when the oldest owed one was written down."""

    owed: int
    failed: int
    done: int
    oldest: dt.datetime | None


def job_counts() -> JobCounts:
    """One query over all kept jobs."""
    owed = Q(done_at__isnull=True, given_up_at__isnull=True)
    counts = Job.objects.aggregate(
        owed=Count("pk", filter=owed),
        failed=Count("pk", filter=Q(done_at__isnull=True, given_up_at__isnull=False)),
        done=Count("pk", filter=Q(done_at__isnull=False)),
        oldest=Min("created_at", filter=owed),
    )
    return JobCounts(**counts)


def job_rows(show: str, number: str | int | None = 1) -> tuple[Page, list[JobRow]]:
    """One page of jobs, the oldest owed ones first, what is done latest first; two queries."""
    rows: QuerySet[Job] = {
        "owed": Job.objects.owed().order_by("created_at", "pk"),
        "failed": Job.objects.given_up().order_by("-given_up_at", "pk"),
        "done": Job.objects.done().order_by("-done_at", "pk"),
    }[show]
    page = Paginator(rows, A_PAGE).get_page(number)
    return page, [row_of(job) for job in page]


def row_of(job: Job) -> JobRow:
    return JobRow(
        title=NAMES.get(job.task, job.task),
        about=", ".join(f"{name.replace('_', ' ')}: {_short(value)}" for name, value in job.arguments.items()),
        state=_state(job),
        owed_since=_at(job.created_at),
        attempts=f"{job.attempts} of {MOST_ATTEMPTS}",
        next_attempt=_at(job.not_before) if job.not_before and job.done_at is None and job.given_up_at is None else "",
        error=job.error,
        again_url=reverse("oversight:job-again", args=[job.pk]) if job.done_at is None else "",
    )


def _short(value: object) -> str:
    return f"{len(value)} of them" if isinstance(value, list) else str(value)


def _state(job: Job) -> SafeString:
    if job.done_at is not None:
        return tag("Done", icon_name="circle-check", tone="good")
    if job.given_up_at is not None:
        return tag("Given up", icon_name="circle-x", tone="bad")
    if job.error:
        return tag("Tried, will be tried again", icon_name="refresh-cw", tone="warn")
    return tag("Waits", icon_name="hourglass", tone="plain")


def _at(moment: dt.datetime) -> str:
    return date_format(timezone.localtime(moment), "j M, H:i")


def kept_for() -> str:
    """How long done jobs are kept, in words."""
    return f"{KEPT.days} days"


def broker_waits() -> int | None:
    """How many messages wait for a worker; None when the broker does not answer. Asks no database."""
    return broker.waiting()
