"""Offering and editing change ideas."""

from typing import Any

from django.db import transaction

from redesign.lib.constraints import constraints_in_words
from redesign.lib.events import team_touched
from redesign.lib.versions import locked, require_version
from teams.actions.teams import team_at_work
from teams.models import ChangeIdea, Team, User

TITLE = {"idea_title_is_unique_in_its_team": "title"}
MAY_CHANGE = frozenset({"title", "description", "reconfigures", "source"})


@transaction.atomic
def offer_idea(*, team: Team, by: User, **fields: Any) -> ChangeIdea:
    """Give the team a change idea; whoever offers it is named on it."""
    team = team_at_work(team.pk)
    with constraints_in_words(ChangeIdea, TITLE):
        idea = ChangeIdea.objects.create(team=team, offered_by=by, **fields)
    team_touched.send(sender=Team, team_id=team.pk)
    return idea


@transaction.atomic
def edit_idea(*, idea: ChangeIdea, version: int, **changes: Any) -> ChangeIdea:
    """Change what an idea says; refused when it was changed since the form was opened."""
    team_at_work(idea.team_id)
    idea = locked(idea)
    require_version(idea, version)
    for name in MAY_CHANGE & changes.keys():
        setattr(idea, name, changes[name])
    with constraints_in_words(ChangeIdea, TITLE):
        idea.save()
    team_touched.send(sender=Team, team_id=idea.team_id)
    return idea
