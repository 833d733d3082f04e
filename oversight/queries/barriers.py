"""What pages show of barriers, and who is asked to answer them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from measures.charts_peers import ParetoPart, pareto_part
from measures.spc.pareto import pareto_of_counts
from oversight.enums import OPEN_BARRIER, REPLY_DAYS, BarrierKind, BarrierState
from oversight.models import Barrier, BarrierStep
from oversight.models.barriers import BarrierQuerySet
from redesign.lib.components import Crumb, Happening, Stage, badge, person_chip
from redesign.lib.dates import days_ago, today
from teams.enums import LEADING, Level, Role
from teams.models import Membership, RoleGrant, System, Team, User
from teams.permissions.standing import standing

# -- What stands in the way most ----------------------------------------------------------------------------------


ENOUGH_TO_SORT = 5
"""Below so many open barriers the list itself says what they are about."""


def what_stands_in_the_way() -> ParetoPart | None:
    """What the open barriers of the organisation are about, as a Pareto chart; one query. None where there are few."""
    rows = Barrier.objects.open().values("kind").annotate(barriers=Count("pk")).order_by("kind")
    counts = {str(BarrierKind(row["kind"]).label): row["barriers"] for row in rows}
    if sum(counts.values()) < ENOUGH_TO_SORT:
        return None
    found = pareto_of_counts(counts, other=frozenset({BarrierKind.OTHER.label}))
    return pareto_part(found, "Open barriers", "Barriers", "kinds")


# -- Whom a barrier goes to ---------------------------------------------------------------------------------------


WAY_UP = """
WITH RECURSIVE way (id, parent_id, place) AS (
    SELECT id, parent_id, 0 FROM teams_system WHERE id = %s
    UNION ALL
    SELECT above.id, above.parent_id, way.place + 1 FROM teams_system AS above JOIN way ON above.id = way.parent_id
)
SELECT teams_system.* FROM teams_system JOIN way USING (id) ORDER BY way.place
"""


def way_up(system: System) -> list[System]:
    """The system and those above it, lowest first; one query that reads these rows alone."""
    return list(System.objects.raw(WAY_UP, [system.pk]))


def addressees(team: Team) -> list[System]:
    """The open systems that the team may raise a barrier to: its own and those above, lowest first; one query."""
    return [system for system in way_up(team.system) if system.closed_on is None]


def usual_addressee(systems: list[System]) -> System | None:
    """The system above the team's own; its own where there is none above."""
    return systems[1] if len(systems) > 1 else systems[0] if systems else None


def next_above(system: System) -> System | None:
    """The nearest open system above, where a barrier goes next; None at the top; one query."""
    return next((above for above in way_up(system)[1:] if above.closed_on is None), None)


def usual_reply_by(system: System) -> dt.date:
    """The day that a system of this level is given for its answer."""
    return today() + dt.timedelta(days=REPLY_DAYS[Level(system.level)])


def answerers(way: Sequence[System]) -> list[User]:
    """Who is asked at the first system of this way up: its leaders; where it has none, those of the nearest above; at
    the top, executives and the oversight group. One query."""
    grants = RoleGrant.objects.filter(user__is_active=True).filter(
        Q(role=Role.SYSTEM_LEADER, system__in=[step.pk for step in way]) | Q(role__in=[Role.EXECUTIVE, Role.OVERSIGHT])
    )
    led: dict[int, list[User]] = {}
    at_the_top: list[User] = []
    for grant in grants.select_related("user").order_by("user__name"):
        group = at_the_top if grant.system_id is None else led.setdefault(grant.system_id, [])
        if grant.user not in group:
            group.append(grant.user)
    for step in way:
        if step.parent_id is None:
            return list(dict.fromkeys([*led.get(step.pk, []), *at_the_top]))
        if step.pk in led:
            return led[step.pk]
    return at_the_top


def raisers(barrier: Barrier) -> list[User]:
    """Who hears what becomes of it: who raised it, if they may read it still, and the team's leads; one query."""
    leading = Membership.objects.current().filter(team=barrier.team_id, role__in=LEADING).values("user")
    people = User.objects.readers_of(barrier.team_id).filter(Q(pk=barrier.raised_by_id) | Q(pk__in=leading))
    return list(people.order_by("name"))


# -- Which barriers a person sees ---------------------------------------------------------------------------------


def readable_by(user: User) -> BarrierQuerySet:
    """All of them for people who work here; those of their teams for partners and other outsiders."""
    if standing(user).is_staff:
        return Barrier.objects.all()
    return Barrier.objects.filter(team__in=standing(user).teams)


def for_me_to_answer(user: User) -> BarrierQuerySet:
    """Open barriers that stand with a system that this person leads, or at the top for those who answer there."""
    theirs = Q(addressed_to__in=standing(user).systems_led)
    if standing(user).has(Role.EXECUTIVE, Role.OVERSIGHT):
        theirs |= Q(addressed_to__parent__isnull=True)
    return Barrier.objects.open().filter(theirs)


