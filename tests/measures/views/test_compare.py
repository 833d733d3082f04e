"""Comparing the units of a system: who is compared, over which period, and what is said of it."""

import datetime as dt

import pytest
from django.urls import reverse

from measures.actions.summaries import refresh
from measures.models import Measure, Point
from measures.queries.compare import Asked, chosen_among, comparison, groups_in, scope_of, to_compare
from tests.factories.measures import MeasureFactory
from tests.factories.people import UserFactory
from tests.factories.systems import SystemFactory

pytestmark = pytest.mark.django_db


def month(back: int) -> dt.date:
    count = 2026 * 12 + 9 - back
    return dt.date(count // 12, count % 12 + 1, 1)


def unit(above, ward: str, rate: float, size: int = 400, **more) -> Measure:
    """A ward with a measure of falls on so many of its patients in each of 14 months."""
    facts = {
        "name": "Falls",
        "chart": "p",
        "multiplier": 100,
        "unit": "%",
        "frequency": "monthly",
        "denominator": "patients",
    }
    measure = MeasureFactory(system=SystemFactory(parent=above, name=ward), **facts | more)
    Point.objects.bulk_create(
        Point(measure=measure, period=month(back), value=round(rate * size), denominator=size) for back in range(14)
    )
    return measure


def compare(client, system, **asked):
    client.force_login(UserFactory())
    return client.get(reverse("measures:system-compare", args=[system.pk]), asked)


@pytest.fixture
def division():
    return SystemFactory(name="Medicine")


def test_units_with_a_measure_of_one_name_stand_in_one_funnel(client, division):
    members = [unit(division, "Larch", 0.1), unit(division, "Rowan", 0.1, name="FALLS"), unit(division, "Elm", 0.2)]
    refresh([measure.pk for measure in members])
    page = compare(client, division)
    found = page.context["page"]
    assert [str(row.name).split(">")[1].split("<")[0] for row in found.rows] == ["Elm", "Larch", "Rowan"]
    assert found.period == "November 2025 to October 2026"
    assert found.rows[0].size == "4,800"
    assert "Elm lies above the upper 99.8% limit: 20.0%" in " ".join(found.sentences)
    assert b"this is no league table" in page.content


def test_the_reader_chooses_the_period(client, division):
    refresh([unit(division, "Larch", 0.1).pk, unit(division, "Rowan", 0.1).pk])
    found = compare(client, division, months="3").context["page"]
    assert (found.period, found.rows[0].size) == ("August 2026 to October 2026", "1,200")


def test_values_that_make_no_sense_are_left_out(client, division):
    refresh([unit(division, "Larch", 0.1).pk, unit(division, "Rowan", 0.1).pk])
    for asked in ({"measure": "x"}, {"measure": "9" * 40}, {"months": "-1"}, {"spread": "maybe", "measure": "0"}):
        assert compare(client, division, **asked).context["page"].rows


def test_the_limits_may_allow_for_units_that_differ(client, division):
    rates = [0.05, 0.1, 0.2, 0.3, 0.12]
    refresh([unit(division, f"Ward {place}", rate).pk for place, rate in enumerate(rates)])
    plain, wide = (compare(client, division, **asked).context["page"] for asked in ({}, {"spread": "on"}))
    assert wide.adjusted and not plain.adjusted
    assert "let the limits allow for it" in plain.sentences[-1]


def test_where_chance_explains_all_it_says_that_there_is_nothing_to_allow_for(client, division):
    refresh([unit(division, "Larch", 0.1).pk, unit(division, "Rowan", 0.1).pk])
    found = compare(client, division, spread="on").context["page"]
    assert found.left_out == ["The units differ no more than chance within them explains, so there is nothing to allow for."]  # fmt: skip


def test_a_unit_whose_own_chart_shows_a_special_cause_is_named(client, division):
    steady, shifted = unit(division, "Larch", 0.1), unit(division, "Rowan", 0.1)
    shifted.points.filter(period=month(0)).update(value=160)
    refresh([steady.pk, shifted.pk])
    Measure.objects.update(rules="anhoej-3-sigma")
    refresh([steady.pk, shifted.pk])
    page = compare(client, division)
    assert page.context["page"].unstable == [("Rowan", reverse("measures:measure", args=[shifted.pk]))]
    assert b"Look at their own charts first" in page.content


def test_ghosted_points_and_measures_not_in_use_are_left_out(client, division):
    larch, rowan, _ = (unit(division, name, 0.1) for name in ("Larch", "Rowan", "Elm"))
    Measure.objects.filter(system__name="Elm").update(status="retired")
    larch.points.filter(period=month(1)).update(excluded=True, excluded_why="A wrong count")
    refresh([larch.pk, rowan.pk])
    assert [row.size for row in compare(client, division).context["page"].rows] == ["4,800", "4,400"]


def test_parts_of_one_measure_are_peers_and_the_whole_is_not_one_of_them(client, division):
    whole = MeasureFactory(system=division, name="Falls", chart="p")
    parts = [unit(division, name, 0.1, name=called, part_of=whole) for name, called in (("Larch", "Falls"), ("Elm", "Trips"))]  # fmt: skip
    refresh([part.pk for part in parts])
    _, systems = scope_of(division)
    assert [(group.key, group.parts, group.units) for group in groups_in(systems)] == [(whole.pk, True, 2)]
    assert len(compare(client, division, measure=str(whole.pk)).context["page"].rows) == 2


def test_a_group_is_found_by_any_of_its_measures(division):
    for name in ("Larch", "Rowan"):
        unit(division, name, 0.1, name="Delays")
    other = [unit(division, name, 0.1) for name in ("Elm", "Ash", "Fir")]
    groups = groups_in(scope_of(division)[1])
    assert [group.name for group in groups] == ["Falls", "Delays"]
    assert chosen_among(groups, other[2].pk).name == "Falls"
    assert chosen_among(groups, None).name == "Falls"
    assert chosen_among([], 5) is None


def test_a_system_without_others_below_it_stands_beside_its_neighbours(client, division):
    larch, rowan = unit(division, "Larch", 0.1), unit(division, "Rowan", 0.12)
    refresh([larch.pk, rowan.pk])
    page = compare(client, larch.system)
    assert page.context["beside"] and len(page.context["page"].rows) == 2
    assert b"beside the others of Medicine" in page.content


def test_measures_without_denominators_make_no_funnel_and_are_told_so(client, division):
    counts = [unit(division, name, 0.1, chart="c", denominator="", multiplier=1) for name in ("Larch", "Rowan")]
    Point.objects.update(denominator=None)
    refresh([measure.pk for measure in counts])
    found = compare(client, division).context["page"]
    assert found.figure is None
    assert found.left_out[0] == "These points have no denominators, so nothing tells how large each unit is."
    assert [row.category for row in found.by_unit.rows] == ["Larch", "Rowan"]


def test_ratios_of_what_is_no_count_make_no_funnel_and_are_told_so(client, division):
    stays = [unit(division, name, 4.1, chart="ip", multiplier=1, unit="days") for name in ("Larch", "Rowan")]
    stays[0].points.filter(period=month(0)).update(value=1640.4)
    refresh([measure.pk for measure in stays])
    found = compare(client, division).context["page"]
    assert found.figure is None
    assert "these numerators are no counts" in found.left_out[0]


def test_parts_in_one_system_are_told_apart_by_their_names(client, division):
    whole = MeasureFactory(system=division, name="Falls", chart="p")
    first = unit(division, "Larch", 0.1, name="By day", part_of=whole)
    second = unit(division, "Rowan", 0.1, name="By night", part_of=whole)
    third = unit(division, "Elm", 0.1, name="At all", part_of=whole)
    Measure.objects.filter(pk=second.pk).update(system=first.system)
    refresh([first.pk, second.pk, third.pk])
    page = compare(client, division, measure=str(whole.pk)).content.decode()
    assert "Larch, By day" in page and "Larch, By night" in page and ">Elm<" in page


def test_categories_of_check_sheets_make_a_pareto_chart_with_what_is_left_over_last(client, division):
    larch = unit(division, "Larch", 0.1, chart="c", denominator="", categories=["Wet floor", "Shoes", "Other"])
    for back in range(3):
        larch.points.filter(period=month(back)).update(counts={"Wet floor": 5, "Shoes": 1, "Other": 9})
    refresh([larch.pk])
    found = compare(client, division).context["page"]
    assert [(row.category, row.count) for row in found.by_category.rows] == [("Wet floor", "15"), ("Shoes", "3"), ("Other", "27")]  # fmt: skip
    assert found.by_unit is None


def test_an_empty_page_says_what_is_needed(client, division):
    page = compare(client, division)
    assert page.context["page"] is None
    assert b"Nothing to compare yet" in page.content


def test_units_without_points_say_so(client, division):
    for name in ("Larch", "Rowan"):
        MeasureFactory(system=SystemFactory(parent=division, name=name), name="Falls", chart="p")
    found = compare(client, division).context["page"]
    assert found.left_out == ["None of these units has a point yet."]


def test_the_panel_of_a_system_leads_to_what_can_be_compared(client, division):
    first = unit(division, "Larch", 0.1)
    unit(division, "Rowan", 0.1)
    client.force_login(UserFactory())
    address = f"{reverse('measures:system-compare', args=[division.pk])}?measure={first.pk}"
    assert [(link.name, link.url) for link in to_compare(division)] == [("Falls (2 units)", address)]
    panel = client.get(reverse("measures:system-panel", args=[division.pk]))
    assert address in panel.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_queries_for_any_number_of_units(client, division, count, django_assert_num_queries):
    refresh([unit(division, f"Ward {place}", 0.1, categories=["Shoes"]).pk for place in range(count)])
    client.force_login(UserFactory())
    with django_assert_num_queries(10):
        client.get(reverse("measures:system-compare", args=[division.pk]))


def test_one_comparison_asks_two_queries_and_one_more_for_check_sheets(division, django_assert_num_queries):
    refresh([unit(division, name, 0.1).pk for name in ("Larch", "Rowan")])
    _, systems = scope_of(division)
    (group,) = groups_in(systems)
    with django_assert_num_queries(2):
        comparison(group, systems, Asked())
