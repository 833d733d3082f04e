"""Who may come to the pages of `measures`. See the top of tests/permissions/test_matrix.py for how a row is written."""

import datetime as dt

from measures.actions.imports import read
from measures.actions.sheets import prepare_sheet
from measures.models import Annotation, ApiToken, Import, Measure, Phase, SignalCard, Target
from measures.queries.entering import Place
from tests.factories.cycles import CycleFactory
from tests.factories.measures import MeasureFactory, PointFactory, StratumFactory, StratumPointFactory
from tests.permissions.cast import (
    ADMINISTRATOR,
    ANALYST,
    COACH,
    COACH_ELSEWHERE,
    EXECUTIVE,
    IN_TEAM,
    LEAD,
    LEAD_ELSEWHERE,
    OVERSIGHT,
    PARTNER,
    SIGNED_IN,
    STAFF,
    STAFF_ONLY,
    SYSTEM_LEADER,
    SYSTEM_LEADER_ELSEWHERE,
    TEAM_READERS,
    World,
    only,
)
from tests.permissions.rows import Row, deed, form, page

DEFINERS = only(LEAD, COACH, SYSTEM_LEADER, ANALYST)
ENTERERS = IN_TEAM | DEFINERS
ENTERERS_SOMEWHERE = SIGNED_IN - only(STAFF_ONLY, OVERSIGHT, EXECUTIVE, ADMINISTRATOR)
ANSWERERS = IN_TEAM | only(SYSTEM_LEADER, ANALYST)


def measure_of(world: World) -> Measure:
    return MeasureFactory(team=world.team, system=world.system)


def the_measure(world: World) -> dict[str, int]:
    return {"pk": measure_of(world).pk}


def a_count(world: World) -> dict[str, int]:
    return {"pk": MeasureFactory(team=world.team, system=world.system, chart="c").pk}


def the_groups(world: World) -> dict[str, int]:
    measure = MeasureFactory(team=world.team, system=world.system, stratified_by="age")
    for group, value in (("Under 65", 12.0), ("65 and over", 3.0)):
        StratumPointFactory(stratum=StratumFactory(measure=measure, name=group), value=value)
    return {"pk": measure.pk}


def a_point(world: World) -> dict[str, int]:
    return {"pk": PointFactory(measure=measure_of(world)).pk}


def a_phase(world: World) -> dict[str, int]:
    return {"pk": Phase.objects.create(measure=measure_of(world), starts_on=dt.date(2024, 3, 4), reason="A rota").pk}


def a_target(world: World) -> dict[str, int]:
    day = dt.date(2024, 3, 4)
    return {"pk": Target.objects.create(measure=measure_of(world), starts_on=day, value=5, why="Agreed").pk}


def an_annotation(world: World) -> dict[str, int]:
    return {"pk": Annotation.objects.create(measure=measure_of(world), on=dt.date(2024, 3, 4), text="A rota").pk}


def an_import(world: World) -> dict[str, int]:
    return {"pk": Import.objects.create(measure=measure_of(world), name="a.csv", sha256="0" * 64).pk}


def a_sheet(world: World) -> dict[str, int]:
    table = read(text=f"Month,Measure,Figure\nOct 2025,{measure_of(world).name},x\n")
    return {"pk": prepare_sheet(by=world.people[LEAD], place=Place(team=world.team), table=table, name="a.csv").pk}


def a_taken_sheet(world: World) -> dict[str, int]:
    """Of the team's measure; a partner of the team sent it, so that every one who may undo it may see it too."""
    replaced = {str(measure_of(world).pk): {"2024-03-04": None}}
    sender = world.people[PARTNER]
    facts = {"name": "a.csv", "sha256": "0" * 64, "imported_by": sender, "state": "applied", "replaced": replaced}
    return {"pk": Import.objects.create(**facts).pk}


def a_key(world: World) -> dict[str, int]:
    facts = {"name": "Export", "token_hash": "0" * 64, "hint": "rd_00000", "expires_on": dt.date(2199, 1, 1)}
    return {"pk": ApiToken.objects.create(owner=world.people[ANALYST], **facts).pk}


def the_cycle(world: World) -> dict[str, int]:
    return {"pk": CycleFactory(idea__team=world.team).pk}


