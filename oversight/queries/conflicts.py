"""Conflicts: the runs of weeks in which teams want more of a shared resource than there is."""

from typing import Any

from django.db import connection

from oversight.enums import RequestState
from oversight.queries.loads import this_week
from teams.enums import TeamState

COUNT_OF_CONFLICTS = """
WITH wanted (resource_id, week, amount, asked) AS (
    SELECT span.resource_id, generate_series(greatest(span.first_week, %(now)s::date), span.last_week, '7 days')::date,
        span.amount, span.asked
    FROM (
        SELECT resource_id, first_week, last_week, amount, false AS asked FROM oversight_allocation
        UNION ALL
        SELECT request.resource_id, request.first_week, request.last_week, request.amount, true
        FROM oversight_resourcerequest AS request
        JOIN teams_team AS team ON team.id = request.team_id AND team.state <> %(closed)s
        WHERE request.state = %(asked)s
    ) AS span
    WHERE span.last_week >= %(now)s
), overloaded (resource_id, week, place) AS (
    SELECT wanted.resource_id, wanted.week, row_number() OVER (PARTITION BY wanted.resource_id ORDER BY wanted.week)
    FROM wanted
    JOIN oversight_resource AS resource ON resource.id = wanted.resource_id AND NOT resource.retired
    LEFT JOIN oversight_capacity AS other
        ON other.resource_id = wanted.resource_id AND other.week = wanted.week
    GROUP BY wanted.resource_id, wanted.week, resource.weekly_capacity, other.amount
    HAVING sum(wanted.amount) > coalesce(other.amount, resource.weekly_capacity) AND bool_or(wanted.asked)
)
SELECT count(*) FROM (SELECT DISTINCT resource_id, week - (place * 7)::int FROM overloaded) AS runs
"""


def now_for_conflicts() -> dict[str, Any]:
    """What `COUNT_OF_CONFLICTS` asks for."""
    return {"now": this_week(), "asked": RequestState.ASKED.value, "closed": TeamState.CLOSED.value}


def count_of_conflicts() -> int:
    """How many conflicts are open, in one query: what `Contest.overloads` of every resource in use would find."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_OF_CONFLICTS, now_for_conflicts())
        return cursor.fetchone()[0]
