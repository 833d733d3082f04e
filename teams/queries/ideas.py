"""What pages show of change ideas and their ramps."""

from dataclasses import dataclass

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from redesign.lib import components
from redesign.lib.components import RampStep
from redesign.lib.dates import today
from redesign.lib.fetch import named
from teams.enums import ActDecision, IdeaSource, Reconfigures, Scale
from teams.models import ChangeIdea, Cycle, Team, User
from teams.queries.cycles import calibration, ramp, ramp_label, state_badges
from teams.queries.teams import readable_teams

RECONFIGURES_ICONS = {
    Reconfigures.WORKFLOW: "route",
    Reconfigures.WORKFORCE: "users",
    Reconfigures.TECHNOLOGY: "monitor",
    Reconfigures.SITE: "building-2",
}


@dataclass(frozen=True)
class IdeaRow:
    """One change idea in a list, in ready strings."""

    pk: int
    url: str
    title: str
    description: str
    chips: SafeString
    offered: str
    cycles: str
    stands: SafeString
    stands_url: str
    new_cycle_url: str
    team: str
    team_url: str


SORTS = {
    "latest": ("updated_at", "pk"),
    "title": ("title", "pk"),
    "team": ("team__name", "title", "pk"),
}
"""What a list of ideas may be sorted by, upwards; `-` before the key turns it round."""


@dataclass(frozen=True)
class IdeasAsked:
    """Which ideas to list, and in which order; empty values show all, the latest touched first.

    `stands` is how the latest cycle of the ramp stands: "untested", "testing", "adopted" or "abandoned".
    """

    text: str = ""
    reconfigures: str = ""
    source: str = ""
    stands: str = ""
    sort: str = ""

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.text or self.reconfigures or self.source or self.stands)

    def of(self, ideas: "QuerySet[ChangeIdea]") -> "QuerySet[ChangeIdea]":
        """These ideas, narrowed down and in order."""
        if self.text:
            ideas = ideas.filter(Q(title__icontains=self.text) | Q(description__icontains=self.text))
        if self.reconfigures:
            ideas = ideas.filter(reconfigures=self.reconfigures)
        if self.source:
            ideas = ideas.filter(source=self.source)
        if self.stands:
            ideas = _standing(ideas, self.stands)
        key = self.sort.removeprefix("-")
        if key not in SORTS:
            return ideas.order_by("-updated_at", "-pk")
        first, *rest = SORTS[key]
        return ideas.order_by(f"-{first}" if self.sort.startswith("-") else first, *rest)


def _standing(ideas: "QuerySet[ChangeIdea]", stands: str) -> "QuerySet[ChangeIdea]":
    """The ideas whose ramp stands like this, by its latest cycle."""
    latest = Cycle.objects.filter(idea=OuterRef("pk")).order_by("-number").values("decision")[:1]
    ideas = ideas.annotate(latest=Subquery(latest))
    asked = {
        "untested": Q(latest__isnull=True),
        "testing": Q(latest__in=["", ActDecision.ADAPT]),
        "adopted": Q(latest=ActDecision.ADOPT),
        "abandoned": Q(latest=ActDecision.ABANDON),
    }
    return ideas.filter(asked.get(stands, Q()))


def readable_ideas(user: User) -> "QuerySet[ChangeIdea]":
    """The ideas of the teams that this person may read."""
    return ChangeIdea.objects.filter(team__in=readable_teams(user))


def idea_rows(ideas: "QuerySet[ChangeIdea]") -> list[IdeaRow]:
    """Lines for these ideas, with where each ramp stands; two queries."""
    in_order = Prefetch("cycles", Cycle.objects.select_related("team").order_by("number"))
    return [_row(idea) for idea in ideas.select_related("offered_by", "team").prefetch_related(in_order)]


def idea_of(team: Team, key: str) -> ChangeIdea | None:
    """The team's idea that an address names by its key, or None; one query at most."""
    return named(team.ideas.all(), key)


def _row(idea: ChangeIdea) -> IdeaRow:
    cycles = list(idea.cycles.all())
    last = cycles[-1] if cycles else None
    return IdeaRow(
        pk=idea.pk,
        url=reverse("teams:idea", args=[idea.pk]),
        title=idea.title,
        description=idea.description,
        chips=chips_of(idea),
        offered=offered(idea),
        cycles="Not tested yet" if last is None else "1 cycle" if len(cycles) == 1 else f"{len(cycles)} cycles",
        stands=state_badges(last, today()) if last else SafeString(),
        stands_url=reverse("teams:cycle", args=[last.pk]) if last else "",
        new_cycle_url=f"{reverse('teams:cycle-new', args=[idea.team_id])}?idea={idea.pk}",
        team=idea.team.name,
        team_url=reverse("teams:team", args=[idea.team_id]),
    )


def chips_of(idea: ChangeIdea) -> SafeString:
    """What the idea changes, and where it comes from."""
    changes = Reconfigures(idea.reconfigures)
    first = components.tag(changes.label, icon_name=RECONFIGURES_ICONS[changes])
    return first + components.tag(f"From {IdeaSource(idea.source).label.lower()}", icon_name="lightbulb", tone="quiet")


def offered(idea: ChangeIdea) -> str:
    """'Offered by Amara Okafor on 3 March 2026'."""
    by = f" by {idea.offered_by.name}" if idea.offered_by else ""
    return f"Offered{by} on {date_format(localtime(idea.created_at))}"


@dataclass(frozen=True)
class IdeaPage:
    """An idea with its ramp."""

    chips: SafeString
    offered: str
    ramp: list[RampStep]
    ramp_label: str
    scales: list[str]
    calibration: str
    next_url: str
    open_cycle: str


def idea_page(idea: ChangeIdea) -> IdeaPage:
    """The idea's ramp and how its predictions fared; two queries."""
    steps = ramp(idea.cycles.select_related("idea", "team"))
    last = steps[-1] if steps else None
    return IdeaPage(
        chips=chips_of(idea),
        offered=offered(idea),
        ramp=steps,
        ramp_label=ramp_label(len(steps)),
        scales=list(Scale.labels),
        calibration=calibration(idea.cycles.all()).sentence,
        next_url=f"{reverse('teams:cycle-new', args=[idea.team_id])}?idea={idea.pk}",
        open_cycle=last.url if last and last.state not in {"adopt", "adapt", "abandon"} else "",
    )
