"""Change ideas, and the ramps of PDSA cycles that test them."""

import datetime as dt
from functools import reduce
from operator import or_

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from redesign.lib.constraints import finite
from redesign.lib.history import audited
from redesign.lib.models import Stamped, Versioned
from teams.enums import (
    NEXT_STEPS,
    RUNNING,
    ActDecision,
    IdeaSource,
    PredictedAs,
    PredictionKind,
    Reconfigures,
    Scale,
    Step,
    Verdict,
)


@audited
class ChangeIdea(Stamped, Versioned):
    """Something that the team might do differently. Its cycles, in order, are its ramp."""

    team = models.ForeignKey("teams.Team", models.CASCADE, related_name="ideas")
    title = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    reconfigures = models.CharField(max_length=12, choices=Reconfigures, default=Reconfigures.WORKFLOW)
    source = models.CharField(max_length=12, choices=IdeaSource, default=IdeaSource.STAFF)
    offered_by = models.ForeignKey("teams.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "title"],
                name="idea_title_is_unique_in_its_team",
                violation_error_message="The team has this change idea already.",
            )
        ]

    def __str__(self) -> str:
        return self.title


class CycleQuerySet(models.QuerySet):
    def within(self, first, last):
        """Cycles whose dates meet these: the ones a chart of that span shows."""
        return self.filter(starts_on__lte=last).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first))

    def open(self):
        """Cycles that still wait for their decision."""
        return self.filter(decision="")

    def overdue(self, today):
        """Tests of teams at work that should have ended before today and have not been studied yet."""
        return self.filter(step=Step.DO, ends_on__lt=today, team__state__in=RUNNING)

    def judged(self):
        """Cycles whose result can be held against a prediction of stated confidence."""
        number = Q(prediction_kind=PredictionKind.NUMBER, predicted_value__isnull=False, result_value__isnull=False)
        yes_no = Q(prediction_kind=PredictionKind.YES_NO, predicted_yes__isnull=False, result_yes__isnull=False)
        return self.filter(number | yes_no, step__in=[Step.STUDY, Step.ACT], confidence__isnull=False)

    def matching(self, text: str):
        """Cycles whose title or question has this text in it."""
        return self.filter(Q(title__icontains=text) | Q(question__icontains=text))


PREDICTION = (
    "prediction_kind",
    "predicted_value",
    "predicted_as",
    "predicted_unit",
    "predicted_yes",
    "prediction",
    "confidence",
)
"""The fields of the prediction: once the test has begun nobody changes them, not even by SQL."""


def came_true(predicted: float, meant_as: PredictedAs, result: float) -> bool:
    """Whether a result bears out a predicted number: at most, at least, or within a tenth of it."""
    tolerance = abs(predicted) * (0.1 if meant_as == PredictedAs.ABOUT else 0.0) + abs(predicted) * 1e-9
    if meant_as == PredictedAs.AT_MOST:
        return result <= predicted + tolerance
    if meant_as == PredictedAs.AT_LEAST:
        return result >= predicted - tolerance
    return abs(result - predicted) <= tolerance


