"""The pages of change ideas and their ramps."""

import pytest
from django.urls import reverse

from teams.enums import ActDecision, Scale, Step
from teams.models import ChangeIdea
from tests.factories.cycles import ChangeIdeaFactory, CycleFactory
from tests.factories.people import OutsiderFactory, UserFactory
from tests.factories.teams import MembershipFactory, TeamFactory, member_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_the_ideas_of_a_team_ask_the_same_queries_for_any_number(client, count, django_assert_num_queries):
    team = TeamFactory()
    for idea in ChangeIdeaFactory.create_batch(count, team=team):
        CycleFactory(idea=idea)
    client.force_login(member_of(team))
    url = reverse("teams:ideas", args=[team.pk])
    client.get(url)

    with django_assert_num_queries(8):  # session, user, team, standing, how many, ideas, their cycles, calibration
        response = client.get(url)

    assert response.status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_a_ramp_asks_the_same_queries_for_any_number_of_cycles(client, count, django_assert_num_queries):
    idea = ChangeIdeaFactory()
    for number in range(1, count + 1):
        CycleFactory(idea=idea, number=number)
    client.force_login(member_of(idea.team))

    with django_assert_num_queries(6):  # session, user, idea, standing, ramp, calibration
        client.get(reverse("teams:idea", args=[idea.pk]))


def test_any_member_of_staff_may_offer_an_idea_and_is_named_on_it(client):
    team, nurse = TeamFactory(), UserFactory(name="Amara Okafor")
    client.force_login(nurse)

    response = client.post(
        reverse("teams:idea-new", args=[team.pk]),
        {"title": "Round at eight", "description": "", "reconfigures": "workflow", "source": "staff"},
        follow=True,
    )

    assert "Offered by Amara Okafor" in response.content.decode()
    assert ChangeIdea.objects.get().offered_by == nurse


def test_the_team_has_an_idea_only_once(client):
    idea = ChangeIdeaFactory(title="Round at eight")
    client.force_login(member_of(idea.team))

    response = client.post(
        reverse("teams:idea-new", args=[idea.team_id]),
        {"title": "Round at eight", "reconfigures": "workflow", "source": "staff"},
    )

    assert response.context["form"].errors == {"title": ["The team has this change idea already."]}


def test_the_ramp_shows_prediction_against_result_and_what_was_learnt(client):
    idea = ChangeIdeaFactory()
    CycleFactory(
        idea=idea,
        number=1,
        step=Step.ACT,
        decision=ActDecision.ADAPT,
        decided_on="2024-03-10",
        predicted_yes=True,
        confidence=70,
        result_yes=False,
        learnt="Mornings are too busy.",
    )
    CycleFactory(idea=idea, number=2, scale=Scale.ONE_WEEK)
    client.force_login(UserFactory())

    page = client.get(reverse("teams:idea", args=[idea.pk])).content.decode()

    assert "Predicted yes (70 % sure) — got no: not as predicted" in page
    assert "Mornings are too busy." in page
    assert page.index("Cycle 1:") < page.index("Cycle 2:")


def test_a_stale_edit_of_an_idea_comes_back_with_both_texts(client):
    idea = ChangeIdeaFactory(title="Round at eight")
    client.force_login(member_of(idea.team))
    url = reverse("teams:idea-edit", args=[idea.pk])
    client.post(url, {"title": "Round at seven", "reconfigures": "workflow", "source": "staff", "version": 1})

    response = client.post(url, {"title": "Round at nine", "reconfigures": "workflow", "source": "staff", "version": 1})

    page = response.content.decode()
    assert "What you typed" in page and "Round at nine" in page and "Round at seven" in page
    assert 'name="version" value="2"' in page


def test_filters_that_are_not_understood_are_ignored(client):
    idea = ChangeIdeaFactory()
    client.force_login(UserFactory())

    response = client.get(reverse("teams:ideas", args=[idea.team_id]), {"source": "the moon", "q": "Idea"})

    assert [row.pk for row in response.context["rows"]] == [idea.pk]


def with_latest(title, **latest):
    """An idea whose ramp ends with a cycle like this, after one that was adapted."""
    idea = ChangeIdeaFactory(title=title, team__name=f"Team of {title}")
    earlier = {"step": Step.ACT, "decision": ActDecision.ADAPT, "decided_on": "2024-03-10"}
    CycleFactory(idea=idea, number=1, **earlier)
    if latest:
        CycleFactory(idea=idea, number=2, **latest)
    return idea


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"sort": "title"}, ["Adopted", "Dropped", "Fresh", "Running", "Untested"]),
        ({"sort": "-team"}, ["Untested", "Running", "Fresh", "Dropped", "Adopted"]),
        ({"stands": "untested"}, ["Untested"]),
        ({"stands": "testing", "sort": "title"}, ["Fresh", "Running"]),
        ({"stands": "adopted"}, ["Adopted"]),
        ({"stands": "abandoned"}, ["Dropped"]),
        ({"q": "dropp", "stands": "the moon", "sort": "the moon"}, ["Dropped"]),
    ],
)
def test_the_ideas_of_every_team_are_found_and_sorted_by_address(client, asked, found):
    decided = {"step": Step.ACT, "decided_on": "2024-04-10", "learnt": "Too far."}
    with_latest("Adopted", decision=ActDecision.ADOPT, **decided)
    with_latest("Dropped", decision=ActDecision.ABANDON, **decided)
    with_latest("Running", step=Step.DO)
    with_latest("Fresh")
    ChangeIdeaFactory(title="Untested", team__name="Team of Untested")
    client.force_login(UserFactory())

    response = client.get(reverse("teams:ideas-everywhere"), asked, headers={"HX-Request": "true"})

    assert [row.title for row in response.context["rows"]] == found
    assert response.content.decode().lstrip().startswith('<div id="idea-cards"')


def test_a_partner_sees_the_ideas_of_their_own_teams_alone(client):
    mine = ChangeIdeaFactory(title="Mine")
    ChangeIdeaFactory(title="Another's")
    partner = OutsiderFactory()
    MembershipFactory(team=mine.team, user=partner)
    client.force_login(partner)

    response = client.get(reverse("teams:ideas-everywhere"))

    assert [row.title for row in response.context["rows"]] == ["Mine"]


def test_many_ideas_of_a_team_come_in_pages(client):
    team = TeamFactory()
    ChangeIdeaFactory.create_batch(26, team=team)
    client.force_login(UserFactory())

    response = client.get(reverse("teams:ideas", args=[team.pk]), {"page": "2"})

    assert (len(response.context["rows"]), response.context["page"].paginator.count) == (1, 26)


def test_an_organisation_without_ideas_says_where_they_begin(client):
    client.force_login(UserFactory())
    assert "They are offered on the page of a team" in client.get(reverse("teams:ideas-everywhere")).content.decode()
