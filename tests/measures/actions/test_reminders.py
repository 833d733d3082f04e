import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from measures.actions import reminders
from measures.enums import MeasureStatus
from measures.models import MeasureSummary
from redesign.lib.dates import today
from teams.enums import TeamState
from teams.models import Job, Membership
from tests.factories.measures import MeasureFactory
from tests.factories.people import OutsiderFactory, UserFactory
from tests.factories.teams import MembershipFactory, TeamFactory


@pytest.fixture(autouse=True)
def _after_breakfast(monkeypatch):
    monkeypatch.setattr(reminders, "FIRST_HOUR", 0)


@pytest.fixture
def nurse(db):
    return UserFactory(name="Amara Okafor")


def late_measure(collector, *, days=3, **fields):
    """A measure whose next point was due so many days ago."""
    measure = MeasureFactory(collector=collector, **fields)
    MeasureSummary.objects.update_or_create(measure=measure, defaults={"due_on": today() - dt.timedelta(days=days)})
    return measure


def test_one_e_mail_a_day_names_everything_that_is_late(nurse):
    late_measure(nurse, name="Falls", days=2)
    late_measure(nurse, name="Waits", days=9)
    late_measure(nurse, name="On time", days=-1)
    assert (reminders.owe_reminders(), reminders.owe_reminders()) == (1, 0)
    reminders.remind_collector(**Job.objects.get().arguments)
    message = mail.outbox[0]
    assert (message.to, message.subject) == ([nurse.email], "Data to enter for 2 measures")
    assert message.body.index("Waits (") < message.body.index("Falls (")
    assert "On time" not in message.body


def test_the_next_day_is_another_reminder(nurse):
    late_measure(nurse)
    reminders.owe_reminders()
    Job.objects.update(key=f"remind {nurse.pk} on 2020-01-01")
    assert reminders.owe_reminders() == 1


def test_nothing_is_sent_when_all_was_entered_in_the_meantime(nurse):
    late_measure(nurse)
    reminders.owe_reminders()
    MeasureSummary.objects.update(due_on=today())
    reminders.remind_collector(nurse.pk)
    assert mail.outbox == []


@pytest.mark.parametrize("reason", ["wants none", "has left", "retired", "paused", "no collector"])
def test_who_is_not_reminded(nurse, reason):
    measure = late_measure(nurse)
    if reason == "wants none":
        nurse.wants_reminders = False
    if reason == "has left":
        nurse.is_active = False
    nurse.save()
    measure.status = MeasureStatus.RETIRED if reason == "retired" else measure.status
    measure.team = TeamFactory(state=TeamState.PAUSED) if reason == "paused" else None
    measure.collector = None if reason == "no collector" else nurse
    measure.save()
    assert reminders.owe_reminders() == 0


def test_nobody_is_reminded_before_seven(nurse, monkeypatch):
    late_measure(nurse)
    monkeypatch.setattr(reminders, "FIRST_HOUR", timezone.localtime().hour + 1)
    assert reminders.owe_reminders() == 0


def test_a_partner_is_reminded_while_they_are_in_the_team_and_no_longer(db):
    team = TeamFactory()
    membership = MembershipFactory(team=team, user=OutsiderFactory())
    late_measure(membership.user, team=team, system=team.system, name="Waits")
    assert [line.name for line in reminders.overdue_lines(membership.user)] == ["Waits"]
    Membership.objects.update(left_on=today())
    assert reminders.overdue_lines(membership.user) == []
    assert reminders.owe_reminders() == 0
