"""What pages show of PDSA cycles: lists, the page of one, and how often predictions came true."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from redesign.lib import components
from redesign.lib.addresses import address
from redesign.lib.components import Happening, RampStep, Stage
from redesign.lib.dates import today
from redesign.lib.history import events_of
from teams.enums import ActDecision, PredictedAs, PredictionKind, Scale, Step, Verdict
from teams.models import Cycle, CycleNote, Team, User
from teams.permissions.standing import standing
from teams.queries.teams import readable_teams

SORTS = {
    "starts": ("starts_on", "pk"),
    "ends": ("ends_on", "pk"),
    "title": ("title", "pk"),
    "team": ("team__name", "-starts_on", "pk"),
    "step": ("step_order", "-starts_on", "pk"),
}
"""What a list of cycles may be sorted by, upwards; `-` before the key turns it round."""


# -- Predictions and results in words -----------------------------------------------------------------------------


def figure(value: float | None, unit: str = "") -> str:
    """A figure as people write it: 40, not 40.0; with its unit where there is one; empty for none."""
    if value is None:
        return ""
    digits = f"{value:.6f}".rstrip("0").rstrip(".")
    return f"{number_format(digits, force_grouping=abs(value) >= 10_000)} {unit}".rstrip()


def prediction_in_words(cycle: Cycle, *, sure: bool = True) -> str:
    """'at most 40 min (70 % sure)'; empty while nothing is predicted."""
    if not cycle.is_predicted:
        return ""
    if cycle.prediction_kind == PredictionKind.YES_NO:
        said = "yes" if cycle.predicted_yes else "no"
    else:
        said = f"{PredictedAs(cycle.predicted_as).label.lower()} {figure(cycle.predicted_value, cycle.predicted_unit)}"
    return f"{said} ({cycle.confidence} % sure)" if sure and cycle.confidence is not None else said


def result_in_words(cycle: Cycle) -> str:
    """'52 min', 'no'; empty while there is no result."""
    if not cycle.has_result:
        return ""
    if cycle.prediction_kind == PredictionKind.YES_NO:
        return "yes" if cycle.result_yes else "no"
    return figure(cycle.result_value, cycle.predicted_unit)


def verdict_in_words(cycle: Cycle) -> str:
    """'Predicted at most 40 min (70 % sure) — got 52 min: not as predicted'; less while less is known."""
    predicted, got = prediction_in_words(cycle), result_in_words(cycle)
    if not predicted:
        return "Nothing predicted yet"
    if not got:
        return f"Predicted {predicted}"
    return f"Predicted {predicted} — got {got}: {Verdict(cycle.verdict).label.lower()}"


# -- Calibration --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Band:
    """The predictions of which people were about as sure, and how many of them came true."""

    sure: str
    judged: int
    came_true: int


BANDS = (("less than 50 %", 0, 49), ("50 to 69 %", 50, 69), ("70 to 89 %", 70, 89), ("90 % or more", 90, 100))
"""How sure: in words, and from which to which per cent."""


@dataclass(frozen=True)
class Calibration:
    """How often predictions came true, against how sure people were; only those with a result are counted.

    `bands` parts them by how sure people were; bands without a prediction are left out.
    """

    judged: int
    came_true: int
    sure: int
    bands: tuple[Band, ...] = ()

    @property
    def share(self) -> int:
        """Per cent of the judged that came true."""
        return round(100 * self.came_true / self.judged) if self.judged else 0

    @property
    def by_sureness(self) -> str:
        """'When 50 to 69 % sure, 2 of 3 came true; when 70 to 89 % sure, …'; empty until three are judged."""
        if self.judged < 3:
            return ""
        told = [f"{band.sure} sure, {band.came_true} of {band.judged} came true" for band in self.bands]
        return f"When {'; when '.join(told)}."

    @property
    def sentence(self) -> str:
        """The figure in a sentence that a team can use; empty until three predictions are judged."""
        if self.judged < 3:
            return ""
        said = (
            f"{self.came_true} of {self.judged} predictions came true ({self.share} %); "
            f"the team was {self.sure} % sure on average."
        )
        gap = self.sure - self.share
        if abs(gap) <= 15:
            return said
        return said + (" The tests surprise it more than it expects." if gap > 0 else " It may trust itself more.")


def calibration(cycles: "QuerySet[Cycle]") -> Calibration:
    """How these cycles' predictions fared; one query."""
    judged = list(cycles.judged())  # type: ignore[attr-defined]  # a method of CycleQuerySet
    true = sum(cycle.verdict == Verdict.MET for cycle in judged)
    sure = round(sum(cycle.confidence for cycle in judged) / len(judged)) if judged else 0
    bands = tuple(band for words, low, high in BANDS if (band := _band(words, low, high, judged)))
    return Calibration(judged=len(judged), came_true=true, sure=sure, bands=bands)


