"""The organisation's time zone for every request."""

import time
import zoneinfo
from collections.abc import Callable

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from teams.models import Organisation

KEPT_FOR = 60.0
"""Seconds until another process's change of the zone is noticed; this process notices its own at once."""


class OrganisationTimeZone:
    """Activates the organisation's time zone; the setting's own holds until there is an organisation."""

    _zone: zoneinfo.ZoneInfo | None = None
    _read_at = float("-inf")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone = self.zone()
        with timezone.override(zone or timezone.get_default_timezone()):
            return self.get_response(request)

    @classmethod
    def zone(cls) -> zoneinfo.ZoneInfo | None:
        """The zone, read at most once in KEPT_FOR seconds."""
        if time.monotonic() - cls._read_at > KEPT_FOR:
            name = Organisation.objects.values_list("time_zone", flat=True).first()
            cls._zone = zoneinfo.ZoneInfo(name) if name else None
            cls._read_at = time.monotonic()
        return cls._zone

    @classmethod
    def forget(cls) -> None:
        """Read the zone anew at the next request."""
        cls._read_at = float("-inf")


@receiver(post_save, sender=Organisation)
def forget_zone(**_: object) -> None:
    OrganisationTimeZone.forget()
