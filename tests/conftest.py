"""What every test may rely on."""

import time

import pytest

from teams.middleware import OrganisationTimeZone


@pytest.fixture(autouse=True)
def time_zone_is_known() -> None:
    """No organisation's zone is left over from another test, and asking for it is not among the queries counted."""
    OrganisationTimeZone._zone, OrganisationTimeZone._read_at = None, time.monotonic()
