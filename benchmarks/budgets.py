"""The budgets: what is measured, against which floor, and the table that says whether each is kept."""

import argparse
import datetime as dt
import gc
import re
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from benchmarks import engine
from benchmarks.build import REFERENCE, SMALL, Built, build
from measures.actions.points import add_point
from measures.enums import ChartKind, Frequency
from measures.models import Measure, Point

TWICE_THE_FLOOR = 2.0
POINT_MS = 12.0
COLUMNS = ("what", "queries", "rows", "figure", "floor", "ratio", "budget", "kept")


@dataclass(frozen=True)
class Page:
    """A page with a budget: whose eyes it is seen with, where it is, which floor it stands on, and what a row looks like."""

    name: str
    client: Client
    url: str
    floor: str
    row: str = r"<(?:tr|li|article)\b"


@dataclass(frozen=True)
class Result:
    """One line of the table; times in milliseconds of CPU."""

    what: str
    queries: int
    rows: int
    figure: float
    floor: float
    budget: str
    kept: bool

    def cells(self) -> tuple[str, ...]:
        ratio = f"{self.figure / self.floor:.2f}"
        rows = str(self.rows) if self.rows else ""
        kept = "yes" if self.kept else "NO"
        return (
            self.what,
            str(self.queries),
            rows,
            f"{self.figure:.2f} ms",
            f"{self.floor:.2f} ms",
            ratio,
            self.budget,
            kept,
        )


def cpu(work: Callable[[], object]) -> float:
    """Milliseconds of CPU that this process spends on it."""
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1000


def side_by_side(first: Callable[[], object], second: Callable[[], object], rounds: int) -> tuple[float, float]:
    """The medians of both, measured in turn."""
    for work in (first, second, first, second):
        work()
    gc.collect()
    times = [(cpu(first), cpu(second)) for _ in range(rounds)]
    return statistics.median(a for a, _ in times), statistics.median(b for _, b in times)


def measured(page: Page, rounds: int) -> Result:
    """The page against its floor."""
    page.client.get(page.url)
    with CaptureQueriesContext(connection) as asked:
        answer = page.client.get(page.url)
    queries = len(asked)  # before the next request forgets them
    assert answer.status_code == 200, f"{page.url} answered {answer.status_code}"
    rows = len(re.findall(page.row, main_of(answer.content.decode())))
    floor_url = f"/floor/{page.floor}/{rows}/"
    figure, floor = side_by_side(lambda: page.client.get(page.url), lambda: page.client.get(floor_url), rounds)
    return Result(page.name, queries, rows, figure, floor, "2.00 × floor", figure <= TWICE_THE_FLOOR * floor)


def main_of(page: str) -> str:
    """What stands in the page's <main>, or all of it."""
    found = re.search(r"<main\b.*</main>", page, flags=re.DOTALL)
    return found.group() if found else page


def pages(built: Built) -> list[Page]:
    """The five pages of the budgets."""
    chair, lead = Client(), Client()
    chair.force_login(built.chair)
    lead.force_login(built.lead)
    return [
        Page("portfolio", chair, reverse("oversight:portfolio"), "teams", row=r"<tr><th scope"),
        Page("team page", lead, reverse("teams:team", args=[built.team.pk]), "work"),
        Page("measure page", lead, reverse("measures:measure", args=[built.measure.pk]), "points", row=r"<tr\b"),
        Page(
            "wall with 24 tiles", chair, reverse("oversight:wall", args=[built.system.pk]), "tiles", row=r"<article\b"
        ),
        Page("home", lead, reverse("oversight:home"), "work"),
    ]


def entering(built: Built, rounds: int) -> Result:
    """Entering a point, with its measure's and its team's summary, against a bare committed insert."""
    weekly = Measure.objects.filter(frequency=Frequency.WEEKLY, team__state="active").exclude(
        chart=ChartKind.PROPORTION
    )
    measures = iter(list(weekly.order_by("pk")[: 2 * (rounds + 4)]))
    today = dt.date.today()

    def enter() -> None:
        add_point(measure=next(measures), by=built.lead, period=today, value=31.5)

    def insert() -> None:
        with transaction.atomic():
            Point.objects.create(measure=next(measures), period=dt.date(2000, 1, 3), value=31.5)

    with CaptureQueriesContext(connection) as asked:
        enter()
    queries = len(asked)
    figure, floor = side_by_side(enter, insert, rounds)
    return Result(
        "entering a point, summaries too", queries, 0, figure, floor, f"{POINT_MS:.0f} ms", figure <= POINT_MS
    )


def show(results: list[Result]) -> None:
    """The table, aligned."""
    lines = [COLUMNS, *(result.cells() for result in results)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(COLUMNS))]
    for number, line in enumerate(lines):
        first, *rest = (cell.rjust(width) for cell, width in zip(line, widths, strict=True))
        print("  ".join([first.strip().ljust(widths[0]), *rest]))
        if number == 0:
            print("  ".join("-" * width for width in widths))


def main(words: list[str]) -> int:
    """Build, measure, print; 0 when every budget is kept."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--small", action="store_true", help="a sixteenth of the reference size, for trying")
    parser.add_argument("--rounds", type=int, default=200, help="requests a page (200)")
    given = parser.parse_args(words)
    size = SMALL if given.small else REFERENCE
    list(get_resolver().url_patterns)  # what cannot be imported is found before the long build
    call_command("migrate", verbosity=0)
    print(
        f"Building {size.teams:,} teams, {size.measures:,} measures, {size.points:,} points, {size.systems:,} systems:"
    )
    built = build(size)
    print(f"\n{built.points:,} points are in. CPU of the web process, median of {given.rounds}:\n")
    results = [*(measured(page, given.rounds) for page in pages(built)), entering(built, min(given.rounds, 150))]
    show(results)
    print()
    figures = [*engine.figures(), engine.rebuilding(size.measures)]
    engine.show(figures)
    broken = [each.what for each in (*results, *figures) if not each.kept]
    print(f"\nBroken: {', '.join(broken)}." if broken else "\nEvery budget is kept.")
    return 1 if broken else 0
