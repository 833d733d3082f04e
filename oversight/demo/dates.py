"""The age of what the demo organisation holds."""

import pgtrigger
from django.db import connection

DATED = (
    "UPDATE teams_team SET created_at = coalesce(starts_on, current_date - 10) - 14, "
    "updated_at = coalesce(starts_on, current_date - 10)",
    "UPDATE teams_statechange SET created_at = coalesce(decided_at - interval '5 days', now() - interval '9 days')",
    "UPDATE teams_membership SET created_at = joined_on, updated_at = joined_on",
    "UPDATE teams_progressscore SET created_at = scored_on, updated_at = scored_on",
    "UPDATE teams_cycle SET created_at = least(starts_on - 3, current_date - 1), "
    "updated_at = least(coalesce(decided_on, starts_on - 1), current_date)",
    "UPDATE teams_changeidea SET created_at = first.day, updated_at = first.day FROM "
    "(SELECT idea_id, least(min(starts_on) - 5, current_date - 1) AS day FROM teams_cycle GROUP BY idea_id) AS first "
    "WHERE first.idea_id = teams_changeidea.id",
    "UPDATE measures_point AS point SET created_at = entered.at, updated_at = entered.at FROM "
    "(SELECT point.id, least(period + CASE frequency WHEN 'daily' THEN interval '1 day 9 hours' "
    "WHEN 'monthly' THEN interval '1 month 2 days 9 hours' ELSE interval '8 days 9 hours' END, "
    "now() - interval '5 hours') AS at FROM measures_point AS point "
    "JOIN measures_measure AS measure ON measure.id = point.measure_id) AS entered WHERE entered.id = point.id",
    "UPDATE measures_measure SET created_at = first.day, updated_at = first.day FROM "
    "(SELECT measure_id, min(period) - interval '6 days' AS day FROM measures_point GROUP BY measure_id) AS first "
    "WHERE first.measure_id = measures_measure.id",
    "UPDATE measures_phase SET created_at = least(starts_on + interval '80 days', now() - interval '3 days')",
    "UPDATE measures_annotation SET created_at = least(measures_annotation.on + interval '10 days', now() - interval '3 days')",
    "UPDATE oversight_barrier SET created_at = step.at, updated_at = step.at FROM "
    "(SELECT barrier_id, min(at) AS at FROM oversight_barrierstep GROUP BY barrier_id) AS step "
    "WHERE step.barrier_id = oversight_barrier.id",
    "UPDATE oversight_allocation SET created_at = now() - interval '4 days', updated_at = now() - interval '4 days'",
    "UPDATE oversight_resourcerequest SET created_at = now() - interval '6 days', updated_at = now() - interval '4 days'",
)


def date_back() -> None:
    """Give every row the age that its story tells; the audit history is spared these corrections."""
    with pgtrigger.ignore(), connection.cursor() as cursor:
        for statement in DATED:
            cursor.execute(statement)
