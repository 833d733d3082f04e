"""The page of a measure of every kind of chart, with the rule sets that go with it."""

import datetime as dt

import pytest
from django.urls import reverse

from measures.actions.summaries import refresh, refresh_locked
from measures.enums import OF_SUBGROUPS, WITH_DENOMINATOR, ChartKind
from measures.models import Measure, MeasureSummary, Point, Target
from measures.spc import RULE_SETS, default_rules
from teams.enums import TeamRole
from tests.factories.measures import MeasureFactory, points_for
from tests.factories.people import UserFactory
from tests.factories.teams import TeamFactory, member_of

pytestmark = pytest.mark.django_db

VALUES = [4, 6, 5, 7, 5, 6, 4, 8, 5, 6, 7, 5, 4, 6, 5, 7, 6, 5, 21, 6, 5, 7, 6, 5]


def measure_of(kind, values=VALUES, **fields):
    measure = MeasureFactory(chart=kind, rules=fields.pop("rules", default_rules(kind)), **fields)
    more = {}
    if kind in WITH_DENOMINATOR:
        more = {"denominator": 100}
    elif kind in OF_SUBGROUPS:
        more = {"denominator": 5, "spread": 1.5}
    points_for(measure, values, **more)
    refresh([measure.pk])
    return measure


def page_of(client, measure, query=None) -> str:
    client.force_login(UserFactory())
    response = client.get(reverse("measures:measure", args=[measure.pk]), query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("kind", ChartKind.values)
def test_every_kind_has_its_page_and_its_entry(client, kind):
    measure = measure_of(kind)
    page = page_of(client, measure)
    assert "Drawn as a run chart for now" not in page
    assert '<script id="measure-chart" type="application/json">' in page
    client.force_login(member_of(TeamFactory(), TeamRole.LEAD))
    measure.team = client.session and TeamFactory()
    measure.save()
    client.force_login(member_of(measure.team, TeamRole.LEAD))
    for name in ("point-new", "measure-edit", "import-new", "targets"):
        assert client.get(reverse(f"measures:{name}", args=[measure.pk])).status_code == 200
    point = Point.objects.latest("period")
    assert client.get(reverse("measures:point-edit", args=[point.pk])).status_code == 200


@pytest.mark.parametrize("rules", sorted(RULE_SETS), ids=lambda pair: f"{pair[0]}-{pair[1]}")
def test_every_rule_set_reads_a_page_in_the_version_that_is_stored(client, rules):
    key, version = rules
    page = page_of(client, measure_of("i", rules=key, rules_version=version))
    assert RULE_SETS[rules].label in page


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("mr", "moving range 16.0 minutes"),
        ("s", "standard deviation 1.5 minutes"),
        ("xbar", "5 measured, standard deviation 1.5"),
        ("p", "21 of 100"),
    ],
)
def test_what_is_plotted_and_what_lies_behind_it_are_both_told(client, kind, told):
    assert told in page_of(client, measure_of(kind))


@pytest.mark.parametrize(("rules", "zones"), [("nelson", 2), ("making-data-count", 1), ("shewhart", 0)])
def test_zones_are_drawn_where_the_rules_go_by_them(client, rules, zones):
    page = page_of(client, measure_of("i", rules=rules))
    assert sum(f'"{k} sigma"' in page for k in (1, 2)) == zones


def test_a_target_that_changed_is_a_line_that_steps_and_may_have_a_gap(client):
    measure = measure_of("i", target=9)
    for starts, value in ((None, 12), (dt.date(2024, 2, 5), None), (dt.date(2024, 4, 1), 9)):
        Target.objects.create(measure=measure, starts_on=starts, value=value)
    page = page_of(client, measure)
    assert "Target: 12.0 minutes, then none from week of 5 Feb 2024, then 9.0 minutes from week of 1 Apr 2024." in page


def test_a_long_series_is_drawn_from_its_newest_periods_with_all_one_click_away(client):
    measure = measure_of("i", values=[5 + week % 7 for week in range(210)])
    assert "The newest 156 of 210 periods" in page_of(client, measure)
    assert "All 210 periods since week of 1 Jan 2024." in page_of(client, measure, {"periods": "all"})


def test_rare_events_are_never_late_and_their_days_make_no_gaps(client):
    measure = MeasureFactory(chart="t", rules="anhoej-3-sigma", frequency="daily")
    for day in (3, 40, 90, 120):
        Point.objects.create(measure=measure, period=dt.date(2024, 1, 1) + dt.timedelta(days=day), value=day)
    refresh([measure.pk])
    measure.summary.refresh_from_db()
    assert measure.summary.due_on is None
    assert "missing" not in page_of(client, measure)


def test_a_chart_that_the_points_do_not_fit_names_the_point_and_is_drawn_as_a_run_chart(client):
    measure = measure_of("t", values=[3, 0, 4])
    page = page_of(client, measure)
    assert "Drawn as a run chart for now" in page
    assert "Week of 8 Jan 2024 is 0 or less" in page


def test_what_is_not_computed_yet_is_said_with_from_when(client):
    page = page_of(client, measure_of("i", values=VALUES[:5]))
    assert "No control limits yet: they are computed from 12 points, and there are 5." in page


# -- The target's page --------------------------------------------------------------------------------------------


@pytest.fixture
def mine(client):
    measure = measure_of("i", target=9, team=TeamFactory())
    client.force_login(member_of(measure.team, TeamRole.LEAD))
    return measure


