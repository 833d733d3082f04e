"""Writes the demo organisation into an empty database."""

import datetime as dt

import pghistory
from django.db import transaction
from django.utils import timezone

from measures.actions.summaries import refresh as refresh_measures
from measures.models import Measure
from oversight.actions.summaries import rebuild as rebuild_team_summaries
from oversight.demo import groups, places, responses
from oversight.demo.built import Built
from oversight.demo.dates import date_back
from oversight.demo.measures import write_shared_measures, write_whole_system_measures
from oversight.demo.oversight import write_oversight
from oversight.demo.people import write_people, write_systems
from oversight.demo.stories import STORIES
from oversight.demo.teams import write_team
from teams.models import (
    Organisation,
)


@transaction.atomic
def build(today: dt.date) -> None:
    """Write the whole demo organisation, dated so that `today` is its present. The database must be empty."""
    built = Built(today)
    with pghistory.context(reason="The demo organisation was made."):
        Organisation.objects.create(pk=1, name=places.ORGANISATION, is_demo=True, set_up_at=timezone.now())
        write_systems(built)
        write_people(built)
        for story in STORIES:
            write_team(built, story)
        write_whole_system_measures(built)
        write_shared_measures(built)
        groups.write_groups()
        groups.write_settled(built.systems, built.people, today)
        write_oversight(built)
        date_back()
    responses.mend(today)
    refresh_measures(list(Measure.objects.values_list("pk", flat=True)))
    responses.respond(today)
    rebuild_team_summaries()
