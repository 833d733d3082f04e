"""Partners and other outsiders see the teams that they belong to, and not a word of others, wherever they knock.

Everything that belongs to another team carries a word that nothing else has. A partner then asks every address for
every such thing, sends an empty form there, and looks at every page of their own; the word must not come back, not
even in the sentence that refuses.
"""

import datetime as dt
import io
import logging
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.db import models, transaction
from django.urls import NoReverseMatch, reverse

from measures.actions.summaries import refresh
from measures.models import Annotation, ApiToken, CycleMeasure, Import, Measure, Phase, SignalCard, Target
from oversight.actions.summaries import rank_teams
from oversight.actions.summaries import refresh as refresh_teams
from oversight.models import Capacity, Screen, Wall
from redesign.lib.dates import monday, today
from teams.actions.invitations import invite
from teams.enums import Step
from teams.models import CycleNote, Job, System, Team, User
from tests.factories.cards import CardFactory
from tests.factories.cycles import ChangeIdeaFactory, CycleFactory
from tests.factories.measures import MeasureFactory, StratumFactory, StratumPointFactory, points_for
from tests.factories.oversight import (
    BarrierFactory,
    CriterionFactory,
    ResourceFactory,
    ResourceRequestFactory,
    StrategicPriorityFactory,
)
from tests.factories.systems import SystemFactory
from tests.factories.teams import ProgressScoreFactory, StateChangeFactory, TeamFactory
from tests.permissions import cast
from tests.permissions.test_matrix import ROWS

WORD = "Zanzibar"
FIRST_DAY = dt.date(2024, 4, 1)
LEFT_OUT = {"account_logout", "oversight:setup", "teams:invitation"}
"""Signing out, and addresses that a secret opens."""
LISTS = ("", "?q=Zanz", "?q=Measure", "?show=all", "?state=all", "?sort=system", "?form=xlsx&history=yes")


@dataclass
class Place:
    """A team's own things, by which others are tied to them."""

    measure: Measure
    team: Team


def furnish(world: cast.World, team: Team, lead: User, word: str) -> Place:
    """One of everything for a team, with this word in every text."""
    measure = MeasureFactory(
        team=team, system=team.system, name=f"{word} measure", operational_definition=word, source=word, collector=lead
    )
    points_for(measure, [40.0] * 20 + [90.0, 95.0, 96.0], note=word, entered_by=lead)
    Phase.objects.create(measure=measure, starts_on=FIRST_DAY, reason=word)
    Annotation.objects.create(measure=measure, on=FIRST_DAY, text=word)
    Target.objects.create(measure=measure, starts_on=FIRST_DAY, value=5, why=word)
    CardFactory(measure=measure, words=word)
    for group in ("young", "old"):
        StratumPointFactory(stratum=StratumFactory(measure=measure, name=f"{word} {group}"), value=30)
    Import.objects.create(measure=measure, name=f"{word}.csv", sha256="0" * 64, imported_by=lead)
    Import.objects.create(name=f"{word} sheet.csv", sha256="0" * 64, imported_by=lead, state="applied")
    idea = ChangeIdeaFactory(team=team, title=f"{word} idea", description=word)
    cycle = CycleFactory(idea=idea, title=f"{word} cycle", question=word, who=word, place=word, step=Step.DO)
    CycleNote.objects.create(cycle=cycle, text=word, written_by=lead)
    CycleMeasure.objects.create(cycle=cycle, measure=measure)
    BarrierFactory(team=team, title=f"{word} barrier", description=word, addressed_to=world.macro, raised_by=lead)
    StateChangeFactory(team=team, why=word, asked_by=lead)
    ProgressScoreFactory(team=team, note=word, scored_by=lead)
    letters = "".join(filter(str.isalnum, word))
    invite(by=lead, email=f"{letters}.{team.pk}@example.org", name=f"{word} invited", team=team)
    refresh([measure.pk])
    return Place(measure, team)


