"""manage.py build_demo: write the demo organisation into an empty database."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from oversight.demo.build import build
from redesign.lib.dates import today
from teams.models import Organisation, User


class Command(BaseCommand):
    help = "Make the demo organisation, in a database that holds nothing else."

    def handle(self, *args, **options) -> None:
        """Refuses, with a sentence, outside demo mode and where anything is in the database already."""
        if not settings.DEMO:
            raise CommandError("DEMO is not 1 here: the demo organisation and a real one never share a database.")
        if Organisation.objects.exists() or User.objects.exists():
            raise CommandError("This database is in use. `make demo` makes the demo anew in a database of its own.")
        build(today())
        self.stdout.write("The demo organisation is ready.")
