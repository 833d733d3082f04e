"""Computes the summary of every measure anew."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from measures.actions.summaries import AT_ONCE, refresh
from measures.models import Measure

WIDTH = 30
LINE_EVERY = 2_000
"""Measures between two lines, where there is no terminal to draw a bar on."""


class Command(BaseCommand):
    help = "Compute the summary rows of all measures anew; safe at any time, and needed after a change of the engine."

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.monotonic()
        ids = list(Measure.objects.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(ids), AT_ONCE):
            refresh(ids[start : start + AT_ONCE])
            self._tell(min(start + AT_ONCE, len(ids)), len(ids))
        what = "summary of 1 measure" if len(ids) == 1 else f"summaries of {len(ids):,} measures"
        self.stdout.write(f"Computed the {what} in {time.monotonic() - started:.1f} s.")

    def _tell(self, done: int, whole: int) -> None:
        """How far it is: a bar on a terminal, a line now and then elsewhere."""
        if self.stdout.isatty():
            filled = WIDTH * done // whole
            bar = f"[{'#' * filled}{'.' * (WIDTH - filled)}]"
            self.stdout.write(f"\r{bar} {done:,} of {whole:,}", ending="\n" if done == whole else "")
            self.stdout.flush()
        elif done % LINE_EVERY == 0 and done < whole:
            self.stdout.write(f"{done:,} of {whole:,}")
