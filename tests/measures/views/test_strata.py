"""A measure by groups of people: set up, filled in, shown, and never told more than may be."""

import csv
import datetime as dt
import io
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from measures.actions.summaries import refresh
from measures.models import Measure, Stratum, StratumPoint
from teams.enums import TeamRole
from tests.factories.measures import MeasureFactory, StratumFactory, StratumPointFactory, points_for
from tests.factories.people import UserFactory
from tests.factories.teams import TeamFactory, member_of

pytestmark = pytest.mark.django_db

FIRST = dt.date(2024, 1, 1)
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def team():
    return TeamFactory(name="Home before noon")


@pytest.fixture
def measure(team):
    measure = MeasureFactory(
        name="Screened in time", team=team, system=team.system, chart="p", rules="anhoej-3-sigma", multiplier=100,
        unit="per cent", direction="increase", frequency="monthly", denominator="Invited",
    )  # fmt: skip
    refresh([measure.pk])
    return measure


@pytest.fixture
def lead(client, team):
    person = member_of(team, TeamRole.LEAD)
    client.force_login(person)
    return person


@pytest.fixture
def fifths(measure):
    """Three groups, without figures."""
    Measure.objects.filter(pk=measure.pk).update(stratified_by="deprivation")
    names = ("Most deprived", "Middle", "Least deprived")
    return [StratumFactory(measure=measure, name=name, order=place) for place, name in enumerate(names)]


