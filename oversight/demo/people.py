"""The demo organisation's systems and people."""

import re

from oversight.demo import places
from oversight.demo.built import Built
from teams.enums import (
    PARTNERS,
    Role,
)
from teams.models import (
    RoleGrant,
    System,
    User,
)


def write_systems(built: Built) -> None:
    for level, name, parent, kind, purpose in places.table(places.SYSTEMS):
        built.systems[name] = System.objects.create(
            name=name,
            level=level.rstrip("*"),
            parent=built.systems.get(parent),
            kind=kind.capitalize(),
            supporting=level.endswith("*"),
            purpose=purpose,
        )


def write_people(built: Built) -> None:
    for name, title, discipline, system, *demo_key in places.table(places.PEOPLE):
        built.people[name] = User.objects.create_user(
            email=_address(name, demo_key[0] if demo_key else ""),
            name=name,
            job_title=title,
            discipline=discipline,
            works_in=built.systems.get(system),
            is_outsider=discipline in PARTNERS,
        )
    for role, names in places.table(places.ROLES):
        for name in names.split(", "):
            RoleGrant.objects.create(user=built.people[name], role=role)
    for system, name in places.table(places.LEADERS):
        leader = built.people[name]
        RoleGrant.objects.create(user=leader, role=Role.SYSTEM_LEADER, system=built.systems[system])


def _address(name: str, demo_key: str) -> str:
    if demo_key:
        return f"{demo_key}@demo.invalid"
    plain = re.sub(r"^(Dr|Mr|Miss|Professor) ", "", name).lower().replace("-", "").replace("'", "")
    return f"{plain.replace(' ', '.')}@thornmere.invalid"
