"""A pytest plugin: one throw-away PostgreSQL and Valkey for the run, started before Django's settings are read.

Named in pyproject.toml by `-p tests.services`. With xdist the controller starts them and the workers inherit their
addresses; several runs at once do not meet; they end with the run, even when it is killed.
"""

import contextlib
import os
from collections.abc import Generator

import pytest

from redesign.embedded import servers

_open = contextlib.ExitStack()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        running = _open.enter_context(servers.throw_away(given={}))
        for name in servers.env.VARIABLES:
            os.environ.pop(name, None)
        os.environ.update(servers.for_checks(running))
    return (yield)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    _open.close()
