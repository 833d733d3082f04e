"""The progress score: how far a coach finds that a team has come."""

import datetime as dt
from decimal import Decimal

from django.db import transaction

from redesign.lib.constraints import constraints_in_words
from redesign.lib.dates import today
from redesign.lib.events import team_touched
from redesign.lib.refusals import Refusal
from teams.actions.teams import team_at_work
from teams.models import ProgressScore, Team, User


@transaction.atomic
def score_progress(
    *, team: Team, score: Decimal, by: User, note: str = "", scored_on: dt.date | None = None
) -> ProgressScore:
    """Record a score for a day; on the same day the same person's new score takes the place of the earlier one."""
    team = team_at_work(team.pk)
    day = scored_on or today()
    if day > today():
        raise Refusal("A score is given for today or a day before.", field="scored_on")
    with constraints_in_words(ProgressScore, {"progress_score_is_on_the_scale": "score"}):
        scored, _ = ProgressScore.objects.update_or_create(
            team=team, scored_by=by, scored_on=day, defaults={"score": score, "note": note}
        )
    team_touched.send(sender=Team, team_id=team.pk)
    return scored
