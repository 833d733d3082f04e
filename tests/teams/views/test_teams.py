import datetime as dt
import html
import re

import pytest
from django.urls import reverse

from redesign.lib.dates import today
from teams.actions.drafts import save_draft
from teams.enums import Discipline, Permanence, Role, TeamRole, TeamState
from teams.models import Draft, ProgressScore, StateChange, Team
from tests.factories.people import OutsiderFactory, UserFactory, person_with
from tests.factories.systems import SystemFactory
from tests.factories.teams import MembershipFactory, StateChangeFactory, TeamFactory, member_of

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"teams:{name}", args=args)


@pytest.fixture
def team():
    return TeamFactory(name="Home before noon", state=TeamState.CHARTERED)


@pytest.fixture
def lead(client, team):
    person = member_of(team, TeamRole.LEAD, user__name="Amara Okafor", discipline=Discipline.DOCTOR)
    client.force_login(person)
    return person


def charter_as_typed(team, **fields):
    return {
        "version": team.version,
        "name": team.name,
        "system": team.system_id,
        "permanence": team.permanence,
        "problem": team.problem,
        **fields,
    }


# -- Lists --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_teams_asks_the_same_queries_for_any_number(client, count, django_assert_num_queries):
    client.force_login(UserFactory())
    for _ in range(count):
        member_of(TeamFactory(), TeamRole.LEAD)
    with django_assert_num_queries(6):  # session, person, standing, count, teams, systems to choose from
        client.get(at("teams"))


def test_values_that_make_no_sense_are_ignored_politely(client, team):
    client.force_login(UserFactory())
    answer = client.get(at("teams"), {"state": "upside down", "system": "x", "sort": "'", "page": "last of all"})
    assert (answer.status_code, [row.name for row in answer.context["rows"]]) == (200, ["Home before noon"])


def test_htmx_gets_the_table_alone(client, team):
    client.force_login(UserFactory())
    page = client.get(at("teams"), {"q": "noon"}, headers={"HX-Request": "true"}).content.decode()
    assert page.lstrip().startswith('<div id="team-table">')


def test_an_outsider_lists_only_their_own_teams(client, team):
    partner = OutsiderFactory()
    MembershipFactory(team=team, user=partner)
    other = TeamFactory(name="Another team")
    client.force_login(partner)
    page = client.get(at("teams")).content.decode()
    assert ("Home before noon" in page, "Another team" in page) == (True, False)
    assert client.get(at("team", other.pk)).status_code == 403


def test_empty_lists_say_what_to_do_first(client):
    client.force_login(UserFactory())
    assert "Propose the first team" in client.get(at("teams")).content.decode()
    assert "You are in no team yet" in client.get(at("mine")).content.decode()


# -- The page -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_a_teams_page_asks_the_same_queries_for_any_number_of_members(client, team, count, django_assert_num_queries):
    client.force_login(UserFactory())
    for _ in range(count):
        MembershipFactory(team=team)
    with django_assert_num_queries(13):  # session, person, standing, team, page 9 (its system stands at the top)
        client.get(at("team", team.pk))


def test_a_teams_page_offers_what_its_reader_may_do(client, team, lead):
    page = client.get(at("team", team.pk)).content.decode()
    assert at("team-charter", team.pk) in page
    assert at("cycle-new", team.pk) in page
    assert "The charter still needs what will be better" in page
    client.force_login(UserFactory())
    page = client.get(at("team", team.pk)).content.decode()
    assert at("team-charter", team.pk) not in page
    assert at("cycle-new", team.pk) not in page


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (TeamState.PAUSED, "This team is paused"),
        (TeamState.CLOSED, "This team is closed"),
    ],
)
def test_a_team_that_rests_says_so_and_offers_no_work(client, state, words):
    team = TeamFactory(state=state)
    client.force_login(member_of(team, TeamRole.LEAD))
    page = client.get(at("team", team.pk)).content.decode()
    assert words in page
    assert at("cycle-new", team.pk) not in page


# -- Proposing ----------------------------------------------------------------------------------------------------


