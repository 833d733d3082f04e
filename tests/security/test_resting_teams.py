"""A team that rests, or is closed, keeps its record as it was: each deed is refused in words, and nothing breaks."""

import pytest
from django.db import transaction

from teams.enums import TeamState
from teams.models import Team
from tests.permissions.rows import Row
from tests.security.test_junk import ROWS_TO_DO, Visitor, world

__all__ = ["world"]  # a fixture


@pytest.mark.parametrize("state", [TeamState.PAUSED, TeamState.CLOSED])
@pytest.mark.parametrize("row", [pytest.param(row, id=row.name) for row in ROWS_TO_DO if "account" not in row.name])
def test_every_deed_meets_a_resting_team_without_breaking(world, row: Row, state: TeamState):
    with transaction.atomic():
        visitor = Visitor(world, row, row.may or frozenset())
        sent = (visitor.page().sent if row.see else {}) | row.data(world)
        Team.objects.filter(pk=world.team.pk).update(state=state)
        visitor.asks(sent, "POST")
        transaction.set_rollback(True)