# -- Lists --------------------------------------------------------------------------------------------------------

STATES = {
    "": "Open",
    "overdue": "Overdue",
    BarrierState.ANSWERED.value: "Answered",
    BarrierState.REMOVED.value: "Removed",
    BarrierState.WITHDRAWN.value: "Withdrawn",
    "any": "All barriers",
}
WHOSE = {"": "Everybody's", "answer": "Mine to answer", "mine": "Raised by me or my teams"}
SORTS = {
    "reply_by": "reply_by",
    "raised": "created_at",
    "title": "title",
    "team": "team__name",
    "system": "addressed_to__name",
}
A_PAGE = 25


@dataclass(frozen=True)
class BarrierFilter:
    """Which barriers to list, and in which order; empty values ask for all open ones, the most urgent first.

    `system` asks for those that stand with a system or one below it, `of` for those that teams there have raised.
    """

    text: str = ""
    state: str = ""
    whose: str = ""
    level: str = ""
    kind: str = ""
    system: int | None = None
    of: int | None = None
    team: int | None = None
    strategic: int | None = None
    sort: str = "reply_by"


@dataclass(frozen=True)
class BarrierRow:
    """A barrier in a list, in ready strings."""

    url: str
    title: str
    team: str
    team_url: str
    system: str
    level: SafeString
    state: SafeString
    reply_by: str
    when: str
    raised: str
    owner: str
    overdue: bool


def barrier_rows(asked: BarrierFilter, user: User, number: str | int | None = 1) -> tuple[Page, list[BarrierRow]]:
    """One page of the barriers asked for; two queries, three where a system is asked for, whatever their number."""
    found = asked_for(asked, user).select_related("team", "addressed_to", "raised_by", "owner")
    page = Paginator(found, A_PAGE).get_page(number)
    return page, [row_of(barrier) for barrier in page]


def asked_for(asked: BarrierFilter, user: User) -> BarrierQuerySet:
    """The barriers of this filter that the person may read, in its order."""
    rows = readable_by(user)
    if asked.whose == "answer":
        rows = rows.filter(pk__in=for_me_to_answer(user).values("pk"))
    elif asked.whose == "mine":
        rows = rows.filter(Q(raised_by=user) | Q(team__in=standing(user).teams))
    if asked.state == "overdue":
        rows = rows.overdue(today())
    elif asked.state == "":
        rows = rows.open()
    elif asked.state != "any":
        rows = rows.filter(state=asked.state)
    if asked.text:
        rows = rows.matching(asked.text)
    if asked.system is not None:
        rows = rows.filter(addressed_to__in=_with_all_below(asked.system))
    if asked.of is not None:
        rows = rows.filter(team__system__in=_with_all_below(asked.of))
    exact = {"addressed_to__level": asked.level, "kind": asked.kind, "team": asked.team}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if asked.strategic is not None:
        rows = rows.filter(team__strategic_priorities=asked.strategic)
    return _sorted(rows, asked.sort)


def _with_all_below(system: int) -> list[int]:
    return [below.pk for below in System.objects.descendants(system, include_self=True)]


def _sorted(rows: BarrierQuerySet, sort: str) -> BarrierQuerySet:
    down = sort.startswith("-")
    column = SORTS.get(sort.removeprefix("-"), "reply_by")
    return rows.order_by(f"-{column}" if down else column, "pk")


def row_of(barrier: Barrier) -> BarrierRow:
    """The row of a barrier whose team, system and people were read with it."""
    overdue = is_overdue(barrier)
    return BarrierRow(
        url=reverse("oversight:barrier", args=[barrier.pk]),
        title=barrier.title,
        team=barrier.team.name,
        team_url=reverse("teams:team", args=[barrier.team_id]),
        system=barrier.addressed_to.name,
        level=badge("level", barrier.addressed_to.level),
        state=badge("barrier", "overdue" if overdue else barrier.state),
        reply_by=day(barrier.reply_by) if barrier.state in OPEN_BARRIER else "",
        when=_when(barrier),
        raised=day(localtime(barrier.created_at).date()),
        owner=str(barrier.owner or ""),
        overdue=overdue,
    )


def barriers_of(team: Team) -> list[BarrierRow]:
    """A team's barriers, open ones first, for its page; one query."""
    rows = Barrier.objects.filter(team=team).select_related("team", "addressed_to", "raised_by", "owner")
    return [
        row_of(barrier) for barrier in sorted(rows, key=lambda each: (each.state not in OPEN_BARRIER, each.reply_by))
    ]


def is_overdue(barrier: Barrier) -> bool:
    """Whether the promised day of an open barrier has passed."""
    return barrier.state in OPEN_BARRIER and barrier.reply_by < today()


def day(date: dt.date) -> str:
    """A day in a few characters: '3 Mar', with its year where that is not this one."""
    return date_format(date, "j M" if date.year == today().year else "j M Y")


def _when(barrier: Barrier) -> str:
    if barrier.state not in OPEN_BARRIER:
        return ""
    return f"was due {days_ago(barrier.reply_by)}" if is_overdue(barrier) else f"due {days_ago(barrier.reply_by)}"


