"""Computes the summary of every measure anew."""

from typing import Any

from django.core.management.base import BaseCommand

from measures.actions.summaries import AT_ONCE, refresh
from measures.models import Measure


class Command(BaseCommand):
    help = "Compute the summary rows of all measures anew; safe at any time, and needed after a change of the engine."

    def handle(self, *args: Any, **options: Any) -> None:
        ids = list(Measure.objects.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(ids), AT_ONCE):
            refresh(ids[start : start + AT_ONCE])
            done = min(start + AT_ONCE, len(ids))
            if self.stdout.isatty():
                filled = round(30 * done / len(ids))
                self.stdout.write(f"\r[{'#' * filled}{'.' * (30 - filled)}] {done:,} of {len(ids):,}", ending="")
                self.stdout.flush()
        ending = "\n" if self.stdout.isatty() and ids else ""
        self.stdout.write(f"{ending}Computed the summaries of {len(ids):,} measures.")
