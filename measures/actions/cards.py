"""Following the signals of charts: each new special cause opens a card, and one that vanishes closes it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2s

from django.utils import timezone

from measures.enums import CardState, MeasureStatus
from measures.models import Measure, SignalCard
from measures.periods import PeriodNames
from measures.queries.readings import Reading
from measures.queries.series import rules_of
from measures.spc import Signal

RECENT_POINTS = 8
"""A signal opens a card when it reaches into so many newest points: a first import of old data asks about nothing that
is long over. A card that is there already is followed however old its signal grows."""
LONGEST_WORDS = 400
ANSWER = ("cause", "decision", "answer", "answered_by_id", "answered_at")
FOLLOWED = ["latest_period", "side", "meaning", "words", "state", "opened_at", "updated_at"]


@dataclass(frozen=True, slots=True)
class Standing:
    """A signal that stands on a chart, by its days."""

    signal: Signal
    first: dt.date
    latest: dt.date
    is_recent: bool

    @property
    def key(self) -> tuple[str, dt.date]:
        return self.signal.rule, self.first

    def meets(self, card: SignalCard) -> bool:
        """Whether this is the card's signal, whose beginning has moved with the centre line."""
        same = card.rule == self.signal.rule and card.side == self.signal.side
        return same and card.first_period <= self.latest and self.first <= card.latest_period


def standing_signals(reading: Reading) -> list[Standing]:
    """The signals of a chart, the newest first; of several that a rule sees begin together, the longest."""
    found: dict[tuple[str, dt.date], Standing] = {}
    days, since = reading.days, len(reading.days) - RECENT_POINTS
    for signal in reading.signals:
        first, last = signal.points[0], signal.points[-1]
        here = Standing(signal, days[first], days[last], last >= since)
        if here.key not in found or found[here.key].latest < here.latest:
            found[here.key] = here
    return sorted(found.values(), key=lambda each: each.latest, reverse=True)


def key_of_signals(reading: Reading) -> str:
    """A digest of all that cards follow; empty where there is no signal. While it stays the same, so do the cards."""
    if not reading.signals:
        return ""
    told = [
        (
            each.key, each.latest, each.signal.side, each.signal.meaning.value, each.is_recent,
            len(each.signal.points), each.signal.facts,
        )
        for each in standing_signals(reading)
    ]  # fmt: skip
    return blake2s(repr(told).encode(), digest_size=16).hexdigest()


def follow_signals(found: Sequence[tuple[Measure, Reading]]) -> None:
    """Open, move and close the cards of these measures as their charts say now; three queries at most, for any number.

    A signal that goes on keeps its card. One that is gone (its point ghosted or put right, a new phase) closes it; where
    it comes back, the card is open again, or answered where it was. An answered card whose signal has come to mean
    something else asks anew; where another rule set sees the same, the answer holds for that. Retired measures open none. Call it in the transaction of the change; the same twice
    changes nothing.
    """
    if not found:
        return
    cards: dict[int, list[SignalCard]] = defaultdict(list)
    kept = SignalCard.objects.filter(measure__in=[measure.pk for measure, _ in found])
    for card in kept.order_by("pk").select_for_update(of=("self",)):
        cards[card.measure_id].append(card)
    opened: list[SignalCard] = []
    moved: list[SignalCard] = []
    for measure, reading in found:
        new, changed = _followed(measure, reading, cards[measure.pk])
        opened += new
        moved += changed
    if opened:
        SignalCard.objects.bulk_create(opened, ignore_conflicts=True)
    if moved:
        now = timezone.now()
        for card in moved:
            card.updated_at = now
        SignalCard.objects.bulk_update(moved, FOLLOWED, batch_size=500)


def _followed(
    measure: Measure, reading: Reading, cards: Iterable[SignalCard]
) -> tuple[list[SignalCard], list[SignalCard]]:
    """The cards to open, and those that changed."""
    names = PeriodNames(reading.days, measure.frequency)
    opened, moved = [], []
    pairs, left = _paired(standing_signals(reading), cards)
    for signal, card in pairs:
        if card is not None:
            moved += [card] if _moved(card, signal, names) else []
        elif signal.is_recent and measure.status != MeasureStatus.RETIRED:
            card = SignalCard(measure=measure, rule=signal.signal.rule, first_period=signal.first)
            _moved(card, signal, names)
            _take_over(card, left, {rule.key for rule in rules_of(measure).rules})
            opened.append(card)
    for card in left:
        if card.state != CardState.GONE:
            card.state = CardState.GONE
            moved.append(card)
    return opened, moved


def _take_over(card: SignalCard, gone: Iterable[SignalCard], rules: Collection[str]) -> None:
    """Where the chart is read by other rules now, the same days mean the same by another rule: nobody is asked twice."""
    for before in gone:
        if before.rule in rules or not before.answer or (before.side, before.meaning) != (card.side, card.meaning):
            continue
        if before.first_period <= card.latest_period and card.first_period <= before.latest_period:
            for name in ANSWER:
                setattr(card, name, getattr(before, name))
            card.state = CardState.ANSWERED
            return


def _paired(
    signals: Sequence[Standing], cards: Iterable[SignalCard]
) -> tuple[list[tuple[Standing, SignalCard | None]], list[SignalCard]]:
    """Each signal with its card, if it has one, and the cards whose signal is gone.

    A card belongs to the signal of its rule that begins where it did; else to one that it overlaps, those that are on
    the chart before those that had gone.
    """
    by_key = {(card.rule, card.first_period): card for card in cards}
    same = {signal.key: by_key.pop(signal.key) for signal in signals if signal.key in by_key}
    left = sorted(by_key.values(), key=lambda card: (card.state == CardState.GONE, -card.pk))
    pairs: list[tuple[Standing, SignalCard | None]] = []
    for signal in signals:
        card = same.get(signal.key) or next((each for each in left if signal.meets(each)), None)
        if card in left:
            left.remove(card)
        pairs.append((signal, card))
    return pairs, left


def _moved(card: SignalCard, signal: Standing, names: Sequence[str]) -> bool:
    """Let the card say what the chart says now; whether that is something new."""
    state = card.state
    if state == CardState.GONE:
        state = CardState.ANSWERED if card.answer else CardState.OPEN
    if state == CardState.ANSWERED and card.meaning != signal.signal.meaning.value:
        state = CardState.OPEN
    now = {
        "latest_period": signal.latest,
        "side": signal.signal.side,
        "meaning": signal.signal.meaning.value,
        "words": signal.signal.tell(names)[:LONGEST_WORDS],
        "state": state,
    }
    if all(getattr(card, name) == value for name, value in now.items()):
        return False
    if state == CardState.OPEN and card.state != CardState.OPEN:
        card.opened_at = timezone.now()
    for name, value in now.items():
        setattr(card, name, value)
    return True
