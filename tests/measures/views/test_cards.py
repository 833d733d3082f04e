"""Pages of signals: answering them on the measure's page, and the list of those that wait."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from measures.actions.summaries import refresh
from measures.models import Measure, SignalCard
from teams.enums import Role, TeamRole
from teams.models import Team
from tests.factories.cards import CardFactory
from tests.factories.cycles import CycleFactory
from tests.factories.measures import MeasureFactory, points_for
from tests.factories.people import OutsiderFactory, UserFactory, person_with
from tests.factories.teams import TeamFactory, member_of

pytestmark = pytest.mark.django_db

CALM = [40, 44, 39, 41, 45, 38, 42, 40, 43, 41, 39, 44, 40, 42]
SAYS = {"cause": "planned", "decision": "learn", "answer": "The new rota began", "version": "1"}
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def team():
    return TeamFactory(name="Home before noon")


def measure_of(team: Team, name: str = "Time to first dose", last: float = 28) -> Measure:
    measure = MeasureFactory(name=name, team=team, system=team.system, chart="i", rules="anhoej-3-sigma")
    points_for(measure, [*CALM, last])
    refresh([measure.pk])
    return measure


@pytest.fixture
def measure(team):
    return measure_of(team)


@pytest.fixture
def card(measure):
    return measure.cards.get()


@pytest.fixture
def lead(client, team):
    person = member_of(team, TeamRole.LEAD)
    client.force_login(person)
    return person


def text(response) -> str:
    assert response.status_code == 200, response
    return response.content.decode()


def url(name, *keys) -> str:
    return reverse(f"measures:{name}", args=keys)


def aged(days: int) -> None:
    SignalCard.objects.update(opened_at=timezone.now() - dt.timedelta(days=days))


# -- On the measure's page ------------------------------------------------------------------------------------------


def test_an_open_signal_asks_on_the_measures_page(client, lead, measure, card):
    aged(12)
    page = text(client.get(url("measure", measure.pk)))
    assert "What was it?" in page
    assert "waits 12 days" in page
    assert f'hx-get="{url("card", card.pk)}"' in page


def test_who_may_not_answer_reads_what_waits(client, measure, card):
    client.force_login(UserFactory())
    page = text(client.get(url("measure", measure.pk)))
    assert "new today" in page
    assert url("card", card.pk) not in page
    assert "It waits for its team" in text(client.get(url("card", card.pk)))


def test_the_form_comes_alone_to_the_page_that_asks_for_it(client, lead, card):
    part = text(client.get(url("card", card.pk), headers=FRAGMENT))
    assert part.lstrip().startswith("<form")
    assert "Is the cause known?" in part


def test_an_answer_becomes_the_annotation_and_can_be_changed(client, lead, measure, card):
    answer = client.post(url("card", card.pk), SAYS)
    assert answer.url == f"{url('measure', measure.pk)}#signals"
    page = text(client.get(url("measure", measure.pk)))
    assert "What it was" in page
    assert "Learn: find out what did it" in page
    assert page.count("The new rota began") >= 2  # as the answer, and among the annotations
    client.post(url("card", card.pk), {**SAYS, "answer": "The lounge opened", "version": "2"})
    assert measure.annotations.get().text == "The lounge opened"


@pytest.mark.parametrize("left_out", ["cause", "decision", "answer"])
def test_an_answer_says_all_three_and_nothing_typed_is_lost(client, lead, card, left_out):
    page = text(client.post(url("card", card.pk), {**SAYS, left_out: ""}))
    assert "has-error" in page
    assert "The new rota began" in page or left_out == "answer"
    assert SignalCard.objects.get().state == "open"


def test_a_stale_answer_comes_back_with_both_texts(client, lead, card):
    client.post(url("card", card.pk), {**SAYS, "answer": "Theirs"})
    page = text(client.post(url("card", card.pk), {**SAYS, "answer": "Mine"}))
    assert "Mine" in page
    assert "Theirs" in page


def test_one_answer_is_offered_for_all_signals_of_the_same_days(client, lead, team):
    measure = MeasureFactory(team=team, system=team.system, chart="i", rules="anhoej-3-sigma")
    points_for(measure, [*CALM, *[20] * 9])
    refresh([measure.pk])
    first = measure.cards.first()
    assert "The same answer holds for" in text(client.get(url("card", first.pk)))
    others = list(measure.cards.exclude(pk=first.pk).values_list("pk", flat=True))
    client.post(url("card", first.pk), {**SAYS, "also": others})
    assert set(measure.cards.values_list("state", flat=True)) == {"answered"}
    told = text(client.get(url("card-withdraw", others[0])))
    assert f"the {len(others) + 1} signals that it was given to wait for an answer again" in told
    assert url("card-withdraw", first.pk) in text(client.get(url("measure", measure.pk)))  # not: off the chart alone


def test_a_signal_that_waits_stands_on_its_card_and_in_the_list_on_paper_alone(client, lead, measure, card):
    told = '<li class="says-{}{}">'.format(card.meaning, " only-paper")
    assert text(client.get(url("measure", measure.pk))).count(told) == 1
    client.post(url("card", card.pk), SAYS)
    answered = text(client.get(url("measure", measure.pk)))
    assert (answered.count(told), answered.count(told.replace(" only-paper", ""))) == (0, 1)


def test_an_answer_is_taken_back_with_a_reason(client, lead, measure, card):
    client.post(url("card", card.pk), SAYS)
    assert "leaves the chart" in text(client.get(url("card-withdraw", card.pk)))
    client.post(url("card-withdraw", card.pk), {"why": "It was something else"})
    assert not measure.annotations.exists()
    assert "What was it?" in text(client.get(url("measure", measure.pk)))


def test_a_retired_measure_asks_nobody(client, lead, measure, card):
    Measure.objects.update(status="retired")
    assert url("card", card.pk) not in text(client.get(url("measure", measure.pk)))
    assert "retired" in text(client.post(url("card", card.pk), SAYS))


@pytest.mark.parametrize("count", [1, 3])
def test_a_signal_asks_the_same_queries_for_any_number_beside_it(client, lead, card, count, django_assert_num_queries):
    for number in range(count):
        SignalCard.objects.create(
            measure=card.measure,
            rule=f"shift-{number}",
            first_period=card.first_period,
            latest_period=card.latest_period,
        )
    with django_assert_num_queries(5):  # session, person, standing, card with its measure, those beside it
        text(client.get(url("card", card.pk)))


def test_a_page_shows_the_newest_answers_and_leads_to_the_others(client, lead, measure, card):
    for number in range(6):
        told = {"cause": "planned", "decision": "learn", "answer": f"Reason {number}", "state": "answered"}
        CardFactory(measure=measure, latest_period=dt.date(2024, 4, 9 + number), **told)
    page = text(client.get(url("measure", measure.pk)))
    assert "Reason 5" in page
    assert "Reason 0" not in page
    assert "2 earlier answers" in page
    assert "Reason 0" in text(client.get(url("cards"), {"state": "answered", "measure": measure.pk}))
    assert "Reason 0" not in text(client.get(url("cards"), {"state": "answered", "measure": measure.pk + 1}))


# -- The list -------------------------------------------------------------------------------------------------------


def test_the_list_shows_what_waits_and_for_how_long(client, card):
    aged(3)
    client.force_login(UserFactory())
    page = text(client.get(url("cards")))
    assert "Time to first dose" in page
    assert "waits 3 days" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "dose"}, True), ({"q": "noon"}, True), ({"q": "xyz"}, False), ({"state": "answered"}, False),
        ({"state": "any"}, True), ({"meaning": "improvement"}, True), ({"meaning": "concern"}, False),
        ({"whose": "mine"}, False), ({"age": "7"}, True), ({"age": "28"}, False), ({"team": "0"}, True),
        ({"state": "nonsense", "sort": "nonsense", "page": "x", "system": "-1", "age": "x"}, True),
        ({"sort": "-measure"}, True), ({"sort": "team"}, True), ({"sort": "latest"}, True),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_by_its_address_and_ignores_nonsense(client, card, query, found):
    aged(14)
    client.force_login(UserFactory())
    assert ("Time to first dose" in text(client.get(url("cards"), query))) is found


def test_the_list_is_narrowed_to_a_system_with_all_below(client, card, team):
    other = measure_of(TeamFactory(name="Elsewhere"), name="Falls")
    client.force_login(person_with(Role.ANALYST))
    page = text(client.get(url("cards"), {"system": team.system_id}))
    assert "Time to first dose" in page
    assert other.name not in page


def test_an_outsider_sees_the_signals_of_their_teams_only(client, card):
    client.force_login(OutsiderFactory())
    assert "Time to first dose" not in text(client.get(url("cards")))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_queries_for_any_number(client, team, count, django_assert_num_queries):
    for number in range(count):
        measure_of(team, name=f"Measure of {number}")
    client.force_login(UserFactory())
    with django_assert_num_queries(6):  # session, person, standing, count, cards, systems to choose from
        text(client.get(url("cards")))


# -- On the pages of teams and cycles -------------------------------------------------------------------------------


def test_the_teams_panel_says_what_waits(client, lead, team, card):
    aged(20)
    page = text(client.get(url("team-panel", team.pk), headers=FRAGMENT))
    assert "waits 20 days" in page
    assert url("card", card.pk) in page


def test_the_signal_stands_on_the_cycle_that_watches_its_chart(client, lead, team, measure, card):
    cycle = CycleFactory(idea__team=team, starts_on=dt.date(2024, 4, 1))
    cycle.measure_links.create(measure=measure)
    page = text(client.get(url("cycle-panel", cycle.pk), headers=FRAGMENT))
    assert card.words in page
    assert url("card", card.pk) in page
