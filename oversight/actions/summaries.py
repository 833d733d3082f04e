"""The summary rows of teams, from which portfolio, roll-up and home read: kept here and nowhere else."""

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from measures.enums import CONCERNING, IMPROVING, MeasureStatus, Variation
from oversight.enums import LIVE_REQUEST, OPEN_BARRIER
from oversight.models import TeamSummary
from oversight.queries.ranking import held
from oversight.ranking import Place, Score
from redesign.lib.dates import monday, today
from teams.actions.jobs import enqueue
from teams.enums import RUNNING, TeamState
from teams.models import Team

RANKING_LOCK = 0x72616E6B  # "rank": one ranking at a time

SPECIAL = sorted(set(Variation) - {Variation.NONE, Variation.COMMON})

REFRESH = """
INSERT INTO oversight_teamsummary (
    team_id, progress, open_barriers, overdue_barriers, open_cycles, cycles, measures, improving, concerning,
    signal, signal_text, signal_on, unanswered, unanswered_since, last_happened_at, members, priority_why, refreshed_at
)
SELECT
    team.id, progress.score, barriers.open, barriers.overdue, cycles.open, cycles.all, measures.all,
    measures.improving, measures.concerning,
    coalesce(signal.variation, ''), coalesce(signal.words, ''), signal.on, cards.waiting, cards.since,
    greatest(
        team.updated_at, states.latest, progress.created_at, barriers.latest, cycles.latest, ideas.latest,
        people.latest, points.latest, requests.latest
    ),
    people.now, '[]', now()
FROM teams_team AS team
LEFT JOIN LATERAL (
    SELECT score, created_at FROM teams_progressscore WHERE team_id = team.id
    ORDER BY scored_on DESC, id DESC LIMIT 1
) AS progress ON true
CROSS JOIN LATERAL (
    SELECT greatest(max(created_at), max(decided_at)) AS latest FROM teams_statechange WHERE team_id = team.id
) AS states
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE state = ANY(%(open)s)) AS open,
        count(*) FILTER (WHERE state = ANY(%(open)s) AND reply_by < %(today)s) AS overdue,
        max(updated_at) AS latest
    FROM oversight_barrier WHERE team_id = team.id
) AS barriers
CROSS JOIN LATERAL (
    SELECT count(*) AS all, count(*) FILTER (WHERE decision = '') AS open, max(updated_at) AS latest
    FROM teams_cycle WHERE team_id = team.id
) AS cycles
CROSS JOIN LATERAL (SELECT max(updated_at) AS latest FROM teams_changeidea WHERE team_id = team.id) AS ideas
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE left_on IS NULL) AS now, max(updated_at) AS latest
    FROM teams_membership WHERE team_id = team.id
) AS people
CROSS JOIN LATERAL (
    SELECT count(*) AS all,
        count(*) FILTER (WHERE summary.variation = ANY(%(improving)s)) AS improving,
        count(*) FILTER (WHERE summary.variation = ANY(%(concerning)s)) AS concerning
    FROM measures_measure AS measure
    LEFT JOIN measures_measuresummary AS summary ON summary.measure_id = measure.id
    WHERE measure.team_id = team.id AND measure.status <> %(retired)s
) AS measures
LEFT JOIN LATERAL (
    SELECT summary.variation, summary.signal_on AS on,
        left(measure.name || coalesce(': ' || (summary.signals ->> 0), ''), 300) AS words
    FROM measures_measure AS measure
    JOIN measures_measuresummary AS summary ON summary.measure_id = measure.id
    WHERE measure.team_id = team.id AND measure.status <> %(retired)s AND summary.variation = ANY(%(special)s)
    ORDER BY summary.signal_on DESC NULLS LAST, summary.variation = ANY(%(concerning)s) DESC, measure.id LIMIT 1
) AS signal ON true
CROSS JOIN LATERAL (
    SELECT count(*) AS waiting, min(card.opened_at)::date AS since
    FROM measures_signalcard AS card
    JOIN measures_measure AS measure ON measure.id = card.measure_id
    JOIN teams_system AS place ON place.id = measure.system_id AND place.closed_on IS NULL
    WHERE card.state = 'open' AND measure.team_id = team.id AND measure.status <> %(retired)s
        AND team.state = ANY(%(running)s)
) AS cards
CROSS JOIN LATERAL (
    SELECT max(newest.created_at) AS latest
    FROM measures_measure AS measure
    CROSS JOIN LATERAL (
        SELECT point.created_at FROM measures_point AS point WHERE point.measure_id = measure.id
        ORDER BY point.period DESC LIMIT 1
    ) AS newest
    WHERE measure.team_id = team.id
) AS points
CROSS JOIN LATERAL (
    SELECT max(created_at) AS latest FROM oversight_resourcerequest WHERE team_id = team.id
) AS requests
WHERE team.id = ANY(%(teams)s)
ORDER BY team.id
ON CONFLICT (team_id) DO UPDATE SET
    progress = excluded.progress, open_barriers = excluded.open_barriers,
    overdue_barriers = excluded.overdue_barriers, open_cycles = excluded.open_cycles, cycles = excluded.cycles,
    measures = excluded.measures, improving = excluded.improving, concerning = excluded.concerning,
    signal = excluded.signal, signal_text = excluded.signal_text, signal_on = excluded.signal_on,
    unanswered = excluded.unanswered, unanswered_since = excluded.unanswered_since,
    last_happened_at = excluded.last_happened_at, members = excluded.members, refreshed_at = excluded.refreshed_at
RETURNING team_id,
    (priority IS NOT NULL AND (SELECT state FROM teams_team WHERE id = team_id) <> %(closed)s) <> (place IS NOT NULL),
    (SELECT state FROM teams_team WHERE id = team_id) = %(closed)s AND EXISTS (
        SELECT FROM oversight_resourcerequest AS request
        WHERE request.team_id = oversight_teamsummary.team_id AND request.state = ANY(%(live)s)
            AND request.last_week >= %(week)s
    )
"""

