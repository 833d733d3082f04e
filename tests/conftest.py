"""What every test may rely on."""

import time
from collections.abc import Iterator

import pytest
from django.db import connection
from hypothesis import settings

from teams.middleware import OrganisationTimeZone

settings.register_profile("on any machine", deadline=None)  # a slow minute of the machine is no fault of the code
settings.load_profile("on any machine")


@pytest.fixture(autouse=True)
def time_zone_is_known() -> None:
    """No organisation's zone is left over from another test, and asking for it is not among the queries counted."""
    OrganisationTimeZone._zone, OrganisationTimeZone._read_at = None, time.monotonic()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The worker's database; sessions that a killed process left in it end first, so that it can be dropped."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