def build() -> cast.World:
    """The cast's world, with one of everything in both teams, and everything that could tie one to the other."""
    world = cast.build(some_left=False)  # whoever has left one's own team stays named there
    System.objects.filter(pk=world.other_system.pk).update(name=f"{WORD} theatres", purpose=WORD, patients=WORD)
    Team.objects.filter(pk=world.other.pk).update(name=f"{WORD} team", problem=WORD, aim_what=WORD, aim_for_whom=WORD)
    elsewhere = [cast.MEMBER_ELSEWHERE, cast.LEAD_ELSEWHERE, cast.COACH_ELSEWHERE, cast.PARTNER_ELSEWHERE]
    for number, person in enumerate(elsewhere):
        named = {"name": f"{WORD} {number}", "job_title": WORD, "email": f"{WORD.lower()}{number}@example.org"}
        User.objects.filter(pk=world.people[person].pk).update(**named)
        world.people[person].refresh_from_db()
    theirs = furnish(world, world.other, world.people[cast.LEAD_ELSEWHERE], WORD)
    ours = furnish(world, world.team, world.people[cast.LEAD], "Ours")
    _tie(world, ours, theirs)
    refresh_teams(list(Team.objects.values_list("pk", flat=True)))
    rank_teams()
    return world


def _tie(world: cast.World, ours: Place, theirs: Place) -> None:
    """A cascade over ours and below it, a measure of the same name, systems in common, one scarce resource for both."""
    lead = world.people[cast.LEAD_ELSEWHERE]
    whole = MeasureFactory(system=world.meso, name=f"{WORD} whole", collector=lead)
    below = MeasureFactory(system=SystemFactory(name=f"{WORD} bay", parent=world.system), name=f"{WORD} part")
    namesake = MeasureFactory(team=world.other, system=world.other_system, name=ours.measure.name, source=WORD)
    of_system = MeasureFactory(system=world.system, name=f"{WORD} of the ward")
    for measure in (whole, below, namesake, of_system):
        points_for(measure, [40.0] * 12)
    CycleMeasure.objects.create(cycle=ours.team.cycles.get(), measure=of_system)
    CardFactory(measure=of_system, words=WORD, latest_period=today())
    Measure.objects.filter(pk=ours.measure.pk).update(part_of=whole)
    Measure.objects.filter(pk=below.pk).update(part_of=ours.measure)
    refresh([whole.pk, below.pk, namesake.pk, of_system.pk, ours.measure.pk])
    TeamFactory(system=world.system, name=f"{WORD} neighbours", problem=WORD)
    world.other.also_touches.add(world.system)
    scarce = ResourceFactory(name="Data analyst", weekly_capacity=1)
    for team, word in ((world.team, "Ours"), (world.other, WORD)):
        ResourceRequestFactory(
            team=team, resource=scarce, first_week=monday(today()), last_week=monday(today()), why=word
        )
    Capacity.objects.create(resource=ResourceFactory(name=f"{WORD} resource"), week=monday(today()), amount=3)
    _left_behind(world, theirs, namesake)
    StrategicPriorityFactory(name=f"{WORD} priority", owner=lead)
    CriterionFactory(name=f"{WORD} criterion", question=WORD)
    Wall.objects.create(system=world.other_system, title=WORD)
    Screen.objects.create(system=world.other_system, name=WORD, token_hash="0" * 64, made_by=lead)
    ApiToken.objects.create(owner=lead, name=WORD, token_hash="0" * 64, hint="rd_00000", expires_on=today())
    Job.objects.create(task=f"teams.tasks.{WORD}", given_up_at=dt.datetime.now(dt.UTC))


def _left_behind(world: cast.World, theirs: Place, namesake: Measure) -> None:
    """What still names the partner, though it is of a team that they belong to no longer."""
    partner = world.people[cast.PARTNER]
    Measure.objects.filter(pk__in=[theirs.measure.pk, namesake.pk]).update(collector=partner)
    SignalCard.objects.filter(measure=theirs.measure).update(answered_by=partner)
    Team.objects.filter(pk=theirs.team.pk).update(proposed_by=partner, sponsor=partner)
    theirs.team.state_changes.update(asked_by=partner)
    theirs.team.barriers.update(raised_by=partner, owner=partner)
    theirs.team.resource_requests.update(asked_by=partner)
    theirs.team.ideas.update(offered_by=partner)


