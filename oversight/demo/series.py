"""Points for the demo's measures: random but always the same, by the name of the measure."""

import datetime as dt
import math
import random
import statistics
from dataclasses import dataclass

from oversight.demo.script import Series

YEAR = 365.25


@dataclass(frozen=True)
class Value:
    """One point to be: a measurement, a numerator with its denominator, or the mean of several with their spread."""

    period: dt.date
    value: float
    denominator: float | None
    spread: float | None = None
    odd: bool = False


def periods(frequency: str, count: int, until: dt.date) -> list[dt.date]:
    """The first days of the last `count` whole periods before `until`, oldest first."""
    if frequency == "daily":
        return [until - dt.timedelta(days=back) for back in range(count, 0, -1)]
    if frequency == "weekly":
        last = until - dt.timedelta(days=until.weekday() + 7)
        return [last - dt.timedelta(weeks=back) for back in range(count - 1, -1, -1)]
    months = until.year * 12 + until.month - 1
    return [dt.date((months - back) // 12, (months - back) % 12 + 1, 1) for back in range(count, 0, -1)]


def values(name: str, series: Series, days: list[dt.date]) -> list[Value]:
    """The series' points on these days; the same for the same name and days, gaps left out."""
    chance = random.Random(f"thornmere:{name}")  # noqa: S311 - a demo, not a secret
    missing = set(chance.sample(range(3, len(days) - 2), series.gaps)) if series.gaps else set()
    points = [_value(chance, series, place, days) for place in range(len(days))]
    return [point for place, point in enumerate(points) if place not in missing]


def events(name: str, series: Series, until: dt.date) -> list[Value]:
    """Points between rare events, each on the day of its event; the same for the same name and day."""
    chance = random.Random(f"thornmere:{name}")  # noqa: S311 - a demo, not a secret
    found = []
    day = until
    for place in reversed(range(series.points)):
        share = place / max(series.points - 1, 1)
        level = _level(series, share, day)
        between = max(round(chance.expovariate(1 / level)), 1)
        found.append(Value(day, float(between), None))
        day -= dt.timedelta(days=max(round(series.event_every * between / series.base), 1))
    return found[::-1]


def _value(chance: random.Random, series: Series, place: int, days: list[dt.date]) -> Value:
    share = place / max(len(days) - 1, 1)
    level = _level(series, share, days[place])
    if series.outlier and place == round(series.outlier[0] * (len(days) - 1)):
        return Value(days[place], series.outlier[1], None, odd=True)
    if series.sample:
        return _sample(chance, series, days[place], level)
    if not series.out_of:
        drawn = max(chance.gauss(level, series.spread), 0)
        return Value(days[place], float(round(drawn)) if series.whole else round(drawn, 2), None)
    out_of = max(round(chance.gauss(series.out_of, series.out_of * 0.1)), 2)
    if series.ratio:
        return Value(days[place], round(out_of * chance.gauss(level, series.spread), 1), float(out_of))
    sd = math.sqrt(out_of * level * (1 - level))
    if series.excess:
        sd *= series.excess
    elif out_of > 2000:
        sd *= 2.5  # large counts vary more than chance alone: days of the week, winters, staff
    counted = min(max(round(chance.gauss(out_of * level, sd)), 0), out_of)
    return Value(days[place], float(counted), float(out_of))


def _sample(chance: random.Random, series: Series, day: dt.date, level: float) -> Value:
    """The mean of a sample, now and then one short, as it is where people are busy."""
    size = series.sample - (chance.random() < 0.15)
    drawn = [max(chance.gauss(level, series.spread), 0) for _ in range(size)]
    return Value(day, round(statistics.fmean(drawn), 2), float(size), round(statistics.stdev(drawn), 3))


def _level(series: Series, share: float, day: dt.date) -> float:
    level = series.base
    for since, new in series.steps:
        if share >= since:
            level = new
    winter = math.cos(2 * math.pi * (day.timetuple().tm_yday - 15) / YEAR)
    bad_is_up = -1 if series.out_of else 1
    return level + series.drift * share + bad_is_up * series.season * winter


def split(name: str, period: dt.date, total: float, categories: tuple[str, ...]) -> dict[str, int]:
    """The total shared out to the categories of a check sheet: few causes make most of it, as they do everywhere."""
    chance = random.Random(f"thornmere:{name}:{period}")  # noqa: S311 - a demo, not a secret
    drawn = chance.choices(categories, weights=[1 / (place + 1) for place in range(len(categories))], k=round(total))
    return {category: drawn.count(category) for category in categories if category in drawn}
