"""What somebody has typed and not yet saved; it belongs to its author."""

from django.db import models


class Draft(models.Model):
    """The fields of one half-filled form of one person; `key` names the form and what it is about."""

    owner = models.ForeignKey("teams.User", models.CASCADE, related_name="drafts")
    key = models.CharField(max_length=120)
    data = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="one_draft_a_form")]

    def __str__(self) -> str:
        return self.key
