"""The strategic priorities and criteria, as the page that keeps them shows them."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from oversight.models import Criterion, StrategicPriority
from redesign.lib.components import dots, tag
from redesign.lib.dates import today
from teams.enums import TeamState


@dataclass(frozen=True)
class PriorityRow:
    """A strategic priority in finished strings."""

    name: str
    description: str
    weight: SafeString
    share: str
    when: str
    mark: SafeString | str
    owner: str
    teams: str
    teams_url: str
    edit_url: str
    retire_url: str


@dataclass(frozen=True)
class CriterionRow:
    """A criterion in finished strings; `share` is its part of all the weight there is."""

    name: str
    question: str
    weight: str
    share: str
    edit_url: str
    retire_url: str


@dataclass(frozen=True)
class PrioritiesPage:
    """What the page shows: in force and retired."""

    priorities: list[PriorityRow]
    retired_priorities: list[PriorityRow]
    criteria: list[CriterionRow]
    retired_criteria: list[CriterionRow]


def priorities_page() -> PrioritiesPage:
    """All strategic priorities with how many teams serve each, and all criteria; two queries."""
    standing = Count("teams", filter=~Q(teams__state=TeamState.CLOSED))
    priorities = list(
        StrategicPriority.objects.select_related("owner").annotate(team_count=standing).order_by("-weight", "name")
    )
    criteria = list(Criterion.objects.all())
    day = today()
    weight = sum(each.weight for each in criteria if not each.retired)
    weight += sum(each.weight for each in priorities if holds(each, day))
    return PrioritiesPage(
        priorities=[_priority(each, weight) for each in priorities if not each.retired],
        retired_priorities=[_priority(each, 0) for each in priorities if each.retired],
        criteria=[_criterion(each, weight) for each in criteria if not each.retired],
        retired_criteria=[_criterion(each, 0) for each in criteria if each.retired],
    )


def holds(priority: StrategicPriority, day: dt.date) -> bool:
    """Whether the strategic priority counts on this day."""
    started, over = priority.starts_on <= day, priority.ends_on is not None and priority.ends_on < day
    return not priority.retired and started and not over


def _priority(priority: StrategicPriority, all_weight: int) -> PriorityRow:
    day = today()
    mark: SafeString | str = ""
    if not priority.retired and priority.starts_on > day:
        mark = tag("To come", icon_name="clock", tone="plain")
    elif not priority.retired and not holds(priority, day):
        mark = tag("Over", icon_name="archive", tone="quiet")
    until = f" to {date_format(priority.ends_on, 'j M Y')}" if priority.ends_on else " on"
    return PriorityRow(
        name=priority.name,
        description=priority.description,
        weight=dots(priority.weight, label="Weight"),
        share=_share(priority.weight, all_weight) if holds(priority, day) else "",
        when=f"From {date_format(priority.starts_on, 'j M Y')}{until}",
        mark=mark,
        owner=str(priority.owner or ""),
        teams=_teams(priority.team_count),  # type: ignore[attr-defined]  # annotated by priorities_page
        teams_url=f"{reverse('oversight:portfolio')}?strategic={priority.pk}",
        edit_url=reverse("oversight:priority-edit", args=[priority.pk]),
        retire_url=reverse("oversight:priority-retire", args=[priority.pk]),
    )


def _criterion(criterion: Criterion, all_weight: int) -> CriterionRow:
    return CriterionRow(
        name=criterion.name,
        question=criterion.question,
        weight=str(criterion.weight),
        share=_share(criterion.weight, all_weight),
        edit_url=reverse("oversight:criterion-edit", args=[criterion.pk]),
        retire_url=reverse("oversight:criterion-retire", args=[criterion.pk]),
    )


def _share(weight: int, all_weight: int) -> str:
    return f"{weight / all_weight:.0%}" if all_weight else ""


def _teams(count: int) -> str:
    return "no team yet" if not count else "1 team" if count == 1 else f"{count} teams"