def any_changed(*names: str) -> pgtrigger.Q:
    """A trigger's condition: the update gives one of these fields another value."""
    return reduce(or_, (pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")}) for name in names))


@audited
class Cycle(Stamped, Versioned):
    """One PDSA cycle: `number` is its place in the ramp of its change idea.

    The prediction is made before the test begins and never changed after; the study holds the result against it.
    """

    team = models.ForeignKey("teams.Team", models.CASCADE, related_name="cycles")
    idea = models.ForeignKey(ChangeIdea, models.CASCADE, related_name="cycles")
    number = models.PositiveSmallIntegerField(editable=False)
    title = models.CharField(max_length=160)
    step = models.CharField(max_length=5, choices=Step, default=Step.PLAN, editable=False)
    scale = models.CharField(max_length=15, choices=Scale, default=Scale.ONE_PERSON)

    # plan
    question = models.TextField(help_text="What do you want to find out?")
    prediction_kind = models.CharField(max_length=6, choices=PredictionKind, default=PredictionKind.YES_NO)
    predicted_value = models.FloatField(null=True, blank=True)
    predicted_as = models.CharField(max_length=8, choices=PredictedAs, default=PredictedAs.ABOUT)
    predicted_unit = models.CharField(max_length=60, blank=True)
    predicted_yes = models.BooleanField(null=True, blank=True)
    prediction = models.TextField("what you predict, and why", blank=True)
    confidence = models.PositiveSmallIntegerField(
        "how sure are you",
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text="In per cent: 50 is a coin toss.",
    )
    who = models.CharField(max_length=200, blank=True)
    what = models.TextField(blank=True)
    place = models.CharField("where", max_length=200, blank=True)
    starts_on = models.DateField("starts on")
    ends_on = models.DateField("ends on", null=True, blank=True)

    # do
    happened = models.TextField("what happened", blank=True)
    surprises = models.TextField("what surprised you", blank=True)

    # study
    result_value = models.FloatField(null=True, blank=True)
    result_yes = models.BooleanField(null=True, blank=True)
    comparison = models.TextField("what the result says about the prediction", blank=True)

    # act
    decision = models.CharField(max_length=7, choices=ActDecision, blank=True, default="")
    learnt = models.TextField("what was learnt", blank=True)
    decided_on = models.DateField(null=True, blank=True, editable=False)

    objects = CycleQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["idea", "number"], name="cycle_has_one_place_in_its_ramp"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="cycle_ends_after_start",
                violation_error_message="The cycle must end on or after the day it starts.",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_on__isnull=True)
                | (~Q(decision="") & Q(step=Step.ACT, decided_on__isnull=False)),
                name="cycle_is_decided_in_act",
            ),
            models.CheckConstraint(
                condition=Q(step=Step.PLAN)
                | Q(prediction_kind=PredictionKind.NUMBER, predicted_value__isnull=False)
                | Q(prediction_kind=PredictionKind.YES_NO, predicted_yes__isnull=False),
                name="cycle_is_predicted_before_it_starts",
                violation_error_message="Make the prediction before the test begins.",
            ),
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__lte=100),
                name="cycle_confidence_is_a_percentage",
            ),
            models.CheckConstraint(
                condition=~Q(decision=ActDecision.ABANDON) | ~Q(learnt=""),
                name="abandoning_says_what_was_learnt",
                violation_error_message="Say what was learnt: an abandoned change teaches too.",
            ),
            models.CheckConstraint(
                condition=~Q(step=Step.ACT)
                | Q(result_value__isnull=False)
                | Q(result_yes__isnull=False)
                | ~Q(comparison=""),
                name="cycle_is_studied_before_act",
                violation_error_message="Study the result before you decide.",
            ),
            models.CheckConstraint(condition=finite("predicted_value"), name="cycle_predicts_a_finite_number"),
            models.CheckConstraint(condition=finite("result_value"), name="cycle_result_is_finite"),
        ]
        indexes = [models.Index(fields=["team", "-starts_on"], name="cycle_by_team_and_start")]
        triggers = [
            pgtrigger.Protect(
                name="prediction_is_kept",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__step__in=[Step.DO, Step.STUDY, Step.ACT]) & any_changed(*PREDICTION),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def next_steps(self) -> list[Step]:
        """The steps that may follow the present one."""
        return [step for step in Step if step in NEXT_STEPS[self.step]]

    @property
    def is_decided(self) -> bool:
        """Adopted, adapted or abandoned: nothing of it changes any more."""
        return self.decision != ""

    @property
    def is_predicted(self) -> bool:
        """What the test will show has been said."""
        number = self.prediction_kind == PredictionKind.NUMBER
        return (self.predicted_value if number else self.predicted_yes) is not None

    @property
    def has_result(self) -> bool:
        """What the test showed has been said, in the prediction's own terms."""
        number = self.prediction_kind == PredictionKind.NUMBER
        return (self.result_value if number else self.result_yes) is not None

    def is_overdue(self, today: dt.date) -> bool:
        """The test should have ended before today and has not been studied yet; nothing is overdue while its team rests."""
        late = self.step == Step.DO and self.ends_on is not None and self.ends_on < today
        return late and self.team.is_running

    @property
    def verdict(self) -> str:
        """A Verdict: the result held against the prediction; empty until there is a result.

        'About' a number means within a tenth of it. A decided cycle without a result reads 'cannot tell'.
        """
        if not self.has_result or not self.is_predicted:
            return Verdict.UNCLEAR if self.is_decided else ""
        if self.prediction_kind == PredictionKind.YES_NO:
            met = self.result_yes == self.predicted_yes
        else:
            met = came_true(self.predicted_value, PredictedAs(self.predicted_as), self.result_value)
        return Verdict.MET if met else Verdict.NOT_MET


@audited
class CycleNote(models.Model):
    """What somebody saw during the test, noted on the spot. Notes are added side by side and never overwritten."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="notes")
    text = models.TextField("what happened")
    is_surprise = models.BooleanField("this surprised us", default=False)
    written_by = models.ForeignKey("teams.User", models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="note_says_something")]

    def __str__(self) -> str:
        return self.text[:80]
