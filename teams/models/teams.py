"""Redesign teams: their charter, their state, and how far they have come."""

from django.db import models

from redesign.lib.history import audited
from redesign.lib.models import Stamped, Versioned
from teams.enums import NEXT_STATES, RUNNING, Permanence, TeamRole, TeamState


class TeamQuerySet(models.QuerySet):
    def running(self):
        """Teams whose work may be changed: chartered, active or sustaining."""
        return self.filter(state__in=RUNNING)

    def standing(self):
        """Every team that has not been closed."""
        return self.exclude(state=TeamState.CLOSED)

    def leaderless(self):
        """Established teams that nobody leads who can sign in."""
        led = models.Q(memberships__role=TeamRole.LEAD, memberships__left_on__isnull=True)
        led &= models.Q(memberships__user__is_active=True)
        established = self.exclude(state__in=[TeamState.PROPOSED, TeamState.CLOSED])
        return established.exclude(pk__in=Team.objects.filter(led).values("pk"))

    def matching(self, text: str):
        """Teams whose name or aim has this text in it."""
        return self.filter(models.Q(name__icontains=text) | models.Q(aim_what__icontains=text))


@audited
class Team(Stamped, Versioned):
    """A redesign team and its charter.

    The aim is typed: what improves (`aim_what`), for whom, from which figure to which, in which unit, by when; beside
    it stands the efficiency aim, because a charter carries both. Figures are in the unit named beside them.
    """

    name = models.CharField(max_length=120)
    system = models.ForeignKey("teams.System", models.PROTECT, related_name="teams")
    also_touches = models.ManyToManyField("teams.System", blank=True, related_name="touched_by")
    permanence = models.CharField(max_length=10, choices=Permanence, default=Permanence.TEMPORARY)
    state = models.CharField(max_length=10, choices=TeamState, default=TeamState.PROPOSED, editable=False)

    problem = models.TextField("what is the matter", help_text="What happens now, to whom, and how you know.")
    scope_in = models.TextField("within scope", blank=True)
    scope_out = models.TextField("out of scope", blank=True)

    aim_what = models.CharField("what will be better", max_length=200, blank=True)
    aim_for_whom = models.CharField("for whom", max_length=200, blank=True)
    aim_from = models.DecimalField("from", max_digits=12, decimal_places=3, null=True, blank=True)
    aim_to = models.DecimalField("to", max_digits=12, decimal_places=3, null=True, blank=True)
    aim_unit = models.CharField("unit", max_length=60, blank=True)
    aim_by = models.DateField("by when", null=True, blank=True)
    efficiency_what = models.CharField("what will take less", max_length=200, blank=True)
    efficiency_from = models.DecimalField("from", max_digits=12, decimal_places=3, null=True, blank=True)
    efficiency_to = models.DecimalField("to", max_digits=12, decimal_places=3, null=True, blank=True)
    efficiency_unit = models.CharField("unit", max_length=60, blank=True)

    sponsor = models.ForeignKey("teams.User", models.SET_NULL, null=True, blank=True, related_name="sponsored_teams")
    protected_hours = models.DecimalField(
        "protected time", max_digits=5, decimal_places=1, null=True, blank=True, help_text="Freed hours a week."
    )
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField("ends on", null=True, blank=True, help_text="For a temporary team.")
    proposed_by = models.ForeignKey("teams.User", models.SET_NULL, null=True, related_name="proposed_teams")

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["system", "name"],
                name="team_name_is_unique_in_its_system",
                violation_error_message="This system has a team of this name already.",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="team_ends_after_start",
                violation_error_message="The team must end after it starts.",
            ),
            models.CheckConstraint(
                condition=models.Q(protected_hours__isnull=True) | models.Q(protected_hours__range=(0, 168)),
                name="protected_hours_fit_a_week",
                violation_error_message="Protected time is between 0 and 168 hours a week.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    @property
    def next_states(self) -> list[TeamState]:
        """The states that may follow the present one, in the order of the lifecycle."""
        return [state for state in TeamState if state in NEXT_STATES[self.state]]


class StateChangeQuerySet(models.QuerySet):
    def open(self):
        """Those that wait for the oversight group."""
        return self.filter(decided_at__isnull=True)


@audited
class StateChange(Stamped):
    """A step of a team through its lifecycle: asked for with a reason, then granted or not by the oversight group.

    An open one (`decided_at` is null) waits for the group; a team has one open at most. A proposal is a team in state
    proposed with an open change to chartered.
    """

    team = models.ForeignKey(Team, models.CASCADE, related_name="state_changes")
    from_state = models.CharField(max_length=10, choices=TeamState)
    to_state = models.CharField(max_length=10, choices=TeamState)
    asked_by = models.ForeignKey("teams.User", models.SET_NULL, null=True, related_name="+")
    why = models.TextField(blank=True)
    learnt = models.TextField("what was learnt", blank=True)
    decided_by = models.ForeignKey("teams.User", models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True)
    answer = models.TextField(blank=True)

    objects = StateChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["team"], condition=models.Q(decided_at__isnull=True), name="one_open_state_change_a_team"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_at__isnull=True, granted__isnull=True)
                | models.Q(decided_at__isnull=False, granted__isnull=False),
                name="state_change_is_decided_or_open",
            ),
            models.CheckConstraint(
                condition=~models.Q(granted=False) | ~models.Q(answer=""),
                name="declining_gives_a_reason",
                violation_error_message="Give a reason: the people who asked have a right to it.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_from_state_display()} to {self.get_to_state_display().lower()}"

    @property
    def is_open(self) -> bool:
        """Whether the oversight group has still to decide it."""
        return self.decided_at is None


@audited
class ProgressScore(Stamped):
    """How far a team has come, from 0.5 (intent to participate) to 5.0 (outstanding sustainable results).

    The scale is the Institute for Healthcare Improvement's assessment scale for collaboratives.
    """

    team = models.ForeignKey(Team, models.CASCADE, related_name="progress_scores")
    score = models.DecimalField(max_digits=2, decimal_places=1)
    scored_on = models.DateField()
    note = models.TextField(blank=True)
    scored_by = models.ForeignKey("teams.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-scored_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(score__in=[0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5]),
                name="progress_score_is_on_the_scale",
                violation_error_message="A progress score is between 0.5 and 5, in halves.",
            )
        ]
