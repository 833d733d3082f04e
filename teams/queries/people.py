"""What pages show of people."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db.models import F, OuterRef, QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import get_text_list

from redesign.lib import components
from redesign.lib.dates import days_ago
from teams.enums import Discipline, Role, TeamRole
from teams.models import Membership, RoleGrant, Team, User
from teams.permissions.people import can_edit_people, can_see_address

PER_PAGE = 50
SORTS = {
    "name": ("name", "pk"),
    "job": ("job_title", "name", "pk"),
    "place": (F("works_in__name").asc(nulls_last=True), "name", "pk"),
    "joined": ("date_joined", "pk"),
}
"""What the list may be sorted by, upwards; `-` before the key turns it round."""
ROLE_ICONS = {
    Role.ADMINISTRATOR: "settings",
    Role.ANALYST: "chart-line",
    Role.EXECUTIVE: "star",
    Role.OVERSIGHT: "compass",
    Role.SYSTEM_LEADER: "network",
}


@dataclass(frozen=True)
class PeopleFilter:
    """Which people to show; empty values show all whose account is open."""

    text: str = ""
    role: str = ""
    discipline: str = ""
    system_id: int | None = None
    account: str = ""
    sort: str = "name"


@dataclass(frozen=True)
class PersonRow:
    """One line of the list of people, in ready strings."""

    chip: SafeString
    place: str
    roles: SafeString
    teams: SafeString
    marks: SafeString


@dataclass(frozen=True)
class PeoplePage:
    """One page of people: the rows to print, and the page that the pager reads."""

    rows: list[PersonRow]
    page: Page
    sort: str
    everybody: int


def found_people(asked: PeopleFilter) -> "QuerySet[User]":
    """The people asked for, unsorted."""
    people = User.objects.all()
    if asked.account == "closed":
        people = people.filter(is_active=False)
    elif asked.account == "partners":
        people = people.filter(is_active=True, is_outsider=True)
    elif asked.account != "all":
        people = people.filter(is_active=True)
    if asked.text:
        people = people.matching(asked.text)
    if asked.role == "none":
        people = people.filter(role_grants__isnull=True)
    elif asked.role in TeamRole:
        people = people.filter(pk__in=Membership.objects.current().filter(role=asked.role).values("user"))
    elif asked.role:
        people = people.filter(pk__in=RoleGrant.objects.filter(role=asked.role).values("user"))
    if asked.discipline:
        people = people.filter(discipline=asked.discipline)
    if asked.system_id:
        people = people.filter(works_in=asked.system_id)
    return people


def people_page(asked: PeopleFilter, number: int | str = 1) -> PeoplePage:
    """One page of the people asked for, with their roles and teams: three queries, whatever their number."""
    people = found_people(asked).select_related("works_in").annotate(
        role_names=ArraySubquery(RoleGrant.objects.filter(user=OuterRef("pk")).order_by("role").values("role")),
        team_names=ArraySubquery(
            Membership.objects.current().filter(user=OuterRef("pk")).order_by("team__name").values("team__name")
        ),
        team_keys=ArraySubquery(
            Membership.objects.current().filter(user=OuterRef("pk")).order_by("team__name").values("team_id")
        ),
    )  # fmt: skip
    key = asked.sort.lstrip("-")
    order = SORTS.get(key, SORTS["name"])
    people = people.order_by(*order)
    if asked.sort.startswith("-") and key in SORTS:
        people = people.reverse()
    page = Paginator(people, PER_PAGE).get_page(number)
    return PeoplePage([_row(person) for person in page], page, asked.sort, User.objects.count())


def _row(person: User) -> PersonRow:
    return PersonRow(
        chip=components.person_chip(person.name, person.job_title, url=reverse("teams:person", args=[person.pk])),
        place=person.works_in.name if person.works_in else "",
        roles=role_marks(sorted(set(person.role_names))),  # type: ignore[attr-defined]  # annotated above
        teams=_team_links(person.team_keys, person.team_names),  # type: ignore[attr-defined]  # annotated above
        marks=account_marks(person),
    )


def role_marks(roles: Sequence[str]) -> SafeString:
    """Roles as small labels."""
    return SafeString(
        " ".join(
            components.tag(Role(role).label, icon_name=ROLE_ICONS[Role(role)], tone="brand-soft") for role in roles
        )
    )


def account_marks(person: User) -> SafeString:
    """What sets an account apart: a partner's, a closed one."""
    marks = []
    if person.is_outsider:
        marks.append(components.tag(Discipline(person.discipline).label, icon_name="handshake"))
    if not person.is_active:
        marks.append(components.tag("Account closed", icon_name="lock", tone="quiet"))
    return SafeString(" ".join(marks))


