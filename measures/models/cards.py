"""From signal to response: a card for each special cause."""

from django.db import models
from django.db.models import Q

from measures.enums import CardState, CauseKnown, Decision
from redesign.lib.history import audited
from redesign.lib.models import Stamped, Versioned


@audited
class SignalCard(Stamped, Versioned):
    """A special cause that a measure's chart showed, and what the team says of it.

    One card for each rule and the period in which the rule was first broken: a signal that goes on keeps its card, and
    `latest_period` moves. `words` are the engine's sentence when the card was last seen on the chart.
    """

    measure = models.ForeignKey("measures.Measure", models.CASCADE, related_name="cards")
    rule = models.CharField(max_length=40)
    first_period = models.DateField()
    latest_period = models.DateField()
    side = models.SmallIntegerField(default=0)
    meaning = models.CharField(max_length=12)
    words = models.CharField(max_length=400)
    state = models.CharField(max_length=8, choices=CardState, default=CardState.OPEN)
    cause = models.CharField("is the cause known?", max_length=9, choices=CauseKnown, blank=True)
    decision = models.CharField("what do you do?", max_length=5, choices=Decision, blank=True)
    answer = models.CharField("in your words", max_length=200, blank=True)
    answered_by = models.ForeignKey("teams.User", models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    annotation = models.OneToOneField(
        "measures.Annotation", models.SET_NULL, null=True, blank=True, related_name="card"
    )

    class Meta:
        ordering = ["-latest_period", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "rule", "first_period"], name="one_card_for_a_signal"),
            models.CheckConstraint(
                condition=~Q(state=CardState.ANSWERED) | (~Q(cause="") & ~Q(decision="") & ~Q(answer="")),
                name="answered_card_says_what",
            ),
        ]
        indexes = [models.Index(fields=["state", "created_at"], name="cards_by_state_and_age")]
