"""The clock goes by the organisation's day, wherever the server stands; and twice is as good as once."""

import datetime as dt
import zoneinfo

import pytest
from django.utils import timezone

from measures.actions import reminders
from measures.models import MeasureSummary
from measures.tasks import owe_reminders
from oversight.tasks import escalate_silent_barriers
from redesign.celery import app
from redesign.lib.dates import today
from teams.middleware import OrganisationTimeZone
from teams.models import Job, Organisation
from tests.factories.barriers import hospital, raised
from tests.factories.measures import MeasureFactory
from tests.factories.people import UserFactory

AHEAD, BEHIND = "Pacific/Kiritimati", "Pacific/Pago_Pago"
"""Twenty-five hours apart: where the one has this day, the other never has it at the same moment."""


@pytest.fixture
def organisation(db):
    app.loader.import_default_modules()  # as a worker does
    yield Organisation.objects.create(pk=1, name="St Brigid’s")
    OrganisationTimeZone.forget()
    timezone.deactivate()


def there(zone: str) -> dt.date:
    return timezone.localdate(timezone=zoneinfo.ZoneInfo(zone))


@pytest.mark.parametrize(("zone", "goes_up"), [(AHEAD, True), (BEHIND, False)])
def test_a_barrier_goes_up_when_the_promised_day_is_over_where_the_organisation_is(organisation, zone, goes_up):
    place = hospital()
    barrier = raised(place)
    barrier.reply_by = there(AHEAD) - dt.timedelta(days=1)
    barrier.save()
    organisation.time_zone = zone
    organisation.save()
    for _ in range(2):
        escalate_silent_barriers.apply()
    assert list(barrier.steps.filter(state="escalated").values_list("by__name", "system__name")) == (
        [(None, place.macro.name)] if goes_up else []
    )


@pytest.mark.parametrize("zone", [AHEAD, BEHIND])
def test_a_reminder_is_owed_once_a_day_of_the_organisation_to_whoever_collects(organisation, zone, monkeypatch):
    nurse = UserFactory()
    late = MeasureFactory(collector=nurse)
    MeasureSummary.objects.update_or_create(measure=late, defaults={"due_on": today() - dt.timedelta(days=9)})
    organisation.time_zone = zone
    organisation.save()
    monkeypatch.setattr(reminders, "FIRST_HOUR", 0)
    for _ in range(2):
        owe_reminders.apply()
    owed = Job.objects.filter(task="measures.tasks.remind_collector")
    assert list(owed.values_list("key", "arguments")) == [
        (f"remind {nurse.pk} on {there(zone)}", {"user_id": nurse.pk})
    ]


@pytest.mark.parametrize(("zone", "hour", "owed"), [(AHEAD, 0, 0), (AHEAD, -1, 1)])
def test_nobody_is_reminded_before_the_organisation_s_morning(organisation, zone, hour, owed, monkeypatch):
    late = MeasureFactory(collector=UserFactory())
    MeasureSummary.objects.update_or_create(measure=late, defaults={"due_on": today() - dt.timedelta(days=9)})
    organisation.time_zone = zone
    organisation.save()
    now = timezone.localtime(timezone=zoneinfo.ZoneInfo(zone)).hour
    monkeypatch.setattr(reminders, "FIRST_HOUR", now + 1 + hour)
    owe_reminders.apply()
    assert Job.objects.filter(task="measures.tasks.remind_collector").count() == owed