def _band(words: str, low: int, high: int, judged: list[Cycle]) -> Band | None:
    within = [cycle for cycle in judged if cycle.confidence is not None and low <= cycle.confidence <= high]
    return Band(words, len(within), sum(cycle.verdict == Verdict.MET for cycle in within)) if within else None


# -- Lists --------------------------------------------------------------------------------------------------------


def calibration_of(team: Team) -> Calibration:
    """How the team's own predictions came out; one query."""
    return calibration(Cycle.objects.filter(team=team))


@dataclass(frozen=True)
class CycleRow:
    """One line of a list of cycles, in ready strings."""

    pk: int
    url: str
    title: str
    place: str
    team: str
    team_url: str
    badges: SafeString
    scale: str
    prediction: str
    verdict: SafeString
    starts: str
    ends: str


@dataclass(frozen=True)
class CyclesAsked:
    """Which cycles to list; empty values show all that the person may read."""

    text: str = ""
    team: Team | None = None
    step: str = ""
    decision: str = ""
    overdue: bool = False
    mine: bool = False

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.text or self.team or self.step or self.decision or self.overdue or self.mine)

    def of(self, cycles: "QuerySet[Cycle]") -> "QuerySet[Cycle]":
        """These cycles, narrowed down."""
        if self.text:
            words = Q(title__icontains=self.text) | Q(question__icontains=self.text)
            cycles = cycles.filter(words | Q(team__name__icontains=self.text))
        if self.team is not None:
            cycles = cycles.filter(team=self.team)
        if self.step:
            cycles = cycles.filter(step=self.step)
        if self.decision:
            cycles = cycles.filter(decision="" if self.decision == "open" else self.decision)
        return cycles.overdue(today()) if self.overdue else cycles  # type: ignore[attr-defined]  # CycleQuerySet


def readable_cycles(user: User, *, mine: bool = False) -> "QuerySet[Cycle]":
    """The cycles of the teams that this person may read, or of those they belong to, with their team and idea."""
    cycles = Cycle.objects.filter(team__in=list(standing(user).teams) if mine else readable_teams(user))
    return cycles.select_related("team", "idea")


def in_order(cycles: "QuerySet[Cycle]", sort: str) -> "QuerySet[Cycle]":
    """The cycles by a key of SORTS; the latest first when it is not one."""
    key = sort.removeprefix("-")
    if key not in SORTS:
        return cycles.order_by("-starts_on", "-pk")
    if key == "step":
        cycles = cycles.annotate(step_order=_step_order())
    first, *rest = SORTS[key]
    return cycles.order_by(f"-{first}" if sort.startswith("-") else first, *rest)


def _step_order() -> Case:
    steps = (When(step=step, then=Value(place)) for place, step in enumerate(Step))
    return Case(*steps, output_field=IntegerField())


def cycle_rows(cycles: Iterable[Cycle]) -> list[CycleRow]:
    """Lines for these cycles; no query beyond theirs when they came from `readable_cycles`."""
    now = today()
    return [_row(cycle, now) for cycle in cycles]


def _row(cycle: Cycle, now: dt.date) -> CycleRow:
    return CycleRow(
        pk=cycle.pk,
        url=_address(cycle),
        title=cycle.title,
        place=f"Cycle {cycle.number} of ‘{cycle.idea.title}’",
        team=cycle.team.name,
        team_url=address("teams:team", cycle.team_id),
        badges=state_badges(cycle, now),
        scale=Scale(cycle.scale).label,
        prediction=verdict_in_words(cycle),
        verdict=verdict_badge(cycle),
        starts=short(cycle.starts_on),
        ends=short(cycle.ends_on) if cycle.ends_on else "",
    )


def short(day: dt.date) -> str:
    """'3 Mar 2026'."""
    return date_format(day, "j M Y")


