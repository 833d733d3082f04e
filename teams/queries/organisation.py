"""What pages show of the organisation itself."""

from dataclasses import dataclass

from django.conf import settings

from redesign.lib.components import initials
from teams.models import Organisation, User

DEMO_DOMAIN = "demo.invalid"
SEVEN = {
    "nurse": "Adds data and notes what happened, on a phone",
    "lead": "Charters a team, plans and studies its tests",
    "coach": "Sees who is stuck, scores progress",
    "analyst": "Defines measures, imports, mends data",
    "chair": "Establishes teams, settles who gets what",
    "chief": "Reads the wall, removes barriers at the top",
    "admin": "Looks after people, roles and the tree",
}
"""The persons that one may enter the demo as, and what they do there."""


@dataclass(frozen=True)
class DemoPerson:
    """One button of the panel on the demo's sign-in page."""

    key: str
    name: str
    initials: str
    role: str
    line: str


def demo_people() -> list[DemoPerson]:
    """The seven, in their order; none outside the demo. Two queries in the demo, none elsewhere."""
    if not _is_demo():
        return []
    addresses = {f"{key}@{DEMO_DOMAIN}": key for key in SEVEN}
    found = {
        addresses[email]: (name, job_title)
        for email, name, job_title in User.objects.filter(email__in=addresses, is_active=True).values_list(
            "email", "name", "job_title"
        )
    }
    return [
        DemoPerson(key, name, initials(name), role, line)
        for key, line in SEVEN.items()
        for name, role in [found.get(key, ("", ""))]
        if name
    ]


def demo_person(key: str) -> User | None:
    """The person whom a button of the panel means; None for another word, and always outside the demo."""
    if key not in SEVEN or not _is_demo():
        return None
    return User.objects.filter(email=f"{key}@{DEMO_DOMAIN}", is_active=True).first()


def organisation_here() -> Organisation:
    """The organisation whose deployment this is; nameless until somebody has set it up. One query."""
    return Organisation.objects.first() or Organisation()


def waits_to_be_set_up() -> bool:
    """Whether nobody has set the organisation up yet, so that nobody can sign in."""
    return not settings.DEMO and not User.objects.exists()


def _is_demo() -> bool:
    """Both must say so: the setting of this deployment, and the stamp on its database."""
    return settings.DEMO and Organisation.objects.filter(is_demo=True).exists()
