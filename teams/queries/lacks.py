"""What a team still lacks, each with the place to mend it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from teams.enums import CLINICAL, LEADING, PARTNERS, Permanence, TeamRole, TeamState
from teams.models import Membership, Team, User
from teams.permissions.teams import can_edit_charter, can_edit_members

Mends = Callable[[User, Team], bool]


def can_complete_charter(user: User, team: Team) -> bool:
    """Whoever writes the charter, while it may be written."""
    return can_edit_charter(user, team) and (team.is_running or team.state == TeamState.PROPOSED)


@dataclass(frozen=True)
class Lack:
    """Something that a team lacks: what, why it matters, where to mend it, and who may (nobody else sees the link)."""

    key: str
    title: str
    why: str
    url: str
    mend: str
    by: Mends = can_edit_members


Source = Callable[[Team], list[Lack]]
_elsewhere: list[Source] = []


def also_ask(source: Source) -> None:
    """Let a higher app name what a team lacks in its eyes; call it once, in the app's `ready()`.

    A source asks one query at most.
    """
    if source not in _elsewhere:
        _elsewhere.append(source)


def lacks_of(team: Team, members: Iterable[Membership]) -> list[Lack]:
    """What the team lacks, the weightiest first; nothing is asked of a closed team.

    `members` are the current ones. One query for each source of the higher apps, none besides.
    """
    if team.state == TeamState.CLOSED:
        return []
    return [*people_lacking(team, members), *_charter_lacking(team), *_asked_elsewhere(team)]


def _asked_elsewhere(team: Team) -> list[Lack]:
    return [lack for source in _elsewhere for lack in source(team)]


def people_lacking(team: Team, members: Iterable[Membership]) -> list[Lack]:
    """Whom the team lacks; no query. `members` are the current ones, with their people.

    Somebody whose account is closed is no longer there, though nobody has said yet that they left.
    """
    everybody = list(members)
    members = [each for each in everybody if each.user.is_active]
    add = reverse("teams:member-add", args=[team.pk])
    found = []
    leads = [each for each in members if each.role in LEADING]
    disciplines = {each.discipline for each in members if each.role not in (TeamRole.COACH, TeamRole.SUPPORT)}
    if not any(each.role == TeamRole.LEAD for each in members):
        gone = next((each.user.name for each in everybody if each.role == TeamRole.LEAD), "")
        why = f"The account of {gone} is closed: somebody else must" if gone else "Somebody must"
        found.append(Lack("lead", "A lead", f"{why} hold the team together.", f"{add}?role=lead", "Name a lead"))
    elif not any(each.discipline in CLINICAL for each in leads):
        why = "Teams led by clinicians change clinical work; a co-lead will do."
        found.append(Lack("clinician", "A clinician to lead", why, f"{add}?role=co_lead", "Add a clinical co-lead"))
    if not disciplines & PARTNERS:
        why = "Patients and families see the journey that nobody else sees whole."
        found.append(Lack("partner", "A patient or family partner", why, add, "Add a partner"))
    if len(disciplines) == 1:
        why = "Everybody in it is of one discipline; the work crosses several."
        found.append(Lack("disciplines", "A second discipline", why, add, "Add somebody"))
    if not any(each.role == TeamRole.COACH for each in members):
        why = "A coach keeps the method and asks the questions."
        found.append(Lack("coach", "A coach", why, f"{add}?role=coach", "Add a coach"))
    return found


def _charter_lacking(team: Team) -> list[Lack]:
    charter = reverse("teams:team-charter", args=[team.pk])
    found = []

    def lack(key: str, title: str, why: str, mend: str) -> None:
        found.append(Lack(key, title, why, f"{charter}#id_{key}", mend, by=can_complete_charter))

    if not team.sponsor_id:
        lack("sponsor", "A sponsor", "Somebody senior who opens doors and answers for the time.", "Name a sponsor")
    if team.protected_hours is None or team.protected_hours == 0:
        lack("protected_hours", "Protected time", "Redesign is not done after hours.", "Say how many hours")
    if not (team.aim_what and team.aim_to is not None and team.aim_by):
        why = "What, for whom, how much, by when: without it nobody can tell success."
        lack("aim_what", "A whole aim statement", why, "Complete the aim")
    if not team.efficiency_what:
        why = "Quality and efficiency belong in one aim: what will take less?"
        lack("efficiency_what", "An efficiency aim", why, "Add it")
    if team.permanence == Permanence.TEMPORARY and team.ends_on is None:
        lack("ends_on", "A last day", "A temporary team knows when it ends, or becomes permanent.", "Set the day")
    return found


def charter_gaps(team: Team, *, has_lead: bool) -> list[str]:
    """What must be said before a team can be active: a lead, and an aim with its figures and its day."""
    required = (
        (has_lead, "a lead"),
        (team.aim_what, "what will be better"),
        (team.aim_for_whom, "for whom"),
        (team.aim_from is not None, "the figure it starts from"),
        (team.aim_to is not None, "the figure to reach"),
        (team.aim_unit, "the unit of the figures"),
        (team.aim_by is not None, "the day by which"),
    )
    return [words for said, words in required if not said]