def state_badges(cycle: Cycle, now: dt.date) -> SafeString:
    """Its step, or its decision once there is one; 'overdue' beside it where the test should be over."""
    if cycle.is_decided:
        return components.badge("decision", cycle.decision, DECIDED[ActDecision(cycle.decision)])
    step = components.badge("step", cycle.step)
    if not cycle.is_overdue(now):
        return step
    late = components.tag("Overdue", icon_name="clock", tone="warn")
    return format_html('<span class="row-line">{}{}</span>', step, late)


def verdict_badge(cycle: Cycle) -> SafeString:
    """'As predicted' or not; empty while there is no result."""
    return components.badge("prediction", cycle.verdict) if cycle.verdict else SafeString()


DECIDED = {ActDecision.ADOPT: "Adopted", ActDecision.ADAPT: "Adapted", ActDecision.ABANDON: "Abandoned"}


# -- The ramp of an idea ------------------------------------------------------------------------------------------


def ramp(cycles: Iterable[Cycle], *, current: int | None = None) -> list[RampStep]:
    """The cycles of one idea as the steps of its ramp, in their order; no query."""
    now = today()
    scales = list(Scale)
    return [
        RampStep(
            number=cycle.number,
            title=cycle.title,
            url=_address(cycle),
            level=scales.index(Scale(cycle.scale)),
            state=cycle.decision or cycle.step,
            badges=state_badges(cycle, now),
            when=_span(cycle),
            scale=Scale(cycle.scale).label,
            outcome=verdict_in_words(cycle),
            verdict=verdict_badge(cycle),
            learnt=cycle.learnt,
            current=cycle.pk == current,
        )
        for cycle in sorted(cycles, key=lambda cycle: cycle.number)
    ]


def ramp_label(count: int) -> str:
    """What a drawn ramp is called."""
    return "Ramp of one cycle" if count == 1 else f"Ramp of {count} cycles"


def _span(cycle: Cycle) -> str:
    return f"{short(cycle.starts_on)} – {short(cycle.ends_on)}" if cycle.ends_on else f"from {short(cycle.starts_on)}"


# -- The page of one cycle ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fold:
    """A step that is past, as facts."""

    title: str
    facts: list[tuple[str, str | SafeString]]
    open: bool = False


@dataclass(frozen=True)
class CyclePage:
    """Everything that a cycle's page prints besides its form."""

    badges: SafeString
    overdue: str
    stages: list[Stage]
    verdict: str
    verdict_badge: SafeString
    plan: list[tuple[str, str | SafeString]]
    past: list[Fold]
    notes: list[Happening]
    happenings: list[Happening]
    ramp: list[RampStep]
    ramp_label: str
    next_url: str
    learnt_before: list[tuple[str, str]] = field(default_factory=list)


def cycle_page(cycle: Cycle) -> CyclePage:
    """The page of a cycle that came with its team and idea; four queries: notes, ramp, steps, and who took them."""
    now = today()
    notes = list(cycle.notes.select_related("written_by"))
    siblings = list(cycle.idea.cycles.select_related("idea", "team").order_by("number"))
    return CyclePage(
        badges=state_badges(cycle, now),
        overdue=_overdue(cycle, now),
        stages=_stages(cycle),
        verdict=verdict_in_words(cycle),
        verdict_badge=verdict_badge(cycle),
        plan=plan_facts(cycle),
        past=_past(cycle),
        notes=[_as_happening(note) for note in notes],
        happenings=_happenings(cycle),
        ramp=ramp(siblings, current=cycle.pk),
        ramp_label=ramp_label(len(siblings)),
        next_url=next((_address(each) for each in siblings if each.number == cycle.number + 1), ""),
        learnt_before=[
            (f"Cycle {each.number}", each.learnt) for each in siblings if each.number < cycle.number and each.learnt
        ],
    )


def _overdue(cycle: Cycle, now: dt.date) -> str:
    if cycle.ends_on is None or not cycle.is_overdue(now):
        return ""
    return f"The test should have ended on {date_format(cycle.ends_on)}."


def _address(cycle: Cycle) -> str:
    return address("teams:cycle", cycle.pk)


def _stages(cycle: Cycle) -> list[Stage]:
    notes = {Step.DO: short(cycle.starts_on), Step.STUDY: short(cycle.ends_on) if cycle.ends_on else ""}
    if cycle.is_decided:
        notes[Step.ACT] = DECIDED[ActDecision(cycle.decision)]
    stages = components.stages(Step.choices, cycle.step)
    reached = list(Step)[: list(Step).index(Step(cycle.step)) + 1]
    return [
        Stage(
            stage.title,
            "done" if cycle.is_decided else stage.state,
            notes.get(step, "") if step in reached else "",
        )
        for stage, step in zip(stages, Step, strict=True)
    ]


