import datetime as dt
from decimal import Decimal

import pytest

from teams.models import Team
from teams.queries.aims import aim_sentence, efficiency_sentence, figure

MARCH = dt.date(2027, 3, 31)


@pytest.mark.parametrize(
    ("charter", "sentence"),
    [
        ({}, ""),
        ({"aim_what": "Discharges before noon"}, "Improve discharges before noon."),
        (
            {
                "aim_what": "Waiting time for a first visit",
                "aim_for_whom": "people referred with suspected cancer",
                "aim_from": Decimal("21.000"),
                "aim_to": Decimal("14.000"),
                "aim_unit": "days",
                "aim_by": MARCH,
            },
            "Reduce waiting time for a first visit for people referred with suspected cancer from 21 to 14 days "
            "by 31 March 2027.",
        ),
        (
            {"aim_what": "Discharges before noon", "aim_from": Decimal(18), "aim_to": Decimal(35), "aim_unit": "%"},
            "Raise discharges before noon from 18% to 35%.",
        ),
        (
            {"aim_what": "HbA1c below 58", "aim_to": Decimal("62.5"), "aim_unit": "%"},
            "Improve HbA1c below 58 to 62.5%.",
        ),
        ({"aim_what": "ICU readmissions", "aim_from": Decimal(7)}, "Improve ICU readmissions, now 7."),
        ({"aim_what": "Falls with harm.", "aim_by": MARCH}, "Improve falls with harm by 31 March 2027."),
    ],
)
def test_an_aim_is_one_sentence_of_what_is_known(charter, sentence):
    assert aim_sentence(Team(**charter)) == sentence


@pytest.mark.parametrize(
    ("charter", "sentence"),
    [
        ({}, ""),
        ({"efficiency_what": "Repeat tests"}, "Reduce repeat tests."),
        (
            {
                "efficiency_what": "Bed days",
                "efficiency_from": Decimal(1480),
                "efficiency_to": Decimal(1200),
                "efficiency_unit": "a month",
            },
            "Reduce bed days from 1,480 to 1,200 a month.",
        ),
        (
            {"efficiency_what": "Theatre use", "efficiency_from": Decimal(71), "efficiency_to": Decimal(85)},
            "Raise theatre use from 71 to 85.",
        ),
    ],
)
def test_efficiency_is_a_sentence_too(charter, sentence):
    assert efficiency_sentence(Team(**charter)) == sentence


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (Decimal("34.000"), "%", "34%"),
        (Decimal("0.500"), "per cent", "0.5%"),
        (Decimal("1200"), "bed days", "1,200 bed days"),
        (Decimal("3.250"), "", "3.25"),
        (None, "days", ""),
    ],
)
def test_figures_are_written_as_people_write_them(value, unit, written):
    assert figure(value, unit) == written
