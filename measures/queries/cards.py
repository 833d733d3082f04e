"""What pages show of signals and their answers: the list, a measure's cards, those of a team and of a cycle."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from measures.enums import CardState, CauseKnown, Decision
from measures.models import Measure, SignalCard
from measures.models.cards import waits
from measures.permissions.measures import can_answer_signals
from measures.queries.measures import readable_measures
from redesign.lib.components import tag
from redesign.lib.dates import today
from teams.models import Cycle, System, Team, User
from teams.permissions.standing import standing

A_PAGE = 25
LONG = 14
"""Days after which an unanswered signal is shown as waiting for long."""

STATES = {
    "": "Wait for an answer",
    "answered": "Answered",
    "gone": "No longer on the chart",
    "any": "All signals",
}
MEANINGS = {
    "": "Every meaning",
    "improvement": "Improvement",
    "concern": "Concern",
    "neutral": "Neither better nor worse",
}
WHOSE = {"": "Everybody's", "mine": "Of my teams"}
MEANING_TAGS = {
    "improvement": ("Improvement", "trending-up"),
    "concern": ("Concern", "triangle-alert"),
    "neutral": ("Special cause", "info"),
}
AGES = {
    "": "However old",
    "7": "For a week or longer",
    "14": "For two weeks or longer",
    "28": "For four weeks or longer",
}
SORTS = {
    "age": F("opened_at"),
    "measure": F("measure__name"),
    "team": F("measure__team__name"),
    "latest": F("latest_period"),
}
FIRST = "age"


def signal_tag(meaning: str) -> SafeString:
    """What a signal means, in a word with its mark."""
    words, drawn = MEANING_TAGS.get(meaning, MEANING_TAGS["neutral"])
    return tag(words, icon_name=drawn, tone="quiet")


def waits_for(card: SignalCard) -> str:
    """How long a card has waited: 'new today', 'waits 1 day', 'waits 12 days'."""
    days = days_open(card.opened_at)
    return "new today" if days < 1 else f"waits {days} day{'' if days == 1 else 's'}"


def days_open(opened_at: dt.datetime) -> int:
    return (today() - timezone.localtime(opened_at).date()).days


@dataclass(frozen=True)
class CardRow:
    """A signal and its answer, in ready strings."""

    pk: int
    url: str
    words: str
    meaning: str
    mark: SafeString
    measure: str
    measure_url: str
    where: str
    is_open: bool
    state: SafeString
    waits: str
    cause: str
    decision: str
    answer: str
    answered: str
    deed: str


def _row(card: SignalCard, user: User | None = None) -> CardRow:
    """The row of a card that has its measure with it; `deed` is what this person would do with it."""
    where = card.measure.team or card.measure.system
    is_open = card.state == CardState.OPEN
    return CardRow(
        pk=card.pk,
        url=reverse("measures:card", args=[card.pk]),
        words=card.words,
        meaning=card.meaning,
        mark=signal_tag(card.meaning),
        measure=card.measure.name,
        measure_url=reverse("measures:measure", args=[card.measure_id]),
        where=where.name,
        is_open=is_open,
        state=state_tag(card),
        waits=waits_for(card) if is_open else "",
        cause=CauseKnown(card.cause).label if card.cause else "",
        decision=Decision(card.decision).label if card.decision else "",
        answer=card.answer,
        answered=_answered(card),
        deed="Answer" if is_open and user is not None and can_answer_signals(user, card.measure) else "See",
    )


STATE_MARKS = {CardState.ANSWERED: "message-square", CardState.GONE: "eye-off"}


def state_tag(card: SignalCard) -> SafeString:
    """How long a card has waited, in another tone where that is long; else what became of it."""
    if card.state != CardState.OPEN:
        return tag(CardState(card.state).label, icon_name=STATE_MARKS[CardState(card.state)], tone="plain")
    tone = "warn" if days_open(card.opened_at) >= LONG else "plain"
    return tag(waits_for(card), icon_name="clock", tone=tone)


def _answered(card: SignalCard) -> str:
    if card.state != CardState.ANSWERED or card.answered_at is None:
        return ""
    day = timezone.localtime(card.answered_at).date()
    by = f"{card.answered_by.name}, " if card.answered_by else ""
    return f"{by}{day.day} {day:%b} {day.year}"


def _with_all(cards: QuerySet[SignalCard]) -> QuerySet[SignalCard]:
    return cards.select_related("measure__team", "measure__system", "answered_by").defer(
        "measure__operational_definition"
    )


# -- On the page of a measure ----------------------------------------------------------------------------------------


NEWEST = 4
"""Answers shown on a measure's page."""


@dataclass(frozen=True)
class Answered:
    """One answer, and the signals that it was given to: one event breaks several rules."""

    row: CardRow
    words: list[str]


@dataclass(frozen=True)
class MeasureCards:
    """The signals of one measure: those that wait, the oldest first, and the newest of those that are answered; `more`
    of these are only in the list."""

    waiting: list[CardRow] = field(default_factory=list)
    answered: list[Answered] = field(default_factory=list)
    more: int = 0


