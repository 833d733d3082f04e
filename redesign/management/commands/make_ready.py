"""What must have happened before anybody is served; running it again changes nothing."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from redesign.lib import env


class Command(BaseCommand):
    help = "Applies migrations, collects static files, builds the demo or offers the set-up link on the first run."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--note", nargs=2, metavar=("FILE", "WORD"), help="Write the word into the file once nothing more is owed."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.refuse_mixing()
        self.migrate()
        self.collect_static()
        owed = self.first_run()
        if options["note"] and not owed:
            file, word = options["note"]
            Path(file).write_text(word)

    def refuse_mixing(self) -> None:
        """Demo and real data never share a database: it is stamped at its first run."""
        if "teams_organisation" not in connection.introspection.table_names():
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT is_demo FROM teams_organisation")
            row = cursor.fetchone()
        if row is None or row[0] == settings.DEMO:
            return
        raise CommandError(
            "This database holds the demo organisation: set DEMO=1, or another DATABASE_URL for the real one."
            if row[0]
            else "This database holds a real organisation: set DEMO=0, or another DATABASE_URL for the demo."
        )

    def migrate(self) -> None:
        executor = MigrationExecutor(connection)
        self.refuse_a_newer_one(executor.loader)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database…")
            call_command("migrate", interactive=False, verbosity=0)

    def refuse_a_newer_one(self, loader: MigrationLoader) -> None:
        """A database that a newer version has changed is not for this one to write in."""
        ours = {app for app, _ in loader.disk_migrations}
        unknown = sorted(
            key for key in loader.applied_migrations if key[0] in ours and key not in loader.disk_migrations
        )
        if unknown:
            raise CommandError(
                f"A newer version of the product has changed this database ({'.'.join(unknown[-1])}): run that version, or "
                "restore a backup from before."
            )

    def collect_static(self) -> None:
        """Not where STATIC_ROOT is given: such an image or package has collected its files when it was built."""
        if not env.read("STATIC_ROOT") and not settings.DEBUG:
            call_command("collectstatic", interactive=False, verbosity=0)

    def first_run(self) -> bool:
        """Build the demo where it is to be and is not; else offer the set-up link. True while the set-up is owed."""
        from teams.models import Organisation

        if settings.DEMO:
            if not Organisation.objects.exists():
                self.stdout.write("Building the demo organisation…")
                call_command("build_demo", stdout=self.stdout)
            return False
        owed = not Organisation.objects.filter(set_up_at__isnull=False).exists()
        if owed:
            call_command("setup_link", stdout=self.stdout)
        return owed
