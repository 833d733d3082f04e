"""Home: what waits for whom, and what it costs to say so."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from measures.models import MeasureSummary
from oversight.actions.summaries import refresh
from oversight.models import TeamSummary
from oversight.queries.barriers import for_me_to_answer
from oversight.queries.home import home
from redesign.lib.dates import today
from teams.actions.invitations import invite
from teams.enums import Level, Role, Step, TeamRole, TeamState
from teams.models import Invitation, Job, Organisation, ProgressScore, StateChange
from tests.factories.cards import waiting
from tests.factories.cycles import ChangeIdeaFactory, CycleFactory
from tests.factories.measures import MeasureFactory
from tests.factories.oversight import BarrierFactory, ResourceFactory, ResourceRequestFactory
from tests.factories.people import OutsiderFactory, UserFactory, person_with
from tests.factories.summaries import summarised
from tests.factories.systems import SystemFactory
from tests.factories.teams import MembershipFactory, TeamFactory, member_of

pytestmark = pytest.mark.django_db


def titles(user) -> list[str]:
    return [each.title for each in home(user).waiting]


def days(number: int) -> dt.date:
    return today() + dt.timedelta(days=number)


def due(measure, on: dt.date, **fields):
    MeasureSummary.objects.update_or_create(measure=measure, defaults={"points": 5, "due_on": on, **fields})
    return measure


def test_data_due_from_me_lead_straight_to_the_form():
    nurse = UserFactory()
    measure = due(MeasureFactory(name="Falls", collector=nurse), days(0))
    due(MeasureFactory(name="Not yet", collector=nurse), days(1))
    due(MeasureFactory(name="Somebody else's", collector=UserFactory()), days(-1))
    (row,) = home(nurse).waiting
    assert (row.title, row.when, row.late) == ("Enter data: Falls", "due today", False)
    assert row.url == reverse("measures:point-new", args=[measure.pk])


def test_a_measure_that_nobody_collects_waits_for_everybody_who_works_in_the_team_but_not_for_its_coach():
    team = TeamFactory()
    due(MeasureFactory(name="Falls", team=team), days(-2))
    assert titles(member_of(team)) == ["Enter data: Falls"]
    assert titles(member_of(team, TeamRole.COACH)) == ["Score how far they have come"]


def test_a_paused_team_is_not_asked_for_data():
    team = TeamFactory(state=TeamState.PAUSED)
    due(MeasureFactory(team=team), days(-2))
    assert titles(member_of(team)) == []


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"starts_on": days(3), "predicted_yes": None}, ["Make the prediction: Two nurses"]),
        ({"starts_on": days(30), "predicted_yes": None}, []),
        ({"starts_on": days(0)}, ["Begin the test: Two nurses"]),
        ({"starts_on": days(1)}, []),
        (
            {"step": Step.DO, "starts_on": days(-5), "ends_on": days(-1)},
            ["Say what happened, and study it: Two nurses"],
        ),
        ({"step": Step.DO, "starts_on": days(-5), "ends_on": days(0)}, []),
        ({"step": Step.DO, "starts_on": days(-15)}, ["Say what happened, and study it: Two nurses"]),
        ({"step": Step.STUDY, "starts_on": days(-5)}, ["Hold the result against the prediction: Two nurses"]),
        ({"step": Step.ACT, "starts_on": days(-5)}, ["Decide: adopt, adapt or abandon: Two nurses"]),
    ],
)
def test_a_cycle_waits_for_its_next_step_once_its_day_has_come(fields, says):
    team = TeamFactory()
    CycleFactory(idea__team=team, title="Two nurses", **fields)
    assert titles(member_of(team)) == says


def test_a_coach_is_asked_for_a_score_every_month():
    team = TeamFactory()
    coach = member_of(team, TeamRole.COACH)
    ProgressScore.objects.create(team=team, score=2, scored_on=days(-31))
    assert titles(coach) == ["Score how far they have come"]
    ProgressScore.objects.create(team=team, score=2, scored_on=days(-1))
    del coach._standing
    assert titles(coach) == []


def test_the_lead_of_a_new_team_is_asked_for_its_aim():
    team = TeamFactory(state=TeamState.CHARTERED)
    assert titles(member_of(team, TeamRole.LEAD)) == ["Write the aim into the charter"]
    assert titles(member_of(team)) == []


def test_barriers_wait_for_the_leaders_of_the_system_and_of_those_above_it():
    macro = SystemFactory(level=Level.MACRO)
    meso = SystemFactory(level=Level.MESO, parent=macro)
    BarrierFactory(title="No porter", addressed_to=meso, reply_by=days(-1))
    leader = person_with(Role.SYSTEM_LEADER, system=macro)
    (row,) = home(leader).waiting
    assert (row.title, row.when, row.late) == ("Answer the barrier: No porter", "reply was due yesterday", True)
    assert titles(person_with(Role.EXECUTIVE)) == []
    BarrierFactory(title="No money", addressed_to=macro)
    assert titles(person_with(Role.EXECUTIVE)) == ["Answer the barrier: No money"]
    assert titles(UserFactory()) == []


def test_home_and_the_list_of_barriers_agree_on_what_is_mine_to_answer():
    macro = SystemFactory(level=Level.MACRO)
    meso = SystemFactory(level=Level.MESO, parent=macro)
    for number, system in enumerate((macro, meso, SystemFactory(parent=meso))):
        member_of(BarrierFactory(title=f"Barrier {number}", addressed_to=system).team, TeamRole.LEAD)
    for person in (
        person_with(Role.SYSTEM_LEADER, system=meso),
        person_with(Role.SYSTEM_LEADER, system=macro),
        person_with(Role.EXECUTIVE),
        person_with(Role.OVERSIGHT),
        person_with(Role.ADMINISTRATOR),
        UserFactory(),
    ):
        wanted = [f"Answer the barrier: {barrier.title}" for barrier in for_me_to_answer(person)]
        assert sorted(titles(person)) == sorted(wanted)


def test_the_oversight_group_decides_and_settles():
    team = TeamFactory(name="Safer oxygen", state=TeamState.PROPOSED)
    StateChange.objects.create(team=team, from_state=TeamState.PROPOSED, to_state=TeamState.CHARTERED)
    resource = ResourceFactory(weekly_capacity=5)
    for _ in range(2):
        member_of(ResourceRequestFactory(resource=resource, amount=4).team, TeamRole.LEAD)
    assert titles(person_with(Role.OVERSIGHT)) == [
        "Decide on the proposal: Safer oxygen",
        "Settle 1 conflict over shared resources",
    ]


def test_the_oversight_group_hears_of_teams_that_nobody_leads_any_more(client):
    member_of(TeamFactory(), TeamRole.LEAD)
    member_of(TeamFactory(name="Quiet nights"), TeamRole.LEAD, user__is_active=False)
    TeamFactory(name="Safer oxygen", state=TeamState.PROPOSED)
    chair = person_with(Role.OVERSIGHT)
    (line,) = home(chair).waiting
    assert (line.title, line.button) == ("1 team without a lead", "See it")
    client.force_login(chair)
    assert [row.name for row in client.get(line.url).context["rows"]] == ["Quiet nights"]
    assert titles(person_with(Role.ANALYST)) == []


def test_an_analyst_sees_how_much_data_are_late():
    due(MeasureFactory(), days(-3))
    assert titles(person_with(Role.ANALYST)) == ["1 measure with late data"]


def test_an_administrator_sees_old_invitations_failed_work_and_the_set_up():
    Organisation.objects.create(pk=1, name="St Brigid's", set_up_at=timezone.now())
    invite(by=None, email="a@example.org", name="A")
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(days=1))
    Job.objects.update(given_up_at=timezone.now())
    page = home(person_with(Role.ADMINISTRATOR))
    assert [each.title for each in page.waiting] == [
        "1 invitation too old to be opened",
        "1 piece of background work failed",
    ]
    assert (page.setup_words, page.setup_next) == ("1 of 7", "Draw the tree of systems")


def test_a_hidden_checklist_is_not_shown():
    Organisation.objects.create(pk=1, name="St Brigid's", set_up_at=timezone.now(), checklist_hidden=True)
    assert home(person_with(Role.ADMINISTRATOR)).setup_steps == 0


def test_a_new_person_is_told_what_to_do_first(client):
    client.force_login(UserFactory(name="Kofi Mensah"))
    page = client.get("/").content.decode()
    assert "Kofi" in page
    assert "Propose a team" in page
    client.force_login(OutsiderFactory())
    assert "Propose a team" not in client.get("/").content.decode()


def test_a_team_shows_its_state_signal_and_next_step():
    team = TeamFactory(name="Home before noon")
    cycle = CycleFactory(idea__team=team, title="Two nurses", step=Step.STUDY)
    (card,) = home(member_of(team)).teams
    assert card.next_step == "Hold the result against the prediction: Two nurses"
    assert card.next_url == reverse("teams:cycle", args=[cycle.pk])


def test_a_team_that_has_been_silent_says_so():
    team = TeamFactory()
    coach = member_of(team, TeamRole.COACH)
    refresh([team.pk])
    TeamSummary.objects.update(last_happened_at=timezone.now() - dt.timedelta(days=28))
    assert home(coach).teams[0].silence == ""
    TeamSummary.objects.update(last_happened_at=timezone.now() - dt.timedelta(days=40))
    assert home(coach).teams[0].silence == "Nothing has happened for 40 days"


def test_a_silent_team_needs_the_group():
    team = TeamFactory()
    refresh([team.pk])
    chair = person_with(Role.OVERSIGHT)
    assert home(chair).attention == []
    TeamSummary.objects.update(last_happened_at=timezone.now() - dt.timedelta(days=40))
    (card,) = home(chair).attention
    assert card.silence == "Nothing has happened for 40 days"


def test_an_administrator_finds_what_they_look_after(client):
    client.force_login(person_with(Role.ADMINISTRATOR))
    page = client.get(reverse("oversight:home")).content.decode()
    assert "Looking after the organisation" in page
    for name in ["teams:people", "teams:people-import", "teams:system-import", "teams:organisation", "oversight:jobs"]:
        assert f'href="{reverse(name)}"' in page
    client.force_login(UserFactory())
    assert "Looking after the organisation" not in client.get(reverse("oversight:home")).content.decode()


def test_the_age_of_a_value_counts_from_the_end_of_its_period():
    team = TeamFactory()
    period = today() - dt.timedelta(days=10)
    summarised(team=team, frequency="weekly", summary_latest_period=period)
    (line,) = home(member_of(team)).measures
    assert line.since == "4 days ago"


def test_as_much_data_is_late_as_the_list_counts(client):
    for state in [TeamState.ACTIVE, TeamState.PAUSED]:
        summarised(team=TeamFactory(state=state), summary_due_on=today() - dt.timedelta(days=2))
    analyst = person_with(Role.ANALYST)
    (line,) = [each for each in home(analyst).waiting if "late data" in each.title]
    assert line.title == "1 measure with late data"
    client.force_login(analyst)
    assert client.get(line.url).context["page"].paginator.count == 1


def test_a_measure_of_a_paused_team_is_shown_but_takes_no_points():
    team = TeamFactory(state=TeamState.PAUSED)
    MeasureFactory(team=team)
    (line,) = home(member_of(team)).measures
    assert line.enter_url == ""


def test_without_measures_of_ones_own_the_whole_system_ones_stand_there():
    MeasureFactory(name="Mortality", whole_system=True)
    page = home(UserFactory())
    assert (page.measures_title, [line.name for line in page.measures]) == ("Whole-system measures", ["Mortality"])


def world(count: int):
    """Everything that home may show, so many times, for one person who is everything."""
    everything = person_with(Role.SYSTEM_LEADER)
    for role in (Role.ANALYST, Role.OVERSIGHT, Role.EXECUTIVE, Role.ADMINISTRATOR):
        everything.role_grants.create(role=role)
    led = everything.role_grants.get(role=Role.SYSTEM_LEADER).system
    for number in range(count):
        team = TeamFactory()
        MembershipFactory(team=team, user=everything, role=TeamRole.CO_LEAD if number else TeamRole.LEAD)
        due(MeasureFactory(team=team, collector=everything), days(-1), recent=[1.0, 2.0, None], variation="common")
        CycleFactory(idea=ChangeIdeaFactory(team=team), step=Step.STUDY)
        BarrierFactory(team=team, addressed_to=led, reply_by=days(-2))
        proposed = TeamFactory(state=TeamState.PROPOSED)
        StateChange.objects.create(team=proposed, from_state=TeamState.PROPOSED, to_state=TeamState.CHARTERED)
        refresh([team.pk])
        everything.role_grants.get_or_create(role=Role.SYSTEM_LEADER, system=SystemFactory())
    return everything


@pytest.mark.parametrize("count", [1, 3])
def test_home_asks_the_same_queries_for_any_number_of_rows(count, django_assert_num_queries):
    person = world(count)
    with django_assert_num_queries(1 + 12):  # the standing, then each part once
        page = home(person)
    assert len(page.teams) == count
    assert len(page.waiting) >= 4 * count


@pytest.mark.parametrize("count", [1, 3])
def test_a_nurses_home_asks_four_queries(count, django_assert_num_queries):
    nurse = UserFactory()
    for _ in range(count):
        team = TeamFactory()
        MembershipFactory(team=team, user=nurse)
        due(MeasureFactory(team=team), days(-1))
        CycleFactory(idea__team=team, step=Step.STUDY)
    with django_assert_num_queries(1 + 4):  # and the standing
        assert len(home(nurse).waiting) == 2 * count


@pytest.mark.parametrize(("role", "asked"), [(TeamRole.LEAD, 1), (TeamRole.MEMBER, 1), (TeamRole.COACH, 0)])
def test_signals_wait_for_those_who_work_in_the_team(role, asked):
    team = TeamFactory(name="Home before noon")
    person = MembershipFactory(team=team, role=role).user
    measure = MeasureFactory(team=team, name="Falls", collector=UserFactory())
    waiting(measure, days=3)
    waiting(measure, days=20)
    lines = [line for line in home(person).waiting if "Falls" in line.title]
    assert [(line.title, line.when, line.late) for line in lines] == [
        ("Say what it was: 2 signals on Falls", "waits for 20 days", True)
    ] * asked


def test_a_paused_team_is_not_asked_for_answers():
    team = TeamFactory(state=TeamState.PAUSED)
    lead = MembershipFactory(team=team, role=TeamRole.LEAD).user
    waiting(MeasureFactory(team=team, name="Falls", collector=UserFactory()))
    assert not [line for line in home(lead).waiting if "Falls" in line.title]


def test_a_leader_sees_how_many_signals_of_the_systems_own_measures_wait():
    led = SystemFactory()
    leader = UserFactory()
    leader.role_grants.create(role=Role.SYSTEM_LEADER, system=led)
    waiting(MeasureFactory(system=led))
    waiting(MeasureFactory(system=led, team=TeamFactory(system=led)))
    assert [line.signals for line in home(leader).systems] == ["1 signal unanswered"]
