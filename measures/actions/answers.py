"""What a team says of a special cause; the answer stands on the chart as an annotation."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from measures.actions.points import measure_at_work
from measures.enums import CardState
from measures.models import Annotation, Measure, SignalCard
from measures.queries.series import rules_of
from redesign.lib.events import team_touched
from redesign.lib.history import because
from redesign.lib.refusals import Refusal
from redesign.lib.versions import locked, require_version
from teams.models import Team, User


@transaction.atomic
def answer_card(
    *,
    card: SignalCard,
    version: int,
    by: User,
    cause: str,
    decision: str,
    answer: str,
    also: Iterable[SignalCard] = (),
) -> SignalCard:
    """Say what a special cause was and what is done about it, or say it otherwise; it stands on the chart at once.

    `also` are open cards of the same measure that the same answer holds for: one event breaks several rules at once.
    They are answered too, and the chart is annotated once. An answer that is changed is changed for all that it was
    given to.
    """
    measure = measure_at_work(card.measure_id)
    card = locked(card)
    require_version(card, version)
    if card.state == CardState.GONE:
        raise Refusal("The chart does not show this signal any more: there is nothing to answer.")
    rows = SignalCard.objects.select_for_update(of=("self",)).filter(pk__in=[each.pk for each in also])
    others = list(rows.filter(measure=measure, state=CardState.OPEN).exclude(pk=card.pk).order_by("pk"))
    others += _with_the_same_answer(card)
    note = _on_the_chart([card, *others], measure, by, answer)
    if not any(each.annotation_id == note.pk for each in others):
        card.annotation = note
    _say(card, by, cause, decision, answer)
    for other in others:
        other.version += 1
        _say(other, by, cause, decision, answer)
    _tell(measure)
    return card


@transaction.atomic
def withdraw_answer(*, card: SignalCard, why: str) -> SignalCard:
    """Take an answer back, off the chart too: every signal that it was given to asks again."""
    measure = measure_at_work(card.measure_id)
    card = locked(card)
    if card.state != CardState.ANSWERED:
        raise Refusal("There is no answer to take back.")
    given_to = [card, *_with_the_same_answer(card)]
    note = _note_of(given_to)
    with because(why):
        for each in given_to:
            _ask_again(each)
        if note is not None:
            note.delete()
    _tell(measure)
    return card


def _with_the_same_answer(card: SignalCard) -> list[SignalCard]:
    """The other cards that its answer was given to at once, those no longer on the chart too; locked."""
    found = SignalCard.objects.answered_with(card).select_for_update(of=("self",)).select_related("annotation")
    return list(found.order_by("pk"))


def _note_of(cards: Iterable[SignalCard]) -> Annotation | None:
    return next((card.annotation for card in cards if card.annotation is not None), None)


def _ask_again(card: SignalCard) -> None:
    if card.state == CardState.ANSWERED:
        card.state, card.opened_at = CardState.OPEN, timezone.now()
    card.version += 1
    card.cause = card.decision = card.answer = ""
    card.annotation = card.answered_by = card.answered_at = None
    card.save()


def day_of(cards: Sequence[SignalCard], measure: Measure) -> dt.date:
    """The day at which the answer to these signals stands: where the first of them begins.

    A signal about a whole phase begins nowhere: where there are no others, it stands where it was seen last.
    """
    whole = {rule.key for rule in rules_of(measure).rules if rule.whole_phase}
    begins = [card.first_period for card in cards if card.rule not in whole]
    return min(begins) if begins else cards[0].latest_period


def _on_the_chart(cards: Sequence[SignalCard], measure: Measure, by: User, answer: str) -> Annotation:
    note = _note_of(cards)
    if note is None:
        return Annotation.objects.create(measure=measure, on=day_of(cards, measure), text=answer, written_by=by)
    if note.text != answer:
        note.text = answer
        note.save(update_fields=["text", "updated_at"])
    return note


def _say(card: SignalCard, by: User, cause: str, decision: str, answer: str) -> None:
    card.state = CardState.GONE if card.state == CardState.GONE else CardState.ANSWERED
    card.cause, card.decision, card.answer = cause, decision, answer
    card.answered_by, card.answered_at = by, timezone.now()
    card.save()


def _tell(measure: Measure) -> None:
    if measure.team_id is not None:
        team_touched.send(sender=Team, team_id=measure.team_id)
