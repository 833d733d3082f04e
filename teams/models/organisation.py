"""The organisation that this deployment serves: one row, made when it is set up."""

import zoneinfo
from functools import partial

from django.core.exceptions import ValidationError
from django.db import models

from redesign.lib.history import audited


def known_time_zone(name: str) -> None:
    """Refuse a name that the time zone database does not have."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError("Choose a time zone from the list, such as Europe/London.")


@partial(audited, without=("setup_token_hash", "checklist_hidden"))
class Organisation(models.Model):
    """The macrosystem's own settings. `is_demo` is decided once: demo and real data never share a database."""

    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=64, default="Europe/London", validators=[known_time_zone])
    is_demo = models.BooleanField(default=False, editable=False)
    setup_token_hash = models.CharField(max_length=64, blank=True, editable=False)
    set_up_at = models.DateTimeField(null=True, editable=False)
    checklist_hidden = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="organisation_is_one")]

    def __str__(self) -> str:
        return self.name