OF_PATH = {
    "systems": System, "walls": System, "of-system": System, "members": "teams.Membership", "people": User,
    "roles": "teams.RoleGrant", "invitations": "teams.Invitation", "cycles": "teams.Cycle", "ideas": "teams.ChangeIdea",
    "measures": Measure, "points": "measures.Point", "targets": Target, "phases": Phase, "annotations": Annotation,
    "signals": SignalCard, "imports": Import, "sheets": Import, "keys": ApiToken, "barriers": "oversight.Barrier",
    "priorities": "oversight.StrategicPriority", "criteria": "oversight.Criterion", "resources": "oversight.Resource",
    "conflicts": "oversight.Resource", "capacity": Capacity, "decisions": "teams.StateChange", "jobs": Job,
    "teams": Team, "of-team": Team, "screens": "oversight.Screen",
}  # fmt: skip
"""What the number after this word in an address is the key of."""
REQUESTS = {"/requests/": "oversight.ResourceRequest", "/teams/requests/": "teams.StateChange"}
HISTORIES = {
    "team": Team, "system": System, "idea": "teams.ChangeIdea", "cycle": "teams.Cycle", "person": User,
    "role": "teams.RoleGrant", "measure": Measure, "point": "measures.Point", "resource": "oversight.Resource",
    "request": "oversight.ResourceRequest", "barrier": "oversight.Barrier", "priority": "oversight.StrategicPriority",
}  # fmt: skip
MOST_OF_EACH = 30


def keys_of(model: type[models.Model] | str) -> list[int]:
    """The keys of all rows; of many the first and the last."""
    found = apps.get_model(model) if isinstance(model, str) else model
    keys = list(found._default_manager.order_by("pk").values_list("pk", flat=True))
    return keys if len(keys) <= MOST_OF_EACH else [*keys[:3], *keys[-3:]]


def model_of(url: str) -> type[models.Model] | str:
    """What the key in this address is of; every address with a key must be known here."""
    start, before, _ = url.partition("/1/")
    if (asked := f"{start}/") in REQUESTS:
        return REQUESTS[asked]
    word = start.rpartition("/")[2]
    assert before and word in OF_PATH, f"Say in OF_PATH what the key in {url} is of."
    return OF_PATH[word]


def addresses(name: str) -> Iterator[str]:
    """Every address of this name: for each thing that there is, or the one."""
    if name == "teams:history":
        for kind, model in HISTORIES.items():
            yield from (reverse(name, kwargs={"kind": kind, "pk": pk}) for pk in keys_of(model))
        return
    for more in ({}, {"week": monday(today())}):
        try:
            model = model_of(reverse(name, kwargs={"pk": 1, **more}))
        except NoReverseMatch:
            continue
        yield from (reverse(name, kwargs={"pk": pk, **more}) for pk in keys_of(model))
        return
    yield from (reverse(name) + asked for asked in LISTS)


def read(response) -> str:
    """All that came back, unpacked; not what was asked for."""
    content = b"".join(response) if response.streaming else response.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(part) for part in book.namelist())
    return content.decode(errors="replace") + response.headers.get("Location", "")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for all addresses, rolled back at the end."""
    logging.disable(logging.WARNING)
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


NAMES = sorted({row.name for row in ROWS if not (row.open or row.absent or row.keyed)} - LEFT_OUT)


@pytest.mark.parametrize("name", NAMES)
def test_not_a_word_of_another_team_reaches_a_partner(world, name):
    client = world.clients[cast.PARTNER]
    told = []
    for url in addresses(name):
        for method in ("GET", "POST"):
            with transaction.atomic():
                response = client.get(url) if method == "GET" else client.post(url)
                said = read(response)
                transaction.set_rollback(True)
            if WORD in said:
                at = said.index(WORD)
                told.append(f"{method} {url} ({response.status_code}): …{said[max(at - 120, 0) : at + 40]}…")
    assert not told, "\n".join(told)


def test_the_word_is_there_for_whoever_may_read_it(world):
    """Otherwise the tests above would hold whatever pages showed."""
    client = world.clients[cast.STAFF_ONLY]
    for name in ("teams:teams", "teams:systems", "measures:measures", "oversight:barriers", "oversight:portfolio"):
        assert WORD in read(client.get(reverse(name))), name
    ours = Measure.objects.get(name="Ours measure", team=world.team)
    for name in ("measures:measure", "measures:measure-parts", "measures:measure-peers"):
        assert WORD in read(client.get(reverse(name, args=[ours.pk]))), name
    assert WORD in read(client.get(reverse("teams:history", args=["measure", ours.pk])))
