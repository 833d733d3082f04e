"""A small hospital for tests of barriers: a ward's team, and the leaders above it who answer."""

import datetime as dt
from dataclasses import dataclass

from oversight.actions.barriers import raise_barrier
from oversight.enums import BarrierKind
from oversight.models import Barrier
from redesign.lib.dates import today
from teams.enums import Level, Role, TeamRole
from teams.models import System, Team, User
from tests.factories.people import person_with
from tests.factories.systems import SystemFactory
from tests.factories.teams import TeamFactory, member_of


@dataclass
class Hospital:
    """Three levels, a team in the lowest, its lead, and one person who answers at each level above."""

    macro: System
    meso: System
    ward: System
    team: Team
    lead: User
    ward_leader: User
    division_leader: User
    executive: User


def hospital() -> Hospital:
    """The hospital, without barriers."""
    macro = SystemFactory(name="St Brigid's", level=Level.MACRO)
    meso = SystemFactory(name="Medicine", level=Level.MESO, parent=macro)
    ward = SystemFactory(name="Ward 7", parent=meso)
    team = TeamFactory(name="Home before noon", system=ward)
    return Hospital(
        macro=macro,
        meso=meso,
        ward=ward,
        team=team,
        lead=member_of(team, TeamRole.LEAD),
        ward_leader=person_with(Role.SYSTEM_LEADER, system=ward),
        division_leader=person_with(Role.SYSTEM_LEADER, system=meso),
        executive=person_with(Role.EXECUTIVE),
    )


def raised(place: Hospital, *, to: System | None = None, days: int = 14, **fields) -> Barrier:
    """A barrier that the team's lead has raised, to the division unless said otherwise, due in so many days."""
    barrier = raise_barrier(
        team=place.team,
        by=fields.pop("by", place.lead),
        title=fields.pop("title", "Pharmacy closes before our last round"),
        kind=fields.pop("kind", BarrierKind.STAFFING),
        description=fields.pop("description", "We asked twice."),
        addressed_to=to or place.meso,
        reply_by=today() + dt.timedelta(days=max(days, 0)),
    )
    if days < 0:
        barrier.reply_by = today() + dt.timedelta(days=days)
        barrier.save(update_fields=["reply_by"])
    return barrier