def test_any_member_of_staff_proposes_a_team_and_the_draft_is_spent(client):
    nurse, ward = UserFactory(), SystemFactory()
    client.force_login(nurse)
    save_draft(owner=nurse, key="team-propose", data={"name": "Half typed"})
    typed = {
        "name": "Quiet nights",
        "system": ward.pk,
        "problem": "Patients cannot sleep.",
        "permanence": Permanence.TEMPORARY,
        "why": "Two complaints this month.",
    }
    answer = client.post(at("team-propose"), typed)
    team = Team.objects.get()
    assert (answer.url, team.state, team.proposed_by) == (at("team", team.pk), "proposed", nurse)
    assert Draft.objects.count() == 0
    assert "This team is proposed" in client.get(answer.url).content.decode()


def test_a_refused_proposal_keeps_what_was_typed_and_its_draft(client, team):
    nurse = UserFactory()
    client.force_login(nurse)
    save_draft(owner=nurse, key="team-propose", data={"name": "Half typed"})
    typed = {"name": team.name, "system": team.system_id, "problem": "The same again.", "permanence": "temporary"}
    page = client.post(at("team-propose"), typed).content.decode()
    assert "This system has a team of this name already." in page
    assert "The same again." in page
    assert Draft.objects.count() == 1


def test_a_proposal_opens_with_the_system_it_was_asked_from(client):
    ward = SystemFactory()
    client.force_login(UserFactory(works_in=SystemFactory()))
    form = client.get(at("team-propose"), {"system": ward.pk}).context["form"]
    assert form["system"].value() == ward.pk
    assert client.get(at("team-propose"), {"system": "²"}).status_code == 200


def test_who_proposed_a_team_adds_to_it_until_it_is_decided(client):
    nurse = UserFactory()
    team = TeamFactory(state=TeamState.PROPOSED, proposed_by=nurse)
    client.force_login(nurse)
    client.post(at("team-charter", team.pk), charter_as_typed(team, aim_what="Sleep"))
    team.refresh_from_db()
    assert team.aim_what == "Sleep"


# -- Charter ------------------------------------------------------------------------------------------------------


def test_the_lead_writes_the_charter(client, team, lead):
    sponsor, pharmacy = UserFactory(name="Ifeoma Nwosu"), SystemFactory()
    by = today() + dt.timedelta(days=100)
    typed = charter_as_typed(
        team,
        aim_what="Discharges before noon",
        aim_from="17,5",
        aim_to="40",
        aim_unit="%",
        aim_by=by.isoformat(),
        sponsor="Ifeoma Nwosu",
        touches=[pharmacy.pk],
        protected_hours="4",
    )
    client.post(at("team-charter", team.pk), typed)
    team.refresh_from_db()
    assert (float(team.aim_from), team.aim_by, team.sponsor, list(team.also_touches.all())) == (
        17.5,
        by,
        sponsor,
        [pharmacy],
    )


def test_a_charter_that_somebody_saved_meanwhile_comes_back_beside_what_was_typed(client, team, lead):
    typed = charter_as_typed(team, aim_what="Mine", aim_to="40.0")
    client.post(at("team-charter", team.pk), charter_as_typed(team, aim_what="Theirs", aim_to="40"))
    answer = client.post(at("team-charter", team.pk), typed)
    page = answer.content.decode()
    assert "Somebody saved a newer version" in page
    assert ("Theirs" in page, 'value="Mine"' in page) == (True, True)
    assert answer.context["form"]["version"].value() == "2"
    client.post(at("team-charter", team.pk), {**typed, "version": 2})
    team.refresh_from_db()
    assert team.aim_what == "Mine"


def test_the_charter_says_when_one_of_quality_and_efficiency_is_missing(client, lead):
    quality, efficiency = TeamFactory(aim_what="Falls"), TeamFactory(efficiency_what="Overtime")
    for team in (quality, efficiency):
        MembershipFactory(team=team, user=lead, role=TeamRole.LEAD)
    assert "The aim for efficiency is missing" in client.get(at("team-charter", quality.pk)).content.decode()
    assert "The aim for quality is missing" in client.get(at("team-charter", efficiency.pk)).content.decode()


@pytest.mark.parametrize(
    ("sponsor", "sentence"),
    [
        ("Nobody Known", "Nobody here has the name or e-mail address “Nobody Known”"),
        ("Grace Mensah", "Several people here are called Grace Mensah"),
        ("Mensah", "Do you mean Grace Mensah or Grace Mensah?"),
    ],
)
def test_a_sponsor_who_is_not_clear_is_asked_for_again(client, team, lead, sponsor, sentence):
    UserFactory.create_batch(2, name="Grace Mensah")
    page = client.post(at("team-charter", team.pk), charter_as_typed(team, sponsor=sponsor)).content.decode()
    assert sentence in page


