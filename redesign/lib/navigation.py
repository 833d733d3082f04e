"""What every page needs around its content: where one can go, where one is, and who one is.

A context processor; it asks no query. An entry whose address does not exist (yet) is left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from redesign.lib.components import icon, person_chip


@dataclass(frozen=True)
class Place:
    """One entry of the navigation."""

    title: str
    url: str
    icon: SafeString
    for_outsiders: bool = True
    on_phone: bool = False


_MAIN = (
    # title, URL name, icon, also for partners and other outsiders, one of the thumb tabs on a phone
    ("Home", "oversight:home", "house", True, True),
    ("My teams", "teams:mine", "users-round", True, True),
    ("Systems", "teams:systems", "network", False, True),
    ("Measures", "measures:measures", "chart-line", True, True),
    ("Oversight", "oversight:portfolio", "compass", False, False),
    ("Walls", "oversight:walls", "presentation", False, False),
)
_ACCOUNT = (
    ("My account", "teams:account", "user", True),
    ("People", "teams:people", "users", False),
    ("Words we use", "teams:glossary", "book-open", True),
)
_BELONGS = {
    "cycles": "teams",
    "ideas": "teams",
    "members": "teams",
    "requests": "teams",
    "barriers": "oversight",
    "points": "measures",
    "signals": "measures",
    "imports": "measures",
    "sheets": "measures",
    "tallies": "measures",
}
"""Pages whose address begins otherwise than the section that they belong to."""


def url_or_nothing(name: str) -> str:
    """The address of this name, or an empty string where there is none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@lru_cache(maxsize=1)
def _main() -> tuple[Place, ...]:
    places = (Place(title, url_or_nothing(name), icon(drawn), *where) for title, name, drawn, *where in _MAIN)
    return tuple(place for place in places if place.url)


@lru_cache(maxsize=1)
def _sections() -> frozenset[str]:
    return frozenset(_section(place.url) for place in _main())


@lru_cache(maxsize=1)
def _account() -> tuple[Place, ...]:
    places = (Place(title, url_or_nothing(name), icon(drawn), outside) for title, name, drawn, outside in _ACCOUNT)
    return tuple(place for place in places if place.url)


@lru_cache(maxsize=1)
def _addresses() -> dict[str, str]:
    names = {
        "search": "oversight:search",
        "theme_url": "teams:theme",
        "draft_url": "teams:draft-save",
        "discard_url": "teams:draft-discard",
        "counts_url": "measures:tallies",
    }
    return {key: url_or_nothing(name) for key, name in names.items()}


def _section(path: str) -> str:
    first = path.strip("/").partition("/")[0]
    return _BELONGS.get(first, first) or "home"


def _links(places: Iterable[Place], here: str = "") -> SafeString:
    """List items with a link each; the one whose section this is says so."""
    return format_html_join(
        "\n",
        '<li><a href="{}"{}>{}<span>{}</span></a></li>',
        (
            (
                place.url,
                mark_safe(' aria-current="page"') if here and _section(place.url) == here else "",
                place.icon,
                place.title,
            )
            for place in places
        ),
    )


@lru_cache(maxsize=64)
def _around(here: str, outsider: bool) -> dict[str, Any]:
    """The navigation of all pages of one section; the same for all staff, and for all outsiders, so it is made once."""
    main = [place for place in _main() if place.for_outsiders or not outsider]
    more = [place for place in main if not place.on_phone]
    return {
        "rail": _links(main, here),
        "thumb": _links([place for place in main if place.on_phone], here),
        "more": _links(more, here),
        "more_current": any(_section(place.url) == here for place in more),
        "account": _links(place for place in _account() if place.for_outsiders or not outsider),
        "home": _main()[0].url if _main() else "/",
        **_addresses(),
    }


def _navigation(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    here = _section(request.path)
    outsider = signed_in and getattr(user, "is_outsider", False)
    around = _around(here if here in _sections() else "elsewhere", outsider)
    return {**around, "me": person_chip(user.name or user.email, user.job_title) if user and signed_in else ""}


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `nav`, worked out only where a template asks for it."""
    return {"nav": SimpleLazyObject(lambda: _navigation(request))}