def cards_of(measure: Measure) -> MeasureCards:
    """The signals that the measure's chart shows, with what was said of them; one query."""
    cards = list(measure.cards.on_the_chart().select_related("answered_by"))
    for card in cards:
        card.measure = measure
    answered = _by_answer([_row(card) for card in cards if card.state == CardState.ANSWERED])
    return MeasureCards(
        waiting=[_row(card) for card in sorted(cards, key=_age) if card.state == CardState.OPEN],
        answered=answered[:NEWEST],
        more=max(len(answered) - NEWEST, 0),
    )


def _by_answer(rows: Iterable[CardRow]) -> list[Answered]:
    """The rows with the same answer, by the same person on the same day, as one; in their order."""
    found: dict[tuple[str, ...], Answered] = {}
    for row in rows:
        key = (row.answer, row.answered, row.cause, row.decision, row.meaning)
        found.setdefault(key, Answered(row, [])).words.append(row.words)
    return list(found.values())


def _age(card: SignalCard) -> tuple[dt.datetime, int]:
    return card.opened_at, card.pk


def card_row(card: SignalCard) -> CardRow:
    """One card that has its measure with it."""
    return _row(card)


def beside(card: SignalCard) -> QuerySet[SignalCard]:
    """Other open cards of the measure that speak of the same days: one event may break several rules."""
    same_days = Q(first_period__lte=card.latest_period, latest_period__gte=card.first_period)
    return SignalCard.objects.filter(same_days, measure=card.measure_id, state=CardState.OPEN).exclude(pk=card.pk)


# -- On the pages of teams and cycles ----------------------------------------------------------------------------------

SHOWN = 5


@dataclass(frozen=True)
class TeamCards:
    """The signals of a team that wait, as one line for each measure: its oldest signal, and how many others it has.

    Those that have waited longest come first; `more` signals are of measures that are not shown.
    """

    rows: list[tuple[CardRow, int]]
    more: int = 0


def waiting_in(team: Team, user: User) -> TeamCards:
    """The signals of the team's measures that wait for an answer, as this person sees them; one query."""
    by_measure: dict[int, list[SignalCard]] = {}
    for card in _with_all(SignalCard.objects.waiting().filter(measure__team=team)).order_by("opened_at", "pk"):
        by_measure.setdefault(card.measure_id, []).append(card)
    lines = list(by_measure.values())
    rows = [(_row(cards[0], user), len(cards) - 1) for cards in lines[:SHOWN]]
    return TeamCards(rows, more=sum(map(len, lines[SHOWN:])))


def cards_on(cycle: Cycle, user: User) -> list[CardRow]:
    """The signals on the charts that a cycle watches which reach into its days, the newest first; one query."""
    since = cycle.starts_on - dt.timedelta(days=31)  # a month's point stands at the first of its days
    cards = SignalCard.objects.on_the_chart().filter(measure__cycle_links__cycle=cycle, latest_period__gte=since)
    if not standing(user).is_staff:
        cards = cards.filter(measure__in=readable_measures(user))
    if cycle.decided_on is not None:
        cards = cards.filter(first_period__lte=cycle.decided_on)
    return [_row(card, user) for card in _with_all(cards).order_by("-latest_period", "pk")[:SHOWN]]


# -- The list -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CardsAsked:
    """Which signals to list, and in which order; empty values ask for all that wait, the oldest first."""

    text: str = ""
    state: str = ""
    meaning: str = ""
    whose: str = ""
    age: str = ""
    system: System | None = None
    team: int | None = None
    measure: int | None = None
    sort: str = FIRST

    @property
    def narrows(self) -> bool:
        """Whether anything but the order is asked for."""
        return any((self.text, self.state, self.meaning, self.whose, self.age, self.system, self.team, self.measure))

    def of(self, user: User) -> QuerySet[SignalCard]:
        """Those that were asked for and that this person may read, in the order that was asked for."""
        found = SignalCard.objects.all()
        if not standing(user).is_staff:
            found = found.filter(measure__in=readable_measures(user))
        if self.state != "any":
            found = found.filter(waits() if self.state == "" else Q(state=self.state))
        if self.text:
            in_name = Q(measure__name__icontains=self.text) | Q(measure__team__name__icontains=self.text)
            found = found.filter(in_name | Q(answer__icontains=self.text))
        if self.meaning:
            found = found.filter(meaning=self.meaning)
        if self.whose == "mine":
            found = found.filter(measure__team__in=standing(user).teams)
        if self.age:
            found = found.filter(opened_at__lte=timezone.now() - dt.timedelta(days=int(self.age)))
        if self.system:
            found = found.filter(measure__system__in=System.objects.under(self.system))
        if self.team:
            found = found.filter(measure__team=self.team)
        if self.measure:
            found = found.filter(measure=self.measure)
        return found.order_by(*_order(self.sort))


def _order(sort: str) -> list[Any]:
    key = SORTS.get(sort.removeprefix("-"), SORTS[FIRST])
    first = key.desc(nulls_last=True) if sort.startswith("-") else key.asc(nulls_last=True)
    return [first, "opened_at", "pk"]


def cards_page(asked: CardsAsked, user: User, page: str | int | None = 1) -> tuple[Page, list[CardRow]]:
    """One page of the signals asked for; two queries, three where a system is asked for."""
    found = Paginator(_with_all(asked.of(user)), A_PAGE).get_page(page)
    return found, [_row(card, user) for card in found]