def _team_links(keys: Sequence[int], names: Sequence[str], most: int = 2) -> SafeString:
    pairs = list(zip(keys, names, strict=True))
    links = format_html_join(
        ", ", '<a href="{}">{}</a>', ((reverse("teams:team", args=[k]), n) for k, n in pairs[:most])
    )
    return links if len(pairs) <= most else format_html("{} and {} more", links, len(pairs) - most)


# -- One person ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RoleLine:
    """A role that somebody holds, with where to take it away."""

    badge: SafeString
    where: str
    since: str
    by: str
    revoke_url: str


@dataclass(frozen=True)
class PersonPage:
    """Everything on a person's page, in ready strings."""

    facts: list[tuple[str, str | SafeString]]
    roles: list[RoleLine]
    teams: list[tuple[str, SafeString, str]]
    past_teams: list[tuple[str, SafeString, str]]
    marks: SafeString


def person_page(reader: User, person: User) -> PersonPage:
    """A person with their roles and teams, as this reader may see them; four queries at most besides the reader's own."""
    memberships = list(Membership.objects.filter(user=person).select_related("team").order_by("-joined_on"))
    if reader.is_outsider:
        theirs = set(Membership.objects.current().filter(user=reader).values_list("team_id", flat=True))
        memberships = [each for each in memberships if each.team_id in theirs]
    facts: list[tuple[str, str | SafeString]] = [("Discipline", Discipline(person.discipline).label)]
    if person.works_in_id and person.works_in:
        facts.append(("Works in", person.works_in.name if reader.is_outsider else _system_link(person)))
    if can_see_address(reader, person):
        facts.append(("E-mail address", format_html('<a href="mailto:{0}">{0}</a>', person.email)))
    facts.append(("Here since", f"{person.date_joined:%-d %B %Y}"))
    if can_edit_people(reader):
        seen = days_ago(person.last_login.date()) if person.last_login else "never"
        facts.append(("Last signed in", seen))
    return PersonPage(
        facts=facts,
        roles=[] if reader.is_outsider else role_lines(person),
        teams=[_team_line(each) for each in memberships if each.left_on is None],
        past_teams=[_team_line(each) for each in memberships if each.left_on is not None],
        marks=account_marks(person),
    )


def left_behind(person: User) -> list[str]:
    """What nobody holds any more when this person goes, each a sentence; three queries."""
    led = Team.objects.standing().filter(
        memberships__user=person, memberships__role=TeamRole.LEAD, memberships__left_on__isnull=True
    )
    systems = RoleGrant.objects.filter(user=person, role=Role.SYSTEM_LEADER)
    told = (
        ("They lead {}: give it another lead.", "They lead {}: give them another lead.", led),
        ("They sponsor {}: its charter names somebody else.", "They sponsor {}: their charters name somebody else.",
         person.sponsored_teams.standing()),
        ("They lead the system {}: grant the role to somebody else.",
         "They lead the systems {}: grant the roles to somebody else.", systems),
    )  # fmt: skip
    found = []
    for one, several, rows in told:
        names = list(rows.values_list("system__name" if rows is systems else "name", flat=True))
        if names:
            found.append((one if len(names) == 1 else several).format(get_text_list(names, "and")))
    return found


def role_lines(person: User) -> list[RoleLine]:
    """The roles that a person holds, one query."""
    grants = (
        RoleGrant.objects.filter(user=person).select_related("system", "granted_by").order_by("role", "system__name")
    )
    return [
        RoleLine(
            badge=role_marks([grant.role]),
            where=grant.system.name if grant.system else "the whole organisation",
            since=f"{grant.created_at:%-d %b %Y}",
            by=grant.granted_by.name if grant.granted_by else "",
            revoke_url=reverse("teams:role-revoke", args=[grant.pk]),
        )
        for grant in grants
    ]


def _system_link(person: User) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse("teams:system", args=[person.works_in_id]), person.works_in)


def _team_line(membership: Membership) -> tuple[str, SafeString, str]:
    link = format_html('<a href="{}">{}</a>', reverse("teams:team", args=[membership.team_id]), membership.team.name)
    spell = f"since {membership.joined_on:%-d %b %Y}"
    if membership.left_on:
        spell = f"{membership.joined_on:%-d %b %Y} to {membership.left_on:%-d %b %Y}"
    return TeamRole(membership.role).label, link, spell
