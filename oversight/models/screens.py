"""Televisions that show a wall without anybody signed in."""

from functools import partial

from django.db import models

from redesign.lib.history import audited
from redesign.lib.models import Stamped


@partial(audited, without=("token_hash", "last_seen_at"))
class Screen(Stamped):
    """A television that shows the wall of one system, and nothing else, by an address of its own.

    The address holds a token that is shown once and never stored; `token_hash` is its SHA-256. To delete the row ends it.
    """

    system = models.ForeignKey("teams.System", models.CASCADE, related_name="screens")
    name = models.CharField("where it hangs", max_length=80)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey("teams.User", models.SET_NULL, null=True, related_name="+")
    last_seen_at = models.DateTimeField(null=True, blank=True)

    objects: "models.Manager[Screen]" = models.Manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["system", "name"], name="screen_is_named_once_a_system")]

    def __str__(self) -> str:
        return self.name
