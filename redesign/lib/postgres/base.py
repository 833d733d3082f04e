"""The module that Django looks for in an engine."""

from typing import Any

from django.db.backends.postgresql import base
from psycopg import OperationalError
from psycopg_pool import PoolTimeout

from redesign.lib.postgres import away_just_now, note_outage


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, with a short memory for outages."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection of the pool, or a new one; refused at once while the database is known to be away."""
        if self.pool is None:
            return super().get_new_connection(conn_params)
        if away_just_now():
            raise OperationalError("The database could not be reached a moment ago.")
        try:
            return super().get_new_connection(conn_params)
        except PoolTimeout:
            note_outage()
            raise
