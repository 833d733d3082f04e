"""Small charts on one common scale."""

import datetime as dt
from html.parser import HTMLParser

from measures.charts_small import Small, common_scale, small_chart
from measures.spc import Series, analyse

DAYS = [dt.date(2024, month, 1) for month in range(1, 13)]


def small(values, **more):
    return Small(DAYS[: len(values)], values, **more)


def test_the_scale_takes_in_every_series_and_target():
    scale = common_scale([small([4.0, 9.0]), small([2.0, None, 7.0], target=12.0)])
    assert (scale.low, scale.high, scale.first, scale.last) == (2.0, 12.0, DAYS[0], DAYS[2])
    assert scale.y(2.0) > scale.y(12.0)


def test_wild_limits_do_not_flatten_the_values():
    series = small([4.0, 8.0], upper=[400.0, 400.0], lower=[-400.0, -400.0])
    scale = common_scale([series])
    assert scale.high < 10
    assert "small-limit" not in small_chart(series, scale, "x")


def test_a_drawing_says_what_it_shows_and_is_well_formed():
    series = small([4.0, None, 9.0, 5.0], meanings={2: "concern"}, hidden=[DAYS[4]])
    drawn = small_chart(series, common_scale([series]), 'Under 65, "latest" <9>')
    labels = []
    parser = HTMLParser()
    parser.handle_starttag = lambda _, attrs: labels.extend(value for name, value in attrs if name == "aria-label")
    parser.feed(drawn)
    assert labels == ['Under 65, "latest" <9>']
    assert (drawn.count("small-common"), drawn.count("small-concern"), drawn.count("small-hidden")) == (2, 1, 1)


def test_an_analysis_brings_its_lines_and_signals():
    found = analyse(Series([5.0, 6, 5, 7, 6, 5, 6, 7, 5, 6, 5, 30]), chart="i", rules="anhoej-3-sigma")
    series = Small.of(found, DAYS, None)
    assert series.meanings[11] == "neutral"
    assert small_chart(series, common_scale([series]), "x").count("small-centre") == 1


def test_nothing_to_draw_has_no_scale_and_one_value_one_dot():
    assert common_scale([small([])]) is None
    alone = small([3.0])
    assert small_chart(alone, common_scale([alone]), "x").count("<circle") == 1


def test_of_several_meanings_at_a_point_the_one_of_the_large_chart_shows():
    values = [5.0, 6, 5, 7, 6, 5, 6, 7, 5, 6, 5, 1]
    found = analyse(Series(values, direction="decrease"), chart="i", rules="anhoej-3-sigma")
    assert Small.of(found, DAYS, None).meanings.get(11) == "improvement"


def test_a_part_of_a_series_keeps_its_lines_and_what_its_points_mean():
    series = small(
        [4.0, 5.0, 9.0, 5.0], centre=[5.0] * 4, upper=[8.0] * 4, lower=[2.0] * 4, meanings={0: "neutral", 2: "concern"}
    )
    part = series.between(DAYS[1], DAYS[2])
    assert (list(part.days), list(part.values), list(part.upper), part.meanings) == (
        DAYS[1:3],
        [5.0, 9.0],
        [8.0, 8.0],
        {1: "concern"},
    )
    assert list(series.between(DAYS[8], DAYS[9]).days) == []


def test_days_behind_the_line_are_drawn_as_far_as_the_frame_reaches():
    def spans(first, last):
        series = small([4.0, 5.0, 9.0, 5.0], span=(first, last))
        return small_chart(series, common_scale([series]), "x").count("small-span")

    before, after = dt.date(2023, 1, 1), dt.date(2025, 1, 1)
    assert [spans(DAYS[1], DAYS[2]), spans(before, after), spans(before, before), spans(after, after)] == [1, 1, 0, 0]
