"""Pages of measures."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from measures.actions.summaries import refresh
from measures.models import CycleMeasure, Measure, Phase, Point
from teams.enums import Role, TeamRole
from tests.factories.cycles import CycleFactory
from tests.factories.measures import MeasureFactory, points_for
from tests.factories.people import OutsiderFactory, UserFactory, person_with
from tests.factories.systems import SystemFactory
from tests.factories.teams import MembershipFactory, TeamFactory, member_of

pytestmark = pytest.mark.django_db

VALUES = [40, 44, 39, 41, 45, 38, 42, 40, 43, 41, 39, 44, 40, 42, 20]


@pytest.fixture
def team():
    return TeamFactory(name="Home before noon")


@pytest.fixture
def measure(team):
    measure = MeasureFactory(
        name="Time to first dose", team=team, system=team.system, chart="i", rules="anhoej-3-sigma"
    )
    points_for(measure, VALUES)
    refresh([measure.pk])
    return measure


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


# -- The list -----------------------------------------------------------------------------------------------------


def test_the_list_shows_each_measure_with_its_signals(client, measure):
    client.force_login(UserFactory())
    page = text(client.get(url("measures")))
    assert "Time to first dose" in page
    assert "20.0 minutes" in page
    assert 'aria-label="Special cause of improvement: lower values"' in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "dose"}, True), ({"q": "xyz"}, False), ({"state": "improving"}, True), ({"state": "concerning"}, False),
        ({"state": "late"}, True), ({"state": "retired"}, False), ({"type": "process"}, False), ({"whose": "mine"}, False),
        ({"state": "nonsense", "sort": "nonsense", "page": "x", "system": "-1"}, True),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_by_its_address_and_ignores_nonsense(client, measure, query, found):
    client.force_login(UserFactory())
    assert ("Time to first dose" in text(client.get(url("measures"), query))) is found


def test_an_outsider_sees_the_measures_of_their_teams_only(client, measure):
    MeasureFactory(name="Somebody else's")
    partner = OutsiderFactory()
    client.force_login(partner)
    assert "Time to first dose" not in text(client.get(url("measures")))
    partner.memberships.create(team=measure.team, discipline="patient_partner", joined_on=dt.date(2024, 1, 1))
    page = text(client.get(url("measures")))
    assert "Time to first dose" in page
    assert "Somebody else" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_queries_for_any_number_of_measures(client, count, django_assert_num_queries):
    client.force_login(UserFactory())
    for _ in range(count):
        points_for(made := MeasureFactory(), VALUES)
        refresh([made.pk])
    # session, person, standing, count, measures, whether they collect any, systems to choose from
    with django_assert_num_queries(7):
        text(client.get(url("measures")))


# -- The page of one ----------------------------------------------------------------------------------------------


def test_the_page_tells_the_chart_in_words_and_numbers(client, measure):
    client.force_login(UserFactory())
    page = text(client.get(url("measure", measure.pk)))
    assert "Week of 8 Apr 2024 lies below the lower control limit." in page
    assert "Home before noon" in page
    assert '<script id="measure-chart" type="application/json">' in page
    assert "Enter a point" not in page


def test_the_page_of_a_measure_without_points_says_what_to_do_first(client, lead, team):
    empty = MeasureFactory(team=team, system=team.system)
    refresh([empty.pk])
    assert "Enter the first point" in text(client.get(url("measure", empty.pk)))


def test_text_that_people_typed_cannot_break_out_of_the_page(client, lead, measure):
    nasty = "</script><script>alert(1)</script>"
    Measure.objects.filter(pk=measure.pk).update(name=nasty, unit=nasty[:40])
    Point.objects.update(note=nasty)
    Phase.objects.create(measure=measure, starts_on=dt.date(2024, 2, 5), reason=nasty)
    assert "<script>alert" not in text(client.get(url("measure", measure.pk)))


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_queries_for_any_number_of_points_and_cycles(
    client, measure, team, count, django_assert_num_queries
):
    client.force_login(UserFactory())
    for number in range(count):
        CycleFactory(idea__team=team, starts_on=dt.date(2024, 2, 1 + number))
        Phase.objects.create(measure=measure, starts_on=dt.date(2024, 2, 5 + 7 * number), reason="x")
    # session, person, standing, measure; points, phases, targets, annotations, cycles, imports, parts; signals
    with django_assert_num_queries(12):
        text(client.get(url("measure", measure.pk)))


# -- Defining -----------------------------------------------------------------------------------------------------

DEFINITION = {
    "name": "Falls", "type": "outcome", "direction": "decrease", "dimension": "safe", "status": "trial", "frequency": "weekly",
    "decimals": "0", "chart": "run", "rules": "anhoej", "multiplier": "1",
}  # fmt: skip


def test_a_lead_defines_a_measure_of_the_team(client, lead, team):
    answer = client.post(url("measure-new"), {**DEFINITION, "team": team.pk})
    made = Measure.objects.get(name="Falls")
    assert answer.url == url("measure", made.pk)
    assert (made.team, made.system, made.made_by) == (team, team.system, lead)


@pytest.mark.parametrize(("chart", "usual"), [("run", "anhoej"), ("i", "anhoej-3-sigma")])
def test_a_new_measure_is_read_by_the_usual_rules_of_its_chart(client, lead, team, chart, usual):
    client.post(url("measure-new"), {**DEFINITION, "team": team.pk, "chart": chart, "rules": ""})
    assert Measure.objects.get(name="Falls").rules == usual


def test_a_lead_defines_none_for_another_team(client, lead):
    other = TeamFactory()
    page = text(client.post(url("measure-new"), {**DEFINITION, "team": other.pk}))
    assert "Select a valid choice" in page
    assert not Measure.objects.exists()


def test_a_system_that_one_does_not_lead_is_refused_and_nothing_typed_is_lost(client, lead):
    elsewhere = SystemFactory(name="Theatres")
    page = text(client.post(url("measure-new"), {**DEFINITION, "system": elsewhere.pk}))
    assert "You may not define measures for Theatres." in page
    assert 'value="Falls"' in page


def test_a_proportion_needs_something_to_divide_by(client, lead, team):
    page = text(client.post(url("measure-new"), {**DEFINITION, "team": team.pk, "chart": "p", "multiplier": "100"}))
    assert "This kind of chart divides by something: say out of what." in page
    assert 'value="Falls"' in page


def test_a_stale_definition_comes_back_with_both_texts(client, lead, measure):
    form = {**DEFINITION, "chart": "i", "why": "Clearer", "name": "Mine"}
    client.post(url("measure-edit", measure.pk), {**form, "name": "Theirs", "version": 1})
    page = text(client.post(url("measure-edit", measure.pk), {**form, "version": 1}))
    assert "Somebody saved a newer version" in page
    assert 'value="Mine"' in page
    assert "Theirs" in page
    assert client.post(url("measure-edit", measure.pk), {**form, "version": 2}).status_code == 302


def test_a_measure_is_retired_with_a_reason(client, lead, measure):
    assert "Why" in text(client.get(url("measure-retire", measure.pk)))
    client.post(url("measure-retire", measure.pk), {"why": "Replaced"})
    assert "This measure is retired" in text(client.get(url("measure", measure.pk)))


# -- Entering a point ---------------------------------------------------------------------------------------------


def test_a_point_is_entered_with_one_number_and_can_be_undone(client, lead, team):
    measure = MeasureFactory(team=team, system=team.system, frequency="weekly")
    refresh([measure.pk])
    page = text(client.get(url("point-new", measure.pk)))
    assert 'inputmode="decimal"' in page
    period = page.split('<option value="')[1].split('"')[0]
    answer = client.post(url("point-new", measure.pk), {"period": period, "value": "12,5"})
    point = Point.objects.get()
    assert (point.value, point.entered_by) == (12.5, lead)
    assert "Saved: 12.5 minutes" in text(client.get(answer.url))
    client.post(url("point-undo", point.pk))
    assert not Point.objects.exists()


def test_a_period_that_has_its_point_is_refused_and_nothing_typed_is_lost(client, lead, measure):
    form = {"period": "2024-01-03", "value": "41", "note": "Busy"}
    page = text(client.post(url("point-new", measure.pk), form))
    assert "There is a point for week of 1 Jan 2024 already" in page
    assert 'value="Busy"' in page


@pytest.mark.parametrize("value", ["", "abc", "NaN", "1e400", "=1+1", "inf"])
def test_what_is_no_number_is_refused_at_its_field(client, lead, measure, value):
    before = Point.objects.count()
    page = text(client.post(url("point-new", measure.pk), {"period": "2026-01-05", "value": value}))
    assert "is-invalid" in page
    assert Point.objects.count() == before


def test_a_number_far_from_the_usual_is_asked_about_first(client, lead, measure):
    form = {"period": "2024-05-06", "value": "4100"}
    page = text(client.post(url("point-new", measure.pk), form))
    assert "It lies outside the usual" in page
    sure = re.search(r'name="sure" value="([^"]+)"', page)[1]
    assert client.post(url("point-new", measure.pk), {**form, "value": "4200", "sure": sure}).status_code == 200
    assert client.post(url("point-new", measure.pk), {**form, "sure": sure}).status_code == 302


def test_a_part_larger_than_its_whole_is_refused_before_anybody_is_asked_whether_it_is_right(client, lead, team):
    share = MeasureFactory(team=team, chart="p", multiplier=100)
    points_for(share, [5, 6, 7] * 4, denominator=20)
    refresh([share.pk])
    given = {"period": "2024-05-06", "value": "30", "denominator": "20"}
    page = text(client.post(url("point-new", share.pk), given))
    assert "30 is more than the 20 it is part of." in page
    assert "Yes, save it" not in page


def test_a_member_of_another_team_is_told_why_not(client, measure):
    client.force_login(member_of(TeamFactory()))
    answer = client.get(url("point-new", measure.pk))
    assert answer.status_code == 403
    assert "Only the people of Home before noon" in answer.content.decode()


def test_the_collector_enters_points_from_outside_the_team(client, measure):
    clerk = UserFactory()
    Measure.objects.filter(pk=measure.pk).update(collector=clerk)
    client.force_login(clerk)
    text(client.get(url("point-new", measure.pk)))


def test_several_measurements_in_one_box_become_their_mean_number_and_standard_deviation(client, lead, team):
    measure = MeasureFactory(team=team, system=team.system, chart="xbar", rules="anhoej-3-sigma")
    refresh([measure.pk])
    here = url("point-new", measure.pk)
    assert "The measurements" in text(client.get(here))
    answer = client.post(here, {"period": "2024-01-01", "measurements": "40 44\n48"})
    point = Point.objects.get()
    assert (point.value, point.denominator, point.spread) == (44, 3, 4)
    assert "mean of 3, standard deviation 4.0" in text(client.get(answer.url))
    client.post(here, {"period": "2024-01-08", "value": "41,5", "denominator": "5", "spread": "2.5"})
    assert Point.objects.filter(value=41.5, denominator=5, spread=2.5).exists()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "Type the measurements here"),
        ({"measurements": "4 x"}, "is not a number"),
        ({"value": "4", "denominator": "5"}, "needs their standard deviation"),
        ({"value": "4", "denominator": "1.5", "spread": "1"}, "a whole number from 1 on"),
    ],
)
def test_a_subgroup_that_cannot_be_is_refused_at_its_field(client, lead, team, given, told):
    measure = MeasureFactory(team=team, system=team.system, chart="s", rules="anhoej-3-sigma")
    refresh([measure.pk])
    assert told in text(client.post(url("point-new", measure.pk), {"period": "2024-01-01", **given}))
    assert not Point.objects.exists()


# -- Mending ------------------------------------------------------------------------------------------------------


def test_a_point_is_corrected_ghosted_and_taken_out(client, lead, measure):
    point = Point.objects.latest("period")
    here = url("point-edit", point.pk)
    text(client.get(here))
    client.post(here, {"do": "correct", "value": "21", "why": "Recounted", "version": 1})
    point.refresh_from_db()
    assert point.value == 21
    client.post(here, {"do": "ghost", "why": "A power cut"})
    point.refresh_from_db()
    assert (point.excluded, point.excluded_why) == (True, "A power cut")
    assert "A power cut" in text(client.get(url("measure", measure.pk)))
    client.post(here, {"do": "count", "why": "It was right"})
    client.post(here, {"do": "remove", "why": "Never was"})
    assert not Point.objects.filter(pk=point.pk).exists()


def test_one_writes_on_the_chart_at_a_point(client, lead, measure):
    point = Point.objects.latest("period")
    answer = client.post(url("point-edit", point.pk), {"do": "write", "text": "A new triage nurse"})
    assert answer.url == url("measure", measure.pk)
    note = measure.annotations.get()
    assert (note.on, note.text, note.written_by) == (point.period, "A new triage nurse", lead)


@pytest.mark.parametrize("deed", ["ghost", "remove", "write", "correct"])
def test_whatever_is_done_to_a_point_needs_its_words(client, lead, measure, deed):
    point = Point.objects.latest("period")
    page = text(client.post(url("point-edit", point.pk), {"do": deed, "value": "21", "version": 1}))
    assert "is-invalid" in page
    point.refresh_from_db()
    assert (point.value, point.excluded, measure.annotations.count()) == (20, False, 0)


def test_the_chart_leads_to_each_point_those_who_may_work_on_it(client, lead, measure):
    point = Point.objects.latest("period")
    work = client.get(url("measure", measure.pk)).context["page"].figure["layout"]["meta"]["work"]
    assert work["points"][point.period.isoformat()] == point.pk
    assert work["mend"] == url("point-edit", 0)
    client.force_login(UserFactory())
    assert "work" not in client.get(url("measure", measure.pk)).context["page"].figure["layout"]["meta"]


def test_a_point_is_marked_as_astronomical_where_the_rule_set_hears_of_it(client, lead, team, measure):
    point = Point.objects.latest("period")
    assert "An astronomical point" not in text(client.get(url("point-edit", point.pk)))
    Measure.objects.filter(pk=measure.pk).update(chart="run", rules="ihi-run")
    assert "An astronomical point" in text(client.get(url("point-edit", point.pk)))
    form = {"do": "correct", "value": "20", "why": "We all agree", "version": 1, "marked": "on"}
    client.post(url("point-edit", point.pk), form)
    assert "was marked as quite unlike the rest" in text(client.get(url("measure", measure.pk)))


def test_a_correction_without_a_reason_is_asked_for_one(client, lead, measure):
    point = Point.objects.latest("period")
    page = text(client.post(url("point-edit", point.pk), {"do": "correct", "value": "21", "version": 1}))
    assert "is-invalid" in page


# -- Phases and annotations ---------------------------------------------------------------------------------------

CONDITIONS = {"sustained": "on", "cause_known": "on", "desired": "on", "lasting": "on"}
PHASE = {"starts_on": "2024-02-14", "grounds": "held", "reason": "The new rota"}


def test_a_phase_needs_all_four_conditions(client, lead, measure):
    page = text(client.post(url("phase-new", measure.pk), {**PHASE, "sustained": "on"}))
    assert "only when all four are true" in page
    assert client.post(url("phase-new", measure.pk), {**PHASE, **CONDITIONS}).status_code == 302
    phase = Phase.objects.get()
    assert (phase.starts_on, phase.grounds) == (dt.date(2024, 2, 12), "held")
    assert "The new rota" in text(client.get(url("measure", measure.pk)))
    client.post(url("phase-remove", phase.pk), {"why": "Too soon"})
    assert not Phase.objects.exists()


def test_an_annotation_stands_on_the_chart_and_can_be_taken_off(client, lead, measure):
    client.post(url("annotation-new", measure.pk), {"on": "2024-02-14", "text": "A new triage nurse"})
    assert "A new triage nurse" in text(client.get(url("measure", measure.pk)))
    note = measure.annotations.get()
    assert "A new triage nurse" in text(client.get(url("annotation-remove", note.pk)))
    client.post(url("annotation-remove", note.pk))
    assert not measure.annotations.exists()


# -- Parts of other pages -----------------------------------------------------------------------------------------


def test_a_team_is_told_what_its_set_of_measures_lacks(client, lead, measure, team):
    page = text(client.get(url("team-panel", team.pk), headers={"HX-Request": "true"}))
    assert page.lstrip().startswith('<div id="team-panel"')
    assert "a balancing measure: is something else getting worse?" in page


def test_a_team_without_measures_is_led_to_the_first(client, lead, team):
    assert "Define the first measure" in text(client.get(url("team-panel", team.pk)))


def test_a_system_shows_its_measures(client, measure, team):
    client.force_login(person_with(Role.ANALYST))
    assert "Time to first dose" in text(client.get(url("system-panel", team.system_id)))


def test_a_cycle_chooses_the_measures_that_it_watches(client, lead, measure, team):
    cycle = CycleFactory(idea__team=team)
    assert "It watches no measure yet" in text(client.get(url("cycle-panel", cycle.pk)))
    page = text(client.post(url("cycle-panel", cycle.pk), {"measures": [measure.pk]}, headers={"HX-Request": "true"}))
    assert "lies below the lower control limit" in page
    assert cycle.measure_links.get().measure == measure


def test_a_partner_chooses_among_the_measures_of_their_team_and_leaves_others_alone(client, measure, team):
    client.force_login(MembershipFactory(team=team, user=OutsiderFactory()).user)
    cycle, wards = CycleFactory(idea__team=team), MeasureFactory(system=team.system, name="Beds of the ward")
    for watched in (measure, wards):
        CycleMeasure.objects.create(cycle=cycle, measure=watched)
    page = text(client.get(url("cycle-panel", cycle.pk)))
    assert "Time to first dose" in page and "Beds of the ward" not in page
    assert f'<input type="hidden" name="seen" value="{measure.pk}"' in page
    client.post(url("cycle-panel", cycle.pk), {"seen": f"{measure.pk}"})
    assert [link.measure for link in cycle.measure_links.all()] == [wards]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("panel", "queries"), [("team-panel", 6), ("system-panel", 9)])
def test_panels_ask_the_same_queries_for_any_number_of_measures(
    client, team, count, panel, queries, django_assert_num_queries
):
    client.force_login(UserFactory())
    for _ in range(count):
        points_for(made := MeasureFactory(team=team, system=team.system), VALUES)
        refresh([made.pk])
    key = team.pk if panel == "team-panel" else team.system_id
    with django_assert_num_queries(
        queries
    ):  # session, person, standing, team or system, measures; a team's signals; what the systems below share
        text(client.get(url(panel, key), headers={"HX-Request": "true"}))