def months(count):
    return [dt.date(2024 + place // 12, place % 12 + 1, 1) for place in range(count)]


def fill(stratum, rows):
    for day, (value, out_of) in zip(months(len(rows)), rows, strict=True):
        StratumPointFactory(stratum=stratum, period=day, value=value, denominator=out_of)


def text(response) -> str:
    assert response.status_code == 200, response
    return response.content.decode()


def url(name, measure, **query) -> str:
    return reverse(f"measures:{name}", args=[measure.pk]) + (f"?{'&'.join(f'{k}={v}' for k, v in query.items())}")


# -- Setting up -------------------------------------------------------------------------------------------------------


def test_a_lead_names_the_groups_in_their_order(client, lead, measure):
    sent = {
        "stratified_by": "deprivation",
        "more": "Most deprived\r\n\r\n Middle \r\nLeast deprived",
        "suppress_below": 7,
    }
    answer = client.post(url("strata", measure), sent | {"version": measure.version})
    assert answer.url == reverse("measures:measure-equity", args=[measure.pk])
    measure.refresh_from_db()
    assert (measure.stratified_by, measure.suppress_below) == ("deprivation", 7)
    assert [stratum.name for stratum in measure.strata.all()] == ["Most deprived", "Middle", "Least deprived"]


def setting(measure, strata, **changes):
    measure.refresh_from_db()
    sent = {"version": measure.version, "stratified_by": "deprivation", "suppress_below": 5, "more": ""}
    for place, stratum in enumerate(strata, start=1):
        sent |= {f"place_{stratum.pk}": place, f"name_{stratum.pk}": stratum.name}
    return sent | changes


def test_groups_are_renamed_exchanged_reordered_and_taken_away(client, lead, measure, fifths):
    most, middle, least = fifths
    sent = setting(measure, fifths)
    sent |= {f"name_{most.pk}": "Least deprived", f"name_{least.pk}": "Most deprived", f"name_{middle.pk}": ""}
    sent |= {f"place_{least.pk}": 1, f"place_{most.pk}": 3}
    client.post(url("strata", measure), sent)
    assert [(row.pk, row.name) for row in measure.strata.all()] == [
        (least.pk, "Most deprived"), (most.pk, "Least deprived"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"more": "Middle"}, "Two groups are called Middle."),
        ({"stratified_by": ""}, "Say what the groups differ by."),
        ({"more": "\n".join(map(str, range(40)))}, "43 groups are more than can be told apart: 24 at most."),
        ({"suppress_below": -1}, "At least 0."),
        ({"version": 99}, "Somebody else saved a newer version"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_changes(client, lead, measure, fifths, changes, sentence):
    assert sentence in text(client.post(url("strata", measure), setting(measure, fifths, **changes)))
    assert measure.strata.count() == 3


def test_a_group_with_figures_stays(client, lead, measure, fifths):
    fill(fifths[1], [(40, 80)])
    page = text(client.post(url("strata", measure), setting(measure, fifths, **{f"name_{fifths[1].pk}": ""})))
    assert "Middle has figures, so it stays." in page


def test_single_events_are_not_compared_by_groups(client, lead, measure):
    Measure.objects.filter(pk=measure.pk).update(chart="t")
    sent = {"stratified_by": "age", "more": "A\nB", "suppress_below": 5, "version": measure.version}
    assert "Its points are single events" in text(client.post(url("strata", measure), sent))


# -- Entering ---------------------------------------------------------------------------------------------------------


def test_figures_of_one_period_are_entered_a_row_for_each_group(client, lead, measure, fifths):
    most, middle, least = fifths
    sent = {"period": "2024-03-15", f"value_{most.pk}": "40", f"denominator_{most.pk}": "80"}
    sent |= {f"value_{least.pk}": "66", f"denominator_{least.pk}": "90", f"value_{middle.pk}": ""}
    client.post(url("strata-enter", measure), sent)
    told = StratumPoint.objects.order_by("stratum__order").values_list("stratum", "period", "value", "denominator")
    march = dt.date(2024, 3, 1)
    assert list(told) == [(most.pk, march, 40, 80), (least.pk, march, 66, 90)]
    assert set(StratumPoint.objects.values_list("entered_by", flat=True)) == {lead.pk}


def test_a_figure_is_replaced_or_taken_out_and_what_is_left_empty_stays(client, lead, measure, fifths):
    for stratum in fifths:
        fill(stratum, [(40, 80)])
    most, middle, _ = fifths
    sent = {"period": "2024-01-01", f"value_{most.pk}": "41", f"denominator_{most.pk}": "80"}
    client.post(url("strata-enter", measure), sent | {f"remove_{middle.pk}": "on"})
    assert list(StratumPoint.objects.order_by("stratum__order").values_list("value", flat=True)) == [41, 40]


@pytest.mark.parametrize(
    ("value", "out_of", "sentence"),
    [
        ("90", "80", "90 is more than the 80 it is part of."),
        ("9", "", "This measure needs a denominator too"),
        ("", "80", "Say how many of Most deprived too."),
        ("", "", "Enter the figure of at least one group."),
        ("many", "80", "Enter a number."),
    ],
)
def test_a_figure_that_cannot_be_is_told_at_its_field(client, lead, measure, fifths, value, out_of, sentence):
    key = fifths[0].pk
    sent = {"period": "2024-01-01", f"value_{key}": value, f"denominator_{key}": out_of}
    assert sentence in text(client.post(url("strata-enter", measure), sent))
    assert not StratumPoint.objects.exists()


def test_a_period_to_come_is_refused(client, lead, measure, fifths):
    key = fifths[0].pk
    sent = {"period": "2199-01-01", f"value_{key}": "4", f"denominator_{key}": "80"}
    assert "lies in the future" in text(client.post(url("strata-enter", measure), sent))


# -- A file -----------------------------------------------------------------------------------------------------------

LONG = """Month,Deprivation,Screened,Invited
2024-01-01,most deprived,40,80
2024-01-01,Middle,50,85
2024-01-01,Least deprived,66,90
2024-02-01,Most deprived,42,81
"""


def sent_file(client, measure, content):
    return text(
        client.post(url("strata-import", measure), {"file": SimpleUploadedFile("groups.csv", content.encode())})
    )


def kept(page) -> str:
    return re.search(r'name="kept" value="([^"]+)"', page)[1]


COLUMNS = {"group": 1, "period": 0, "value": 2, "denominator": 3}


def test_a_long_table_is_looked_at_then_taken_in_and_the_same_again_changes_nothing(client, lead, measure, fifths):
    page = sent_file(client, measure, LONG)
    assert "4 figures can be taken in" in page
    assert not StratumPoint.objects.exists()
    sent = {"kept": kept(page), "do": "take", **COLUMNS}
    client.post(url("strata-import", measure), sent)
    assert StratumPoint.objects.count() == 4
    answer = client.post(url("strata-import", measure), sent, follow=True)
    assert "Nothing has changed." in text(answer)


def test_a_row_of_no_group_and_a_bad_cell_are_told_by_row_and_nothing_is_taken_in(client, lead, measure, fifths):
    bad = LONG + "2024-02-01,Nowhere,1,2\n2024-02-01,Middle,99,85\n"
    page = sent_file(client, measure, bad)
    assert "This is none of the groups: “Most deprived”, “Middle”, “Least deprived”." in page
    assert "99 is more than the 85 it is part of." in page
    client.post(url("strata-import", measure), {"kept": kept(page), "do": "take", **COLUMNS})
    assert not StratumPoint.objects.exists()


def test_a_file_of_one_measure_cannot_be_taken_into_another(client, lead, team, measure, fifths):
    other = MeasureFactory(team=team, system=team.system)
    StratumFactory(measure=other)
    sent = {"kept": kept(sent_file(client, measure, LONG)), "do": "take", **COLUMNS}
    client.post(url("strata-import", other), sent)
    assert not StratumPoint.objects.exists()


# -- Showing ----------------------------------------------------------------------------------------------------------


def narrowing(fifths, count=24):
    """The most deprived catch up half-way."""
    for place, stratum in enumerate(fifths):
        rows = []
        for month in range(count):
            share = 0.8 - 0.1 * (2 - place) * (0.4 if month >= count // 2 else 1.6)
            rows.append((round(800 * share) + (month * 7) % 5, 800))
        fill(stratum, rows)


def test_the_groups_stand_side_by_side_and_the_gap_is_told(client, lead, measure, fifths):
    narrowing(fifths)
    page = text(client.get(url("measure-equity", measure)))
    assert page.count('<svg class="small-chart"') == 3
    assert "The gap narrows: from about 32.0 percentage points at first to 8.0 percentage points lately." in page
    assert '<script id="gap-chart" type="application/json">' in page
    part = text(client.get(url("measure-equity", measure), **HTMX))
    assert part.startswith('<section class="section" id="equity"')
    assert "gap-chart" not in part


@pytest.mark.parametrize(
    ("query", "unit"),
    [({"told": "ratio"}, "times"), ({"between": "extremes"}, "percentage points"), ({"told": "x"}, "points")],
)
def test_the_gap_is_told_as_asked_and_nonsense_is_ignored(client, lead, measure, fifths, query, unit):
    narrowing(fifths)
    assert unit in text(client.get(url("measure-equity", measure, **query)))


def test_pages_say_what_to_do_first(client, lead, measure):
    assert "Name the groups" in text(client.get(url("measure-equity", measure)))
    assert "No groups yet" in text(client.get(url("strata-enter", measure)))
    assert "No groups yet" in text(client.get(url("strata-import", measure)))
    StratumFactory(measure=measure)
    assert "No figures of groups yet" in text(client.get(url("measure-equity", measure)))


def test_the_measures_page_asks_for_its_groups_only_where_it_has_some(client, lead, measure):
    own = reverse("measures:measure-equity", args=[measure.pk])
    points_for(measure, [40.0], denominator=80)
    assert f'hx-get="{own}"' not in text(client.get(reverse("measures:measure", args=[measure.pk])))
    Measure.objects.filter(pk=measure.pk).update(stratified_by="age")
    assert f'hx-get="{own}"' in text(client.get(reverse("measures:measure", args=[measure.pk])))


@pytest.mark.parametrize("count", [2, 4])
def test_the_page_asks_the_same_queries_for_any_number_of_groups(
    client, lead, measure, count, django_assert_num_queries
):
    for place in range(count):
        fill(StratumFactory(measure=measure, order=place), [(400, 800)] * (3 * count))
    with django_assert_num_queries(7):  # session, person, standing, measure; groups, figures, phases
        text(client.get(url("measure-equity", measure)))


# -- What may not be shown --------------------------------------------------------------------------------------------

SECRET = {3: 13007.0, 4: 13009.0}
"""Denominators that stand nowhere else, so that finding one in a page is a leak."""


@pytest.fixture
def small(measure, fifths):
    """In the fourth month the first group's count is too small; its figures are found nowhere by chance."""
    most, middle, least = fifths
    fill(most, [(9001 + 3 * month, 18007) for month in range(14)])
    fill(middle, [(9002 + 5 * month, 18013) for month in range(14)])
    fill(least, [(9003 + 7 * month, 18041) for month in range(14)])
    april = dt.date(2024, 4, 1)
    StratumPoint.objects.filter(stratum=most, period=april).update(value=3, denominator=13007)
    StratumPoint.objects.filter(stratum=middle, period=april).update(value=7177, denominator=14197)
    StratumPoint.objects.filter(stratum=least, period=april).update(value=9511, denominator=18181)
    return measure


LEAKS = ("13007", "13,007", "7177", "7,177", "14197", "14,197", "50.55", "0.0230", "50.6")
"""The small count's own figures, those of the group that would tell it, and what is computed from either."""


def everything_shown(client, measure) -> dict[str, str]:
    """Every address that tells of the groups, and what it answers."""
    shown = {}
    for name in (
        "measure-equity",
        "equity-data",
        "strata",
        "strata-enter",
        "strata-import",
        "measure",
        "measure-peers",
    ):
        shown[name] = _body(client.get(url(name, measure)))
    for query in ({"told": "ratio"}, {"between": "extremes"}, {"between": "extremes", "told": "ratio"}):
        shown[str(query)] = text(client.get(url("measure-equity", measure, **query)))
    shown["part"] = text(client.get(url("measure-equity", measure), **HTMX))
    shown["entry of the period"] = _body(client.get(url("strata-enter", measure, period="2024-04-01")))
    shown["history"] = text(client.get(reverse("teams:history", args=["measure", measure.pk])))
    return shown


def _body(answer) -> str:
    return (answer.getvalue() if answer.streaming else answer.content).decode()


@pytest.mark.parametrize("who", ["lead", "reader"])
def test_no_page_source_holds_a_figure_that_may_not_be_shown(client, small, lead, who):
    if who == "reader":
        client.force_login(UserFactory())
    found = {
        (name, leak)
        for name, page in everything_shown(client, small).items()
        for leak in LEAKS
        if leak in _visible(page)
    }
    assert found == set()


def _visible(page: str) -> str:
    """The page without what is random in it: tokens and addresses of files."""
    page = re.sub(r'(csrfmiddlewaretoken|kept)" value="[^"]*"', "", page)
    return re.sub(r'(href|src)="/static/[^"]*"', "", page)


def test_what_is_not_shown_is_said_and_the_others_are_there(client, small, lead):
    page = text(client.get(url("measure-equity", small)))
    assert page.count('<td class="num">not shown</td>') == 2
    assert "2 figures are not shown: a count behind it is below 5" in page
    rows = list(csv.reader(io.StringIO(_body(client.get(url("equity-data", small))).lstrip("\ufeff"))))
    assert rows[0] == ["Period", "Group", "Value", "Out of", "per cent"]
    april = [row for row in rows if row[0] == "2024-04-01"]
    assert [row[2] for row in april] == ["not shown", "not shown", "9511"]


def test_centre_lines_and_gaps_are_made_of_what_is_shown_alone(client, small, fifths, lead):
    def gap():
        page = text(client.get(url("measure-equity", small)))
        return json.loads(re.search(r'<script id="gap-chart" type="application/json">(.*?)</script>', page)[1])

    before, drawings = gap(), _drawings(client, small)
    april = dt.date(2024, 4, 1)
    StratumPoint.objects.filter(stratum=fifths[0], period=april).update(value=1, denominator=13099)
    StratumPoint.objects.filter(stratum=fifths[1], period=april).update(value=6999, denominator=15001)
    assert gap() == before
    assert _drawings(client, small) == drawings


def _drawings(client, measure) -> list[str]:
    return re.findall(r'<svg class="small-chart".*?</svg>', text(client.get(url("measure-equity", measure), **HTMX)))


def test_a_file_never_holds_a_formula(client, lead, measure):
    stratum = StratumFactory(measure=measure, name="=1+1")
    fill(stratum, [(400, 800)])
    assert "'=1+1" in _body(client.get(url("equity-data", measure)))


def test_groups_without_denominators_are_counts_where_the_chart_counts(client, lead, team):
    falls = MeasureFactory(team=team, system=team.system, chart="c", unit="falls", decimals=0, stratified_by="age")
    for place, value in enumerate((3.0, 47.0, 52.0)):
        StratumPointFactory(stratum=StratumFactory(measure=falls, order=place), period=FIRST, value=value)
    page = text(client.get(url("measure-equity", falls)))
    assert page.count(">not shown</td>") == 2
    assert Stratum.objects.count() == 3