def plan_facts(cycle: Cycle) -> list[tuple[str, str | SafeString]]:
    """The plan as facts, without what nobody said."""
    said = [
        ("What to find out", cycle.question),
        ("Prediction", prediction_in_words(cycle)),
        ("Why", cycle.prediction),
        ("How far it reaches", Scale(cycle.scale).label),
        ("Who", cycle.who),
        ("What they do", cycle.what),
        ("Where", cycle.place),
        ("When", _span(cycle)),
    ]
    return [(name, value) for name, value in said if value]


def _past(cycle: Cycle) -> list[Fold]:
    """The steps behind the present one, latest first."""
    folds = []
    if cycle.is_decided:
        said: list[tuple[str, str | SafeString]] = [
            ("Decision", components.badge("decision", cycle.decision, DECIDED[ActDecision(cycle.decision)]))
        ]
        said += [("Decided on", date_format(cycle.decided_on))] if cycle.decided_on else []
        folds.append(Fold("Act", [*said, ("What was learnt", cycle.learnt)]))
    if cycle.step == Step.ACT:
        result = ("Result", result_in_words(cycle))
        folds.append(Fold("Study", [result, ("Against the prediction", cycle.comparison)]))
    if cycle.step in {Step.STUDY, Step.ACT}:
        folds.append(Fold("Do", [("What happened", cycle.happened), ("What surprised", cycle.surprises)]))
    if cycle.step != Step.PLAN:
        folds.append(Fold("Plan", plan_facts(cycle)))
    return folds


def _as_happening(note: CycleNote) -> Happening:
    return Happening(
        when=moment(note.written_at),
        title="Surprise" if note.is_surprise else "Note",
        body=note.text,
        who=note.written_by.name if note.written_by else "",
        icon="sparkles" if note.is_surprise else "message-square",
        tone="warn" if note.is_surprise else "plain",
    )


def moment(when: dt.datetime) -> str:
    """'3 Mar 2026, 14:05', where the organisation is."""
    return date_format(localtime(when), "j M Y, H:i")


TAKEN = {
    Step.DO: ("The test began", "play"),
    Step.STUDY: ("The test ended; the study began", "search"),
    Step.ACT: ("Studied", "check"),
}


def _happenings(cycle: Cycle) -> list[Happening]:
    """Who took each step and when, latest first, from the audit history; two queries.

    The steps of a cycle that was written down after they were taken are told by its own dates.
    """
    events = list(
        events_of(cycle).order_by("pgh_id").values_list("step", "decision", "pgh_created_at", "pgh_context__metadata")
    )
    actors = {(metadata or {}).get("user") for *_, metadata in events} - {None}
    names = dict(User.objects.filter(pk__in=actors).values_list("pk", "name"))
    told: list[Happening] = []
    before = ("", "")
    for step, decision, at, metadata in events:
        if before == ("", "") and step != Step.PLAN:
            told += _by_its_dates(cycle, Step(step), decision)
        elif (step, decision) != before:
            told.append(_step_taken(Step(step), decision, moment(at), names.get((metadata or {}).get("user"), "")))
        before = (step, decision)
    return told[::-1]


def _by_its_dates(cycle: Cycle, step: Step, decision: str) -> list[Happening]:
    """The steps up to this one, each on the day that the cycle gives for it."""
    days = {Step.DO: cycle.starts_on, Step.STUDY: cycle.ends_on}
    reached = list(Step)[: list(Step).index(step) + 1]
    told = [_step_taken(each, "", short(day), "") for each, day in days.items() if day and each in reached]
    return [*told, _step_taken(step, decision, short(cycle.decided_on), "")] if decision and cycle.decided_on else told


def _step_taken(step: Step, decision: str, when: str, who: str) -> Happening:
    if decision:
        drawn = {"adopt": "circle-check", "adapt": "refresh-cw", "abandon": "circle-x"}[decision]
        return Happening(when, DECIDED[ActDecision(decision)], who=who, icon=drawn, tone="good")
    if step == Step.PLAN:
        return Happening(when, "Planned", who=who, icon="pencil")
    title, drawn = TAKEN[step]
    return Happening(when, title, who=who, icon=drawn, tone="brand-soft")
