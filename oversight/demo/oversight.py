"""What the demo organisation's oversight group has before it."""

import datetime as dt

from django.utils import timezone

from oversight.demo import organisation, places
from oversight.demo.built import Built
from oversight.demo.stories import STORIES
from oversight.enums import REPLY_DAYS
from oversight.models import (
    Allocation,
    Barrier,
    BarrierStep,
    Capacity,
    Criterion,
    Rating,
    Resource,
    ResourceRequest,
    StrategicPriority,
    Wall,
)
from redesign.lib.dates import monday
from teams.models import (
    RoleGrant,
    User,
)


def write_oversight(built: Built) -> None:
    _priorities(built)
    _resources(built)
    for barrier in organisation.BARRIERS:
        _barrier(built, *barrier)
    Wall.objects.create(system=built.systems[places.ORGANISATION], title="How Thornmere is doing")
    Wall.objects.create(system=built.systems["Larch Ward"], title="Larch Ward: how we are doing")


def _priorities(built: Built) -> None:
    for name, weight, description, owner, teams in organisation.PRIORITIES:
        priority = StrategicPriority.objects.create(
            name=name,
            weight=weight,
            description=description,
            owner=built.people[owner],
            starts_on=built.ago(40),
            ends_on=built.ago(-100),
        )
        priority.teams.set(built.teams[team] for team in teams)
    criteria = [
        Criterion.objects.create(name=name, question=question, weight=weight)
        for name, question, weight in organisation.CRITERIA
    ]
    chair = built.people["Professor Ruth Abernethy"]
    Rating.objects.bulk_create(
        Rating(team=built.teams[team], criterion=criterion, value=value, rated_by=chair)
        for team, values in organisation.RATINGS.items()
        for criterion, value in zip(criteria, values, strict=True)
    )


def _resources(built: Built) -> None:
    this_week = monday(built.today)
    for name, kind, unit, weekly, person, description, exceptions in organisation.RESOURCES:
        resource = Resource.objects.create(
            name=name,
            kind=kind,
            unit=unit,
            weekly_capacity=weekly,
            person=built.people.get(person),
            description=description,
        )
        built.resources[name] = resource
        for week, amount, why in exceptions:
            Capacity.objects.create(
                resource=resource, week=this_week + dt.timedelta(weeks=week), amount=amount, why=why
            )
    for request in organisation.REQUESTS:
        _request(built, this_week, *request)


def _request(
    built: Built, this_week: dt.date, team: str, resource: str, amount: float, first: int, weeks: int, why: str, settled
) -> None:
    chair = built.people["Professor Ruth Abernethy"]
    story = next(story for story in STORIES if story.name == team)
    decided = {}
    if settled:
        decided = {
            "state": settled[0],
            "reason": settled[2],
            "decided_by": chair,
            "decided_at": timezone.now() - dt.timedelta(days=4),
        }
    request = ResourceRequest.objects.create(
        team=built.teams[team],
        resource=built.resources[resource],
        amount=amount,
        first_week=this_week + dt.timedelta(weeks=first),
        last_week=this_week + dt.timedelta(weeks=first + weeks - 1),
        why=why,
        asked_by=built.people[story.lead],
        **decided,
    )
    if settled and settled[1]:
        Allocation.objects.create(
            request=request,
            resource=request.resource,
            amount=settled[1],
            first_week=request.first_week,
            last_week=request.last_week,
            given_by=chair,
        )


def _barrier(
    built: Built,
    team: str,
    system: str,
    kind: str,
    title: str,
    description: str,
    raised: int,
    reply_in: int,
    state: str,
    answer: str,
) -> None:
    story = next(story for story in STORIES if story.name == team)
    lead, addressed = built.people[story.lead], built.systems[system]
    barrier = Barrier.objects.create(
        team=built.teams[team],
        addressed_to=addressed,
        kind=kind,
        title=title,
        description=description,
        state=state,
        reply_by=built.today + dt.timedelta(days=reply_in),
        raised_by=lead,
        answer=answer,
        closed_on=built.today - dt.timedelta(days=3) if state == "removed" else None,
    )
    raised_at = timezone.now() - dt.timedelta(days=raised)
    promised = None if state == "escalated" else barrier.reply_by
    steps: list[tuple] = [("raised", raised_at, lead, addressed, promised, "")]
    if state == "escalated":
        steps = _steps_up(built, barrier, lead, raised_at)
    if answer:
        leader = RoleGrant.objects.filter(system=addressed).first()
        answered_by = leader.user if leader else lead
        steps.append((state, timezone.now() - dt.timedelta(days=3), answered_by, addressed, barrier.reply_by, answer))
    for happened, at, by, where, until, text in steps:
        step = BarrierStep.objects.create(
            barrier=barrier, state=happened, by=by, system=where, reply_by=until, text=text
        )
        BarrierStep.objects.filter(pk=step.pk).update(at=at)


def _steps_up(built: Built, barrier: Barrier, lead: User, raised_at: dt.datetime) -> list[tuple]:
    """A system of the level below let its promised day pass, and on the next morning the barrier went up."""
    here = barrier.addressed_to
    went_up = barrier.reply_by - dt.timedelta(days=REPLY_DAYS[here.level])
    promised = went_up - dt.timedelta(days=1)
    below = barrier.team.system
    while below.parent is not None and below.parent != here:
        below = below.parent
    at = timezone.make_aware(dt.datetime.combine(went_up, dt.time(0, 5)))
    note = f"No answer from {below.name} by {promised:%-d %B %Y}."
    return [("raised", raised_at, lead, below, promised, ""), ("escalated", at, None, here, barrier.reply_by, note)]