PLACE = """
UPDATE oversight_teamsummary AS summary
SET priority = ranked.priority, priority_why = ranked.why, place = ranked.place, place_low = ranked.low,
    place_high = ranked.high, sure = ranked.sure
FROM unnest(%s::bigint[], %s::float8[], %s::jsonb[], %s::int[], %s::int[], %s::int[], %s::float8[])
    AS ranked (team_id, priority, why, place, low, high, sure)
WHERE summary.team_id = ranked.team_id
    AND (summary.priority, summary.priority_why, summary.place, summary.place_low, summary.place_high, summary.sure)
    IS DISTINCT FROM (ranked.priority, ranked.why, ranked.place, ranked.low, ranked.high, ranked.sure)
"""


@transaction.atomic(savepoint=False)
def refresh(team_ids: Iterable[int]) -> None:
    """Write what the portfolio shows of these teams' work anew: one statement, however many they are.

    Something happened in a team when its charter, people, states, progress scores, cycles, ideas, barriers or requests
    changed, or when the newest point of one of its measures was entered. Two things follow in jobs: a new ranking where
    a team has left or joined it (it was closed), and setting free what a closed team still holds of shared resources.
    """
    teams = sorted(set(team_ids))
    if not teams:
        return
    given: dict[str, Any] = {
        "teams": teams,
        "today": today(),
        "open": sorted(OPEN_BARRIER),
        "improving": sorted(IMPROVING),
        "concerning": sorted(CONCERNING),
        "special": SPECIAL,
        "retired": MeasureStatus.RETIRED.value,
        "running": sorted(RUNNING),
        "closed": TeamState.CLOSED.value,
        "live": sorted(LIVE_REQUEST),
        "week": monday(today()),
    }
    with connection.cursor() as cursor:
        cursor.execute(REFRESH, given)
        rows = cursor.fetchall()
    if any(misplaced for _, misplaced, _ in rows):
        enqueue("oversight.tasks.rank_teams")
    for team, _, holds in rows:
        if holds:
            enqueue("oversight.tasks.release_closed_team", team_id=team)


@transaction.atomic
def rank_teams() -> None:
    """Score all teams that are not closed, put them in order, and say how sure each place is; nine queries.

    Whoever changes a rating, a criterion or a strategic priority calls it, because every place depends on all. Call it
    before anything else in the transaction writes a summary row: rows are locked in the order of their teams.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [RANKING_LOCK])
    refresh(Team.objects.filter(summary=None).values_list("pk", flat=True))
    now = held()
    scores = now.scores()
    _place(scores, now.places(scores))


def _place(scores: dict[int, Score], places: dict[int, Place]) -> None:
    rows = []
    for team, found in scores.items():
        at = places.get(team)
        why = [
            [each.name, each.weight, each.value, round(each.points, 4), each.strategic] for each in found.contributions
        ]
        stands = (at.place, at.low, at.high, round(at.near, 4)) if at else (None, None, None, None)
        rows.append((team, found.value, json.dumps(why), *stands))
    if rows:
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM oversight_teamsummary ORDER BY team_id FOR UPDATE")
            cursor.execute(PLACE, [list(column) for column in zip(*rows, strict=True)])


@transaction.atomic
def rebuild() -> int:
    """Write the summaries of all teams and their ranking anew; how many teams there are."""
    teams = list(Team.objects.values_list("pk", flat=True))
    refresh(teams)
    rank_teams()
    TeamSummary.objects.exclude(team__in=teams).delete()
    return len(teams)
