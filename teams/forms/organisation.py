"""The organisation's own settings."""

import zoneinfo
from functools import lru_cache

from django import forms

from redesign.lib.form_fields import field_of
from teams.models import Organisation


@lru_cache(maxsize=1)
def time_zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """The time zones that a place has, by part of the world."""
    parts: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(zoneinfo.available_timezones()):
        part, _, place = name.partition("/")
        if place and part not in {"Etc", "SystemV", "posix", "right"}:
            parts.setdefault(part, []).append((name, place.replace("_", " ")))
    parts["Other"] = [("UTC", "UTC")]
    return list(parts.items())


class OrganisationForm(forms.Form):
    """Its name and the clock that it lives by."""

    name = field_of(Organisation, "name", label="Name of the organisation")
    time_zone = forms.ChoiceField(
        label="Time zone", choices=time_zones, help_text="Days, weeks and reply-by dates are counted by this clock."
    )
