"""What a point may say by its kind of chart, and measurements typed in one box."""

from __future__ import annotations

import pytest

from measures.fit import Fit
from measures.reading.measurements import read_measurements, subgroup_of
from redesign.lib.reading.numbers import NotANumber


@pytest.mark.parametrize(
    ("fit", "figures", "field"),
    [
        (Fit(), (-5.0,), ""),
        (Fit(), (float("nan"),), "value"),
        (Fit(counted=True), (-1.0,), "value"),
        (Fit(counted=True), (0.0,), ""),
        (Fit(above_zero=True), (0.0,), "value"),
        (Fit(above_zero=True), (0.5,), ""),
        (Fit(needs_denominator=True), (1.0, 0.0), ""),
        (Fit(needs_denominator=True), (1.0, -2.0), "denominator"),
        (Fit(needs_denominator=True), (1.0, 5e-324), "denominator"),
        (Fit(needs_denominator=True, part_of_whole=True), (3.0, 2.0), "value"),
        (Fit(subgroups=True), (3.0,), "denominator"),
        (Fit(subgroups=True), (3.0, 2.5, 1.0), "denominator"),
        (Fit(subgroups=True), (3.0, 0.0, 1.0), "denominator"),
        (Fit(subgroups=True), (3.0, 5.0), "spread"),
        (Fit(subgroups=True), (3.0, 5.0, -1.0), "spread"),
        (Fit(subgroups=True), (3.0, 1.0), ""),
        (Fit(subgroups=True), (3.0, 5.0, 0.0), ""),
    ],
)
def test_what_cannot_be_is_named_by_its_field(fit, figures, field):
    assert fit.misfit(*figures)[0] == field


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("12 15 11", [12, 15, 11]),
        ("12, 15, 11", [12, 15, 11]),
        ("12,15,11", [12, 15, 11]),
        ("12,5 13,1", [12.5, 13.1]),
        ("12,5; 13,1", [12.5, 13.1]),
        ("12\t15\r\n11\n", [12, 15, 11]),
        ("-3.5", [-3.5]),
        ("12,", [12]),
    ],
)
def test_measurements_are_read_as_people_part_them(typed, numbers):
    assert read_measurements(typed) == numbers


@pytest.mark.parametrize("typed", ["12,15", "twelve", "1 2 x", "1e400", "=1+1", "nan", "1 " * 1001])
def test_what_is_no_list_of_numbers_is_refused_in_words(typed):
    with pytest.raises(NotANumber):
        read_measurements(typed)


def test_a_subgroup_is_told_by_mean_number_and_standard_deviation():
    found = subgroup_of([2, 4, 4, 4, 5, 5, 7, 9])
    assert (found.mean, found.number, round(found.spread or 0, 4)) == (5, 8, 2.1381)
    assert subgroup_of([3]).spread is None
