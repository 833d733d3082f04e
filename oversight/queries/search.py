"""Search over everything, with one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Case, CharField, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Left, NullIf
from django.urls import reverse
from django.utils.safestring import SafeString

from measures.models import Measure
from oversight.models import Barrier, Resource, StrategicPriority
from redesign.lib import components
from redesign.lib.words import in_words
from teams.enums import ActDecision, Words
from teams.models import ChangeIdea, Cycle, Membership, System, User
from teams.permissions.standing import standing
from teams.queries.cycles import DECIDED
from teams.queries.teams import readable_teams

OF_EACH = 8
"""Finds of each kind that are shown; one more is read to know whether there are others."""
SHORTEST, MOST_WORDS = 2, 6
EXCERPT = 160
FOUND = ("found_kind", "found_place", "found_title", "pk", "found_sub", "found_state")


@dataclass(frozen=True)
class Find:
    """One thing that was found, in ready strings."""

    url: str
    title: str
    sub: str
    badge: SafeString


@dataclass(frozen=True)
class Group:
    """The finds of one kind."""

    key: str
    title: str
    icon: SafeString
    finds: list[Find]
    more_url: str


@dataclass(frozen=True)
class Kind:
    """How one kind of thing is searched: where it lives, its list, and the badge of its state."""

    title: str
    icon: str
    page: str
    all: str
    badge: str = ""


KINDS = {
    "team": Kind("Teams", "users-round", "teams:team", "teams:teams", "team"),
    "system": Kind("Systems", "network", "teams:system", "teams:systems", "level"),
    "measure": Kind("Measures", "chart-line", "measures:measure", "measures:measures", "measure"),
    "cycle": Kind("PDSA cycles", "refresh-cw", "teams:cycle", "teams:cycles", "step"),
    "idea": Kind("Change ideas", "lightbulb", "teams:idea", "teams:ideas-everywhere"),
    "resource": Kind("Shared resources", "hand-helping", "oversight:resource", "oversight:resources"),
    "barrier": Kind("Barriers", "flag", "oversight:barrier", "oversight:barriers", "barrier"),
    "person": Kind("People", "users", "teams:person", "teams:people"),
    "priority": Kind("Strategic priorities", "target", "", "oversight:priorities"),
}
"""In the order in which they are shown."""


def search(user: User, text: str) -> list[Group]:
    """Everything whose words hold all of these words, by kind, the best of each first; one query.

    Partners and other outsiders find what belongs to their teams, and the people in them.
    """
    words = words_of(text)
    if not words:
        return []
    parts = [_part(key, rows, fields, sub, state, words) for key, rows, fields, sub, state in _searched(user)]
    found: dict[str, list[Find]] = {}
    rows = list(parts[0].union(*parts[1:], all=True).values_list(*FOUND))
    for key, _, title, pk, sub, state in sorted(rows, key=lambda row: row[1:3]):
        found.setdefault(key, []).append(_find(KINDS[key], pk, title, sub, state))
    clinical = user.words == Words.CLINICAL
    return [_group(key, found[key], text, clinical=clinical) for key in KINDS if key in found]


def words_of(text: str) -> list[str]:
    """The words to look for; none when there is too little to go by."""
    words = text.split()[:MOST_WORDS]
    return words if len("".join(words)) >= SHORTEST else []


def _searched(user: User) -> Iterable[tuple[str, QuerySet, tuple[str, ...], str, str]]:
    """What this person may find: (kind, rows, fields searched with the title first, what stands below, state)."""
    me = standing(user)
    teams = readable_teams(user)
    yield "team", teams, ("name", "aim_what", "problem"), "system__name", "state"
    own = Q() if me.is_staff else Q(team__in=list(me.teams))
    people = User.objects.filter(is_active=True)
    if not me.is_staff:
        people = people.filter(pk__in=Membership.objects.current().filter(team__in=list(me.teams)).values("user"))
    yield "measure", Measure.objects.filter(own), ("name", "operational_definition"), "system__name", "type"
    cycles = Cycle.objects.filter(own).annotate(stands=Coalesce(NullIf("decision", Value("")), "step"))
    yield "cycle", cycles, ("title", "question", "learnt"), "team__name", "stands"
    yield "idea", ChangeIdea.objects.filter(own), ("title", "description"), "team__name", ""
    yield "barrier", Barrier.objects.filter(own), ("title", "description"), "team__name", "state"
    yield "person", people, ("name", "job_title"), "job_title", ""
    if me.is_staff:
        yield "system", System.objects.open(), ("name", "kind"), "kind", "level"
        yield "resource", Resource.objects.filter(retired=False), ("name", "description"), "description", ""
        yield "priority", StrategicPriority.objects.all(), ("name", "description"), "description", ""


def _part(key: str, rows: QuerySet, fields: tuple[str, ...], sub: str, state: str, words: list[str]) -> QuerySet:
    """The best of one kind: a title that begins with the first word, then one that has it, then the rest."""
    title = fields[0]
    for word in words:
        anywhere = Q()
        for name in dict.fromkeys((*fields, sub)):
            anywhere |= Q(**{f"{name}__icontains": word})
        rows = rows.filter(anywhere)
    place = Case(
        When(**{f"{title}__istartswith": words[0]}, then=Value(0)),
        When(**{f"{title}__icontains": words[0]}, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = rows.annotate(
        found_kind=Value(key, output_field=CharField()),
        found_title=Cast(F(title), CharField()),
        found_sub=Left(Coalesce(Cast(F(sub), CharField()), Value("")), EXCERPT),
        found_state=Cast(F(state), CharField()) if state else Value("", output_field=CharField()),
        found_place=place,
    )
    return rows.order_by("found_place", "found_title", "pk").values(*FOUND)[: OF_EACH + 1]


def _find(kind: Kind, pk: int, title: str, sub: str, state: str) -> Find:
    url = reverse(kind.page, args=[pk]) if kind.page else f"{reverse(kind.all)}#priority-{pk}"
    return Find(url, title, sub, _badge(kind, state) if kind.badge and state else SafeString())


def _badge(kind: Kind, state: str) -> SafeString:
    """Where it stands; a cycle that is decided says how, not that it is at its last step."""
    if kind.badge == "step" and state in DECIDED:
        return components.badge("decision", state, DECIDED[ActDecision(state)])
    return components.badge(kind.badge, state)


def _group(key: str, finds: list[Find], text: str, *, clinical: bool) -> Group:
    kind = KINDS[key]
    more = (
        f"{reverse(kind.all)}?{urlencode({'q': text})}"
        if kind.all and len(finds) > OF_EACH and key != "priority"
        else ""
    )
    title = in_words(kind.title, clinical=clinical)
    return Group(key, title[:1].upper() + title[1:], components.icon(kind.icon), finds[:OF_EACH], more)
