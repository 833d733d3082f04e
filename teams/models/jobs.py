"""Work owed by a change, kept in the same transaction; the relay hands it to the workers."""

from django.db import models


class JobQuerySet(models.QuerySet):
    def owed(self) -> "JobQuerySet":
        """Jobs that are still to be done, those that wait for another attempt included."""
        return self.filter(done_at__isnull=True, given_up_at__isnull=True)

    def given_up(self) -> "JobQuerySet":
        """Jobs that failed at every attempt: they wait for an administrator."""
        return self.filter(done_at__isnull=True, given_up_at__isnull=False)

    def done(self) -> "JobQuerySet":
        """Jobs that are done; kept for some days, then pruned."""
        return self.filter(done_at__isnull=False)


class Job(models.Model):
    """One task to run: handed to Celery after commit, handed again while it is not done. `arguments` are ids.

    A `key` is owed once: a second job of the same key is not made while the first is kept. `error` is the last
    attempt's, in one line; `not_before` is the hour of the next attempt after a failure.
    """

    task = models.CharField(max_length=120)
    arguments = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    key = models.CharField(max_length=120, null=True, unique=True)  # null where a job may be owed many times
    not_before = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    given_up_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], condition=models.Q(done_at__isnull=True), name="job_still_owed"),
            models.Index(fields=["done_at"], condition=models.Q(done_at__isnull=False), name="job_done"),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.arguments}"
