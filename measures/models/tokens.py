"""Keys by which programs and devices enter data."""

from functools import partial

from django.db import models
from django.db.models import Q

from redesign.lib.history import audited
from redesign.lib.models import Stamped


@partial(audited, without=("token_hash", "last_used_at"))
class ApiToken(Stamped):
    """A key that acts for a person: of an analyst, or of a device that enters the data of one system and those below.

    The key itself is shown once and never stored; `token_hash` is its SHA-256.
    """

    name = models.CharField(max_length=80)
    owner = models.ForeignKey("teams.User", models.CASCADE, related_name="api_tokens")
    system = models.ForeignKey("teams.System", models.PROTECT, null=True, blank=True, related_name="api_tokens")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField("its first characters", max_length=8, editable=False)
    expires_on = models.DateField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey("teams.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class ApiCall(models.Model):
    """A call with an idempotency key and what it was answered, so that sending it again changes nothing."""

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="calls")
    key = models.CharField(max_length=80)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    answer = models.JSONField()
    called_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-called_at"]
        indexes = [models.Index(fields=["called_at"], name="api_calls_by_age")]
        constraints = [
            models.UniqueConstraint(fields=["token", "key"], name="idempotency_key_is_used_once"),
            models.CheckConstraint(condition=~Q(key=""), name="idempotency_key_is_given"),
        ]
