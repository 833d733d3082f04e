"""What the demo's teams made of their charts: points put right, signals answered, and some that wait still."""

import datetime as dt
from typing import Any

import pghistory
import pgtrigger
from django.db import connection, transaction
from django.utils import timezone

from measures.actions.answers import answer_card
from measures.actions.points import correct_point, ghost_point
from measures.enums import CardState, CauseKnown, Decision
from measures.models import Measure, Point, SignalCard
from oversight.demo.script import Story
from oversight.demo.stories import STORIES
from teams.enums import ActDecision
from teams.models import User

CORRECTED = (
    # team, measure, periods back, times its value, why
    ("Home before noon", "Discharges before noon", 7, 0.8, "Two discharges to the lounge were counted twice"),
    ("Chair ready at nine", "Arrival to first drop", 5, 1.2, "The clock of the new pump was four minutes slow"),
    ("Quiet nights", "Alarms a bed and night", 4, 0.9, "One bay was read out twice"),
)
GHOSTED = (
    ("Home before noon", "Hours from 'ready' to 'gone'", 10, "A burst pipe: the ward was half empty all week"),
    ("Same-day answers", "Calls at eight o'clock", 6, "The telephones were down for two mornings"),
)
WAITS = 3
"""Of so many charts with signals in a team, the last still waits for an answer."""
SAID = {
    "improvement": (
        ("The new way is what everybody does now", CauseKnown.PLANNED, Decision.LEARN),
        ("Better since the second test; we keep measuring", CauseKnown.PLANNED, Decision.WATCH),
    ),
    "concern": (
        ("Two posts are vacant: we ask for bank staff until they are filled", CauseKnown.UNPLANNED, Decision.ACT),
        ("We do not know yet; we go through the cases on Thursday", CauseKnown.UNKNOWN, Decision.LEARN),
    ),
    "neutral": (("More patients than usual for the season", CauseKnown.UNPLANNED, Decision.WATCH),),
}
AT_ONCE = frozenset({"outside", "astronomical"})
"""Rules that one point breaks: seen when it came. Others are seen when a run has grown long enough."""


def mend(today: dt.date) -> None:
    """Some points were put right or ghosted, each a few days after it had been entered."""
    for team, name, back, times, why in CORRECTED:
        if point := _point(team, name, back):
            value = float(round(point.value * times)) if point.denominator else round(point.value * times, 2)
            with pghistory.context(user=point.entered_by_id):
                correct_point(point=point, version=point.version, why=why, value=value, denominator=point.denominator)
    for team, name, back, why in GHOSTED:
        if point := _point(team, name, back):
            with pghistory.context(user=point.entered_by_id):
                ghost_point(point=point, why=why)
    with pgtrigger.ignore("measures.PointEvent:append_only"):  # nobody else may date the history otherwise
        _run(
            "UPDATE measures_pointevent AS event SET pgh_created_at = point.created_at + interval '9 days' "
            "FROM measures_point AS point "
            "WHERE event.pgh_obj_id = point.id AND event.pgh_label = 'update' AND event.version > 1"
        )


def _point(team: str, name: str, back: int) -> Point | None:
    points = Point.objects.filter(measure__team__name=team, measure__name=name).order_by("-period")
    return points[back : back + 1].first()


def respond(today: dt.date) -> None:
    """Give each signal the day on which it was seen; let teams answer most of them, and leave some waiting."""
    for card in SignalCard.objects.order_by("pk"):
        seen = _seen(card, today)
        _run("UPDATE measures_signalcard SET opened_at = %s, created_at = %s WHERE id = %s", seen, seen, card.pk)
    people = {person.name: person for person in User.objects.all()}
    for story in STORIES:
        charts = Measure.objects.filter(team__name=story.name, cards__state=CardState.OPEN).distinct().order_by("pk")
        for place, measure in enumerate(charts):
            if place % WAITS != WAITS - 1 and measure.team is not None and measure.team.is_running:
                _answer(measure, story, place, people, today)


def _seen(card: SignalCard, today: dt.date) -> dt.datetime:
    """Some hours into the day on which the signal was there to be seen; not long ago where it goes on."""
    first = card.first_period + dt.timedelta(days=9 if card.rule in AT_ONCE else 70)
    earliest, latest = today - dt.timedelta(days=40 + card.pk % 20), today - dt.timedelta(days=1 + card.pk % 19)
    day = max(min(first, latest), earliest)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(9, 30)))


def _answer(measure: Measure, story: Story, place: int, people: dict[str, User], today: dt.date) -> None:
    card, *others = measure.cards.filter(state=CardState.OPEN).order_by("opened_at", "pk")
    by = people[story.lead if place % 2 == 0 else story.members[place % len(story.members)]]
    words, cause, decision = _said(card, story, place)
    with pghistory.context(user=by.pk):
        answer_card(card=card, version=card.version, by=by, cause=cause, decision=decision, answer=words, also=others)
    seen = max(each.opened_at for each in (card, *others))
    at = min(seen + dt.timedelta(days=3 + card.pk % 4), timezone.now() - dt.timedelta(hours=6))
    _run("UPDATE measures_signalcard SET answered_at = %s WHERE measure_id = %s AND state = 'answered'", at, measure.pk)
    _run(
        'UPDATE measures_annotation SET created_at = %s, updated_at = %s, "on" = least("on", %s::date) WHERE id = '
        "(SELECT annotation_id FROM measures_signalcard WHERE id = %s)",
        at, at, at, card.pk,
    )  # fmt: skip


def _said(card: SignalCard, story: Story, place: int) -> tuple[str, str, str]:
    """The test that the team adopted where its chart improved; else what such teams say."""
    adopted = [test.title for idea in story.ideas for test in idea.ramp if test.decision == ActDecision.ADOPT]
    if card.meaning == "improvement" and adopted:
        return f"{adopted[place % len(adopted)]}: adopted, and it holds"[:200], CauseKnown.PLANNED, Decision.LEARN
    offered = SAID[card.meaning]
    return offered[place % len(offered)]


def _run(statement: str, *given: Any) -> None:
    """One statement that dates rows back; the audit history is spared it."""
    with transaction.atomic(), pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute(statement, given)
