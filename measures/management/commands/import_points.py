"""Takes points of one measure in from a file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from measures.actions.imports import dry_run, import_points, wanted_by
from measures.models import Measure
from measures.reading import Mapping, Table, Unreadable, column_named, parse_points, read_file, with_points
from redesign.lib.reading.tables import MOST_BYTES
from redesign.lib.refusals import Refusal
from teams.models import User


class Command(BaseCommand):
    help = (
        "Take points in from a CSV, TSV or Excel file, all or nothing. Example: import_points ae.csv --measure 12 "
        "--period-column period --numerator-column breaches --denominator-column attendances "
        "--where org_code=RQM --where type=1 --dry-run"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--measure", required=True, help="Its number (as in its address) or its exact name.")
        parser.add_argument(
            "--sheet", help="The workbook's sheet; without, the first that looks like dates and figures."
        )
        parser.add_argument("--period-column", required=True, help="The column with the dates.")
        parser.add_argument("--value-column", "--numerator-column", dest="value_column", required=True)
        parser.add_argument("--denominator-column", "--number-column", dest="denominator_column")
        parser.add_argument("--spread-column", help="Standard deviations, where the figures are means of several.")
        parser.add_argument("--note-column")
        parser.add_argument("--estimated-column", help="The column that marks estimates, with yes or x.")
        parser.add_argument(
            "--where", action="append", default=[], metavar="COLUMN=TEXT", help="Only rows that say so."
        )
        parser.add_argument("--dates", choices=["dmy", "mdy"], help="Day or month first, where the file does not tell.")
        parser.add_argument("--decimals", choices=["point", "comma"], help="Where the file does not tell.")
        parser.add_argument("--by", help="E-mail address of the person in whose name this is done.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen, and change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        measure = self._measure(options["measure"])
        by = self._person(options["by"])
        try:
            table = self._sheet(self._table(options["file"]), options["sheet"])
            mapping = self._mapping(table, options)
            parsed = parse_points(table, mapping, wanted_by(measure))
            for problem in parsed.problems:
                self.stderr.write(f"{problem} (it says: {problem.shown})")
            if parsed.more_problems:
                self.stderr.write(f"… and {parsed.more_problems:,} more.")
            if parsed.asks_order:
                raise CommandError("Nothing was taken in. Say it with --dates dmy or --dates mdy.")
            if parsed.problems:
                raise CommandError("Nothing was taken in. Mend the rows above and try again.")
            for note in (*table.said, *parsed.notes):
                self.stdout.write(note)
            if options["dry_run"]:
                outcome, told = dry_run(measure, parsed), "Would add"
            else:
                outcome = import_points(measure=measure, by=by, table=table, mapping=mapping, name=options["file"].name)
                told = "Added"
        except (Unreadable, Refusal) as wrong:
            raise CommandError(wrong.sentence) from wrong
        self.stdout.write(
            f"{told} {len(outcome.added):,} points, changed {len(outcome.changed):,}, left {outcome.unchanged:,} as they "
            f"were. {parsed.left_out:,} rows were left out by the filter, {parsed.empty:,} had no figure."
        )

    def _measure(self, asked: str) -> Measure:
        found = Measure.objects.filter(pk=asked) if asked.isdecimal() else Measure.objects.filter(name=asked)
        measures = list(found[:2])
        if len(measures) == 1:
            return measures[0]
        if measures:
            raise CommandError(f"Several measures are called “{asked}”: give the number from the measure's address.")
        raise CommandError(f"There is no measure “{asked}”.")

    def _person(self, email: str | None) -> User | None:
        if not email:
            return None
        person = User.objects.filter(email__iexact=email).first()
        if person is None:
            raise CommandError(f"Nobody here has the e-mail address {email}.")
        return person

    def _table(self, file: Path) -> Table:
        try:
            if file.stat().st_size > MOST_BYTES:
                raise CommandError(f"{file} is larger than {MOST_BYTES // 1024 // 1024} MB. Send it in parts.")
            return read_file(file.read_bytes(), file.name)
        except OSError as wrong:
            raise CommandError(f"{file} cannot be read: {wrong.strerror}.") from wrong

    def _sheet(self, table: Table, name: str | None) -> Table:
        if name is None:
            return with_points(table)
        if name not in (table.sheets or [table.sheet]):
            known = ", ".join(f"“{each}”" for each in table.sheets or [table.sheet] if each)
            raise CommandError(f"There is no sheet “{name}”." + (f" The sheets are {known}." if known else ""))
        return table.of_sheet(name)

    def _mapping(self, table: Table, options: dict[str, Any]) -> Mapping:
        where = []
        for pair in options["where"]:
            name, equals, text = pair.partition("=")
            if not equals:
                raise CommandError(f"--where takes COLUMN=TEXT, not “{pair}”.")
            where.append((column_named(table, name, what="filter"), text))
        named = ("denominator", "spread", "note", "estimated")
        denominator, spread, note, estimated = (options[f"{name}_column"] for name in named)
        return Mapping(
            period=column_named(table, options["period_column"], what="dates"),
            value=column_named(table, options["value_column"], what="figures"),
            denominator=column_named(table, denominator, what="denominators") if denominator else None,
            spread=column_named(table, spread, what="standard deviations") if spread else None,
            note=column_named(table, note, what="notes") if note else None,
            estimated=column_named(table, estimated, what="estimates") if estimated else None,
            where=tuple(where),
            order=options["dates"],
            decimal={"point": ".", "comma": ",", None: None}[options["decimals"]],
        )