# -- One barrier --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class BarrierPage:
    """What the page of a barrier prints beside its own words."""

    trail: list[Crumb]
    facts: list[tuple[str, str | SafeString]]
    stages: list[Stage]
    timeline: list[Happening]
    badges: SafeString
    asked: list[SafeString] = field(default_factory=list)
    top: bool = False
    overdue: bool = False


def barrier_page(barrier: Barrier) -> BarrierPage:
    """The way it has gone and may still go, who is asked, and what happened; three queries for any
    number of steps, four where the barrier stands outside its team's line."""
    steps = list(barrier.steps.select_related("by", "system", "owner"))
    path = _path(barrier)
    at = next(place for place, system in enumerate(path) if system.pk == barrier.addressed_to_id)
    overdue = is_overdue(barrier)
    waits = barrier.state in OPEN_BARRIER
    return BarrierPage(
        trail=[
            Crumb("Barriers", reverse("oversight:barriers")),
            Crumb(barrier.team.name, reverse("teams:team", args=[barrier.team_id])),
            Crumb(barrier.title),
        ],
        facts=_facts(barrier),
        stages=_stages(barrier, path, at, steps),
        timeline=_timeline(steps),
        badges=badge("barrier", "overdue" if overdue else barrier.state),
        asked=[person_chip(each.name, each.job_title) for each in answerers(path[at:])] if waits else [],
        top=at == len(path) - 1,
        overdue=overdue,
    )


def _facts(barrier: Barrier) -> list[tuple[str, str | SafeString]]:
    facts: list[tuple[str, str | SafeString]] = [
        ("Stands with", barrier.addressed_to.name),
        ("What it is about", barrier.get_kind_display()),
    ]
    if barrier.state in OPEN_BARRIER:
        facts.append(("Reply by", f"{day(barrier.reply_by)}, {_when(barrier)}"))
    taken_on = person_chip(barrier.owner.name, barrier.owner.job_title) if barrier.owner else "Nobody yet"
    raised_by = person_chip(barrier.raised_by.name, barrier.raised_by.job_title) if barrier.raised_by else ""
    return [*facts, ("Taken on by", taken_on), ("Raised by", raised_by)]


def _path(barrier: Barrier) -> list[System]:
    """From the team's own system, where the barrier's way passes it, to the top."""
    own = way_up(barrier.team.system)
    if barrier.addressed_to_id in {system.pk for system in own}:
        return own
    return way_up(barrier.addressed_to)


def _stages(barrier: Barrier, path: list[System], at: int, steps: list[BarrierStep]) -> list[Stage]:
    """Micro to meso to macro: where it was, where it stands, where it would go."""
    been = {step.system_id for step in steps}
    stages = []
    for place, system in enumerate(path):
        level = system.get_level_display()
        if place == at:
            note = f"{level} · {_standing_words(barrier)}"
            stages.append(Stage(system.name, "current", note))
        elif place < at:
            before = "asked before" if system.pk in been else "the team's own" if place == 0 else "not asked"
            stages.append(Stage(system.name, "done", f"{level} · {before}"))
        else:
            stages.append(Stage(system.name, "next", level))
    return stages


def _standing_words(barrier: Barrier) -> str:
    if barrier.state not in OPEN_BARRIER:
        return barrier.get_state_display().lower()
    return f"reply {_when(barrier)}"


_LOOKS = {
    BarrierState.RAISED: ("flag", "warn"),
    BarrierState.ESCALATED: ("arrow-up", "bad"),
    BarrierState.ANSWERED: ("message-square", "brand"),
    BarrierState.REMOVED: ("circle-check", "good"),
    BarrierState.WITHDRAWN: ("undo-2", "quiet"),
}


def _timeline(steps: list[BarrierStep]) -> list[Happening]:
    """What happened, latest first."""
    happenings = []
    for step in reversed(steps):
        icon, tone = ("user-check", "brand") if step.owner_id else _LOOKS[BarrierState(step.state)]
        happenings.append(
            Happening(
                when=date_format(localtime(step.at), "j M Y, H:i"),
                title=step_title(step),
                body=step.text,
                who=str(step.by) if step.by_id else "by itself, because the day had passed",
                icon=icon,
                tone=tone,
            )
        )
    return happenings


def step_title(step: BarrierStep) -> str:
    """What the step did, in a sentence without its full stop."""
    if step.owner_id:
        return f"{step.owner} takes it on"
    until = f", to be answered by {day(step.reply_by)}" if step.reply_by else ""
    return {
        BarrierState.RAISED: f"Raised to {step.system}{until}",
        BarrierState.ESCALATED: f"Taken up to {step.system}{until}",
        BarrierState.ANSWERED: f"{step.system} answered",
        BarrierState.REMOVED: "Removed: it stands in the way no longer",
        BarrierState.WITHDRAWN: "Withdrawn by the team",
    }[BarrierState(step.state)]
