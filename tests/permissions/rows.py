"""The rows of the permission tables: `page`, `form` and `deed` say who may do what at one address."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.permissions.cast import EVERYBODY, NOBODY, World

Builder = Callable[[World], dict[str, Any]]


def nothing(_: World) -> dict[str, Any]:
    """No part of the address varies, or nothing is sent."""
    return {}


@dataclass(frozen=True)
class Row:
    """Who may see (GET) and do (POST) at the address of this name. None: the method is not answered there (405)."""

    name: str
    kwargs: Builder = nothing
    see: frozenset[str] | None = None
    may: frozenset[str] | None = None
    query: str = ""
    data: Builder = nothing
    open: bool = False
    absent: bool = False
    keyed: bool = False

    def expected(self, method: str, person: str) -> str:
        """'allowed', 'refused' or 'not answered'."""
        group = self.see if method == "GET" else self.may
        if group is None:
            return "not answered"
        return "allowed" if person in group else "refused"


def page(name: str, kwargs: Builder = nothing, *, see: frozenset[str], query: str = "", open: bool = False) -> Row:
    """Something to read: GET only."""
    return Row(name, kwargs, see=see, query=query, open=open)


def form(
    name: str,
    kwargs: Builder = nothing,
    *,
    may: frozenset[str],
    see: frozenset[str] | None = None,
    query: str = "",
    data: Builder = nothing,
    open: bool = False,
) -> Row:
    """Something to fill in: GET shows it, POST does it. `see` where more people may look at it than send it."""
    return Row(name, kwargs, see=may if see is None else see, may=may, query=query, data=data, open=open)


def deed(
    name: str, kwargs: Builder = nothing, *, may: frozenset[str], data: Builder = nothing, open: bool = False
) -> Row:
    """Something to do: POST only."""
    return Row(name, kwargs, may=may, data=data, open=open)


def absent(name: str, kwargs: Builder = nothing) -> Row:
    """An address that is 404 for everybody outside the demo and developing."""
    return Row(name, kwargs, see=NOBODY, may=NOBODY, absent=True)


def keyed(name: str, kwargs: Builder = nothing) -> Row:
    """An address for programs: without a key nobody is let in (401), whoever is signed in."""
    return Row(name, kwargs, see=NOBODY, may=NOBODY, keyed=True)


def open_to_all(name: str, kwargs: Builder = nothing, *, data: Builder = nothing) -> Row:
    """An address that strangers reach too, such as signing in; it answers GET and POST as it likes, without error."""
    return Row(name, kwargs, see=EVERYBODY, may=EVERYBODY, data=data, open=True)
