"""From signal to response: a card for each special cause."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from measures.enums import CardState, CauseKnown, Decision, MeasureStatus
from redesign.lib.history import audited
from redesign.lib.models import Stamped, Versioned
from teams.enums import RUNNING


def waits() -> Q:
    """Cards that ask somebody for an answer. None does where the measure is retired, or its team or system has stopped."""
    in_use = ~Q(measure__status=MeasureStatus.RETIRED) & Q(measure__system__closed_on__isnull=True)
    at_work = Q(measure__team__isnull=True) | Q(measure__team__state__in=RUNNING)
    return Q(state=CardState.OPEN) & in_use & at_work


class SignalCardQuerySet(models.QuerySet):
    def waiting(self):
        """Those that ask for an answer: see `waits`."""
        return self.filter(waits())

    def on_the_chart(self):
        """Those whose signal the chart shows still."""
        return self.exclude(state=CardState.GONE)

    def answered_with(self, card: "SignalCard"):
        """The others that this card's answer was given to: the same words of the same person about the same measure."""
        if not card.answer:
            return self.none()
        same = {name: getattr(card, name) for name in ("measure_id", "answer", "cause", "decision", "answered_by_id")}
        return self.filter(**same).exclude(state=CardState.OPEN).exclude(pk=card.pk)


@audited
class SignalCard(Stamped, Versioned):
    """A special cause that a measure's chart showed, and what the team says of it.

    One card for each rule and the period in which the rule was first broken: a signal that goes on keeps its card, and
    `latest_period` moves. `words` are the engine's sentence when the card was last seen on the chart. `opened_at` is
    since when it has stood there: anew where a signal had gone and came back. `annotation` is the answer as it stands
    on the chart.
    """

    measure = models.ForeignKey("measures.Measure", models.CASCADE, related_name="cards")
    rule = models.CharField(max_length=40)
    first_period = models.DateField()
    latest_period = models.DateField()
    side = models.SmallIntegerField(default=0)
    meaning = models.CharField(max_length=12)
    words = models.CharField(max_length=400)
    state = models.CharField(max_length=8, choices=CardState, default=CardState.OPEN)
    opened_at = models.DateTimeField(default=timezone.now)
    cause = models.CharField("is the cause known?", max_length=9, choices=CauseKnown, blank=True)
    decision = models.CharField("what do you do?", max_length=5, choices=Decision, blank=True)
    answer = models.CharField("in your words", max_length=200, blank=True)
    answered_by = models.ForeignKey("teams.User", models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    annotation = models.OneToOneField(
        "measures.Annotation", models.SET_NULL, null=True, blank=True, related_name="card"
    )

    objects = SignalCardQuerySet.as_manager()

    class Meta:
        ordering = ["-latest_period", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "rule", "first_period"], name="one_card_for_a_signal"),
            models.CheckConstraint(
                condition=~Q(state=CardState.ANSWERED) | (~Q(cause="") & ~Q(decision="") & ~Q(answer="")),
                name="answered_card_says_what",
            ),
        ]
        indexes = [models.Index(fields=["state", "opened_at"], name="cards_by_state_and_age")]

    def __str__(self) -> str:
        return self.words
