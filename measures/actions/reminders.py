"""Reminding people of data that are overdue: one e-mail a person and day at most, for those who want it."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from measures.models import Measure
from redesign.lib.dates import days_ago, today
from redesign.lib.emails import absolute, send_email
from teams.actions.jobs import enqueue
from teams.models import Membership, User

FIRST_HOUR = 7
"""Nobody is reminded before this hour of the organisation's day."""


@dataclass(frozen=True)
class OverdueLine:
    """One measure in a reminder."""

    name: str
    where: str
    due: str
    url: str


def overdue_measures() -> "QuerySet[Measure]":
    """Measures with late data that somebody collects who may enter them: an outsider only while they are in the team."""
    belongs = Membership.objects.current().filter(team=OuterRef("team"), user=OuterRef("collector"))
    return Measure.objects.late().filter(Q(collector__is_outsider=False) | Exists(belongs))


def owe_reminders() -> int:
    """Owe today's reminder to every collector whose data are late; how many were owed.

    Called every hour; before seven in the morning, and for people who were reminded today, it does nothing.
    """
    if timezone.localtime().hour < FIRST_HOUR:
        return 0
    late = overdue_measures().values("collector")
    people = User.objects.filter(pk__in=late, is_active=True, wants_reminders=True).values_list("pk", flat=True)
    return sum(owe_reminder(person) for person in people)


def owe_reminder(user_id: int) -> bool:
    """Owe today's reminder to this person; False when it is owed, or was sent, already."""
    key = f"remind {user_id} on {today().isoformat()}"
    return enqueue("measures.tasks.remind_collector", key=key, user_id=user_id) is not None


def remind_collector(user_id: int) -> None:
    """Send the reminder, with what is late by now; nothing when all has been entered in the meantime."""
    person = User.objects.filter(pk=user_id, is_active=True, wants_reminders=True).first()
    lines = overdue_lines(person) if person else []
    if person and lines:
        context = {"person": person, "lines": lines, "account": absolute(reverse("teams:account"))}
        send_email("data_overdue", to=[person.email], context=context)


def overdue_lines(person: User) -> list[OverdueLine]:
    """What this person should enter, the latest first; one query."""
    late = overdue_measures().filter(collector=person).select_related("summary", "team", "system")
    return [
        OverdueLine(
            name=measure.name,
            where=str(measure.team or measure.system),
            due=f"was due on {date_format(measure.summary.due_on or today(), 'j F')}, {days_ago(measure.summary.due_on)}",
            url=absolute(reverse("measures:point-new", args=[measure.pk])),
        )
        for measure in late.order_by("summary__due_on", "name")
    ]