def test_a_permanent_team_has_no_last_day(client, team, lead):
    typed = charter_as_typed(team, permanence=Permanence.PERMANENT, ends_on="2030-01-01")
    assert "A permanent team has no last day." in client.post(at("team-charter", team.pk), typed).content.decode()


@pytest.mark.parametrize("figure", ["twelve", "NaN", "1e400", "inf"])
def test_a_figure_that_is_none_is_refused_at_its_field(client, team, lead, figure):
    answer = client.post(at("team-charter", team.pk), charter_as_typed(team, aim_to=figure))
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["aim_to"])


# -- States and progress ------------------------------------------------------------------------------------------


def test_a_lead_asks_for_a_state_and_withdraws_it(client, team, lead):
    client.post(at("team-state", team.pk), {"to": "paused", "why": "The ward is closed."})
    change = StateChange.objects.open().get()
    assert "The oversight group has a request before it" in client.get(at("team", team.pk)).content.decode()
    assert client.get(at("state-withdraw", change.pk)).status_code == 200
    client.post(at("state-withdraw", change.pk))
    assert StateChange.objects.open().count() == 0


def test_asking_too_early_says_what_the_charter_needs(client, team, lead):
    page = client.post(at("team-state", team.pk), {"to": "active", "why": "Ready."}).content.decode()
    assert "The charter is not complete yet. It still needs what will be better, for whom" in page


def test_what_was_decided_is_not_withdrawn(client, team, lead):
    change = StateChangeFactory(team=team, asked_by=lead, decided_at=team.created_at, granted=True)
    page = client.post(at("state-withdraw", change.pk), follow=True).content.decode()
    assert "The oversight group has decided this meanwhile." in page


def test_a_coach_scores_progress_in_the_words_of_the_scale(client, team):
    client.force_login(member_of(team, TeamRole.COACH))
    assert "Modest improvement" in client.get(at("progress", team.pk)).content.decode()
    client.post(at("progress", team.pk), {"score": "3.0", "note": "Two measures moved.", "scored_on": today()})
    assert str(ProgressScore.objects.get().score) == "3.0"
    assert "Two measures moved." in client.get(at("team", team.pk)).content.decode()


def test_an_administrator_is_told_who_may_write_the_charter(client, team):
    client.force_login(person_with(Role.ADMINISTRATOR))
    answer = client.get(at("team-charter", team.pk))
    assert (answer.status_code, "Only the leads of Home before noon write its charter." in answer.content.decode()) == (
        403,
        True,
    )


# -- No link leads to a closed door -------------------------------------------------------------------------------


def people_around(team: Team) -> list:
    """Those who see the team's page, each with another standing."""
    partner = OutsiderFactory()
    MembershipFactory(team=team, user=partner)
    roles = [member_of(team, role) for role in (TeamRole.LEAD, TeamRole.MEMBER, TeamRole.COACH)]
    return [*roles, partner, team.proposed_by, person_with(Role.OVERSIGHT), person_with(Role.ANALYST), UserFactory()]


@pytest.mark.parametrize("state", [state for state in TeamState if state != TeamState.CLOSED])
def test_no_link_on_a_teams_page_leads_to_a_closed_door(client, state):
    team = TeamFactory(state=state, proposed_by=UserFactory())
    refused = []
    for person in people_around(team):
        client.force_login(person)
        page = client.get(at("team", team.pk)).content.decode()
        for link in sorted(set(re.findall(r'(?:href|hx-get)="(/[^"#]*)', page))):
            if "/static/" not in link and client.get(html.unescape(link)).status_code not in (200, 302):
                refused.append((person.name, link))
    assert refused == []


def test_without_any_system_a_proposal_says_what_must_come_first(client):
    client.force_login(UserFactory())
    page = client.get(reverse("teams:team-propose")).content.decode()
    assert "A team needs a home first" in page
    assert "Add the organisation" not in page
    client.force_login(person_with(Role.ADMINISTRATOR))
    assert "Add the organisation" in client.get(reverse("teams:team-propose")).content.decode()
