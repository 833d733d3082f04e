"""Work owed by a change, kept in the same transaction; the relay hands it to the workers."""

from django.db import models


class Job(models.Model):
    """One task to run: handed to Celery after commit, handed again while it is not done. `arguments` are ids."""

    task = models.CharField(max_length=120)
    arguments = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    not_before = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], condition=models.Q(done_at__isnull=True), name="job_still_owed"),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.arguments}"