def a_card(world: World) -> dict[str, int]:
    day = dt.date(2024, 3, 4)
    words = "4 Mar 2024 lies above the upper control limit."
    told = {"cause": "unknown", "decision": "watch", "answer": "We look into it", "state": "answered"}
    return {
        "pk": SignalCard.objects.create(
            measure=measure_of(world), rule="outside", first_period=day, latest_period=day, words=words, **told
        ).pk
    }


ROWS: list[Row] = [
    page("measures:measures", see=SIGNED_IN),  # partners see those of their teams
    page("measures:measure", the_measure, see=TEAM_READERS),
    form(
        "measures:measure-new",
        may=DEFINERS | only(LEAD_ELSEWHERE, COACH_ELSEWHERE, SYSTEM_LEADER_ELSEWHERE),
    ),
    form("measures:measure-edit", the_measure, may=DEFINERS),
    form("measures:measure-retire", the_measure, may=DEFINERS),
    form("measures:point-new", the_measure, may=ENTERERS),
    form("measures:point-edit", a_point, may=ENTERERS),
    deed("measures:point-undo", a_point, may=ENTERERS),
    form("measures:tally", a_count, may=ENTERERS),
    form("measures:tallies", may=SIGNED_IN),  # what of it each may enter, its answer says
    page("measures:team-family", lambda world: {"pk": world.team.pk}, see=TEAM_READERS),
    page("measures:system-family", lambda world: {"pk": world.system.pk}, see=STAFF),
    page("measures:definitions", the_measure, see=TEAM_READERS),
    form("measures:measure-parts", the_measure, may=DEFINERS, see=TEAM_READERS),
    deed("measures:parts-take", the_measure, may=DEFINERS),
    form("measures:targets", the_measure, may=DEFINERS, see=TEAM_READERS),
    form("measures:target-remove", a_target, may=DEFINERS),
    form("measures:phase-new", the_measure, may=DEFINERS),
    form("measures:phase-remove", a_phase, may=DEFINERS),
    form("measures:annotation-new", the_measure, may=ENTERERS),
    form("measures:annotation-remove", an_annotation, may=ENTERERS),
    page("measures:measure-then", the_measure, see=TEAM_READERS),
    page("measures:cards", see=SIGNED_IN),  # partners see those of their teams
    form("measures:card", a_card, see=TEAM_READERS, may=ANSWERERS),
    form("measures:card-withdraw", a_card, may=ANSWERERS),
    page("measures:measure-data", the_measure, see=TEAM_READERS),
    form("measures:import-new", the_measure, may=ENTERERS),
    form("measures:import", an_import, may=ENTERERS),
    deed("measures:import-undo", an_import, may=ENTERERS),
    form("measures:grid", may=ENTERERS_SOMEWHERE),
    form("measures:keys", may=only(ANALYST, ADMINISTRATOR)),
    deed("measures:key-revoke", a_key, may=only(ANALYST, ADMINISTRATOR)),
    page("measures:api-docs", see=SIGNED_IN),
    form("measures:sheet-new", may=ENTERERS_SOMEWHERE),
    page("measures:sheet-form", see=ENTERERS_SOMEWHERE),
    form("measures:sheet", a_sheet, may=only(LEAD)),  # until it is taken in, whoever sent it
    deed("measures:sheet-undo", a_taken_sheet, may=ENTERERS),
    page("measures:measure-peers", the_measure, see=TEAM_READERS),
    page("measures:measure-equity", the_groups, see=TEAM_READERS),
    page("measures:equity-data", the_groups, see=TEAM_READERS),
    form("measures:strata", the_groups, may=DEFINERS),
    form("measures:strata-enter", the_groups, may=ENTERERS),
    form("measures:strata-import", the_groups, may=ENTERERS),
    page("measures:questions", see=SIGNED_IN),  # partners see those of their teams
    page("measures:measure-quality", the_measure, see=TEAM_READERS),
    page("measures:team-panel", lambda world: {"pk": world.team.pk}, see=TEAM_READERS),
    page("measures:system-compare", lambda world: {"pk": world.system.pk}, see=STAFF),
    page("measures:system-panel", lambda world: {"pk": world.system.pk}, see=STAFF),
    form("measures:cycle-panel", the_cycle, see=TEAM_READERS, may=IN_TEAM),
]
