"""`manage.py rebuild_team_summaries`: write the summary row of every team anew."""

from typing import Any

from django.core.management.base import BaseCommand

from oversight.actions.summaries import rebuild


class Command(BaseCommand):
    help = "Write the summary row of every team anew, with its place in the ranking. May run at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        count = rebuild()
        self.stdout.write(f"The summaries of {count} {'team' if count == 1 else 'teams'} are written anew.")