def test_a_lead_changes_the_target_and_takes_the_change_back(client, mine):
    here = reverse("measures:targets", args=[mine.pk])
    form = {"starts_on": "2024-03-06", "value": "8,5", "why": "Nine was reached"}
    assert client.post(here, form).url == reverse("measures:measure", args=[mine.pk])
    page = client.get(here).content.decode()
    assert "Week of 4 Mar 2024" in page
    assert "Nine was reached" in page
    assert "In force" in page
    assert "changed over time" in client.get(reverse("measures:measure-edit", args=[mine.pk])).content.decode()
    remove = reverse("measures:target-remove", args=[Target.objects.get(value=8.5).pk])
    assert "Take this change of the target back?" in client.get(remove).content.decode()
    client.post(remove, {"why": "Not agreed"})
    mine.refresh_from_db()
    assert (mine.target, Target.objects.count()) == (9, 0)


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"starts_on": "2024-03-06", "why": "x"}, "Say the target, or that there is none"),
        ({"starts_on": "2024-03-06", "value": "8", "none": "on", "why": "x"}, "not both"),
        ({"starts_on": "2024-03-06", "value": "9", "why": "x"}, "This is the target already"),
        ({"starts_on": "2024-03-06", "value": "8"}, "is-invalid"),
    ],
)
def test_a_target_that_says_nothing_new_is_refused_and_kept_as_typed(client, mine, form, told):
    page = client.post(reverse("measures:targets", args=[mine.pk]), form).content.decode()
    assert told in page
    assert 'value="2024-03-06"' in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_targets_page_asks_the_same_queries_for_any_number(client, mine, count, django_assert_num_queries):
    for number in range(count):
        Target.objects.create(measure=mine, starts_on=dt.date(2024, 2, 5 + 7 * number), value=number)
    with django_assert_num_queries(5):  # session, person, standing, measure, targets
        client.get(reverse("measures:targets", args=[mine.pk]))


# -- The definition -----------------------------------------------------------------------------------------------

DEFINITION = {
    "name": "Falls", "type": "outcome", "direction": "decrease", "dimension": "safe", "status": "trial", "frequency": "weekly",
    "decimals": "0", "chart": "run", "rules": "anhoej", "multiplier": "1", "why": "Clearer",
    "meaning": "words",
}  # fmt: skip


def edited(client, measure, **fields):
    measure.refresh_from_db()
    form = {**DEFINITION, "version": measure.version, **fields}
    return client.post(reverse("measures:measure-edit", args=[measure.pk]), form)


def test_a_cusum_is_set_by_its_own_figures(client, mine):
    Point.objects.update(denominator=100)
    answer = edited(
        client, mine, chart="cusum", numerator="Infections", denominator="Operations", cusum_rate="2,5", cusum_odds="3",
        cusum_limit="", rules="",
    )  # fmt: skip
    assert answer.status_code == 302
    mine.refresh_from_db()
    assert (mine.chart, mine.cusum_rate, mine.cusum_odds, mine.cusum_limit) == ("cusum", 0.025, 3, 3.5)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"chart": "cusum", "cusum_rate": "120"}, "Between 0 and 100 per cent"),
        ({"chart": "cusum", "cusum_odds": "1"}, "An odds ratio of 1 is no change."),
        ({"chart": "run", "rules": "shewhart"}, "a run chart has none"),
        ({"chart": "p", "numerator": "x", "denominator": "y"}, "Week of 1 Jan 2024 does not fit this kind of chart"),
        ({"categories": "x" * 61}, "is too long"),
        ({"chart": "nonsense"}, "Select a valid choice"),
    ],
)
def test_a_definition_that_cannot_be_is_refused_with_what_was_typed(client, mine, fields, told):
    page = edited(client, mine, **fields).content.decode()
    assert told in page
    assert 'value="Clearer"' in page


def test_a_definition_keeps_what_is_left_out_the_sample_the_work_and_the_categories(client, mine):
    edited(
        client,
        mine,
        exclusions="Under 16",
        sampling="Every tenth",
        effort_minutes="4",
        categories="Bed\r\nChair\r\n\r\nBed",
    )
    mine.refresh_from_db()
    assert (mine.exclusions, mine.sampling, mine.effort_minutes) == ("Under 16", "Every tenth", 4)
    assert mine.categories == ["Bed", "Chair"]
    page = page_of(client, mine)
    assert "4 minutes" in page
    assert "Bed, Chair" in page


def test_an_older_rule_set_stays_until_the_newest_is_chosen(client, mine):
    mine.rules, mine.rules_version = "making-data-count", 1
    mine.save()
    page = client.get(reverse("measures:measure-edit", args=[mine.pk])).content.decode()
    assert "NHS Making Data Count (before 2024), as until now" in page
    edited(client, mine, chart="i", rules="making-data-count")
    mine.refresh_from_db()
    assert mine.rules_version == 1
    edited(client, mine, chart="i", rules="making-data-count.2")
    mine.refresh_from_db()
    assert mine.rules_version == 2


# -- Summaries ----------------------------------------------------------------------------------------------------


def summed_up() -> list[dict]:
    rows = list(MeasureSummary.objects.order_by("pk").values())
    for row in rows:
        del row["refreshed_at"]
    return rows


def test_the_batch_sums_up_every_kind_as_each_is_summed_up_alone():
    for place, kind in enumerate(ChartKind.values):
        measure = measure_of(kind, target=6, cusum_rate=0.05)
        Point.objects.filter(measure=measure, period=dt.date(2024, 3, 4)).delete()  # a gap, but between events none
        Point.objects.filter(measure=measure, period=dt.date(2024, 5, 6)).update(marked=True)
        Target.objects.create(measure=measure, value=7)
        Target.objects.create(measure=measure, starts_on=dt.date(2024, 4, 1), value=None if place % 3 else 5)
        refresh_locked(measure)
    alone = summed_up()
    refresh(list(Measure.objects.values_list("pk", flat=True)))
    assert summed_up() == alone
