"""People for tests; each signs in with `PASSWORD`."""

import factory

from teams.enums import Discipline, Role
from teams.models import RoleGrant, User
from tests.factories.systems import SystemFactory

PASSWORD = "a long enough password"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda number: f"Person {number}")
    email = factory.Sequence(lambda number: f"person{number}@example.org")
    job_title = "Staff nurse"
    discipline = Discipline.NURSE
    password = factory.django.Password(PASSWORD)


class OutsiderFactory(UserFactory):
    """A patient partner, who sees only the teams that they belong to."""

    name = factory.Sequence(lambda number: f"Partner {number}")
    job_title = "Patient partner"
    discipline = Discipline.PATIENT_PARTNER
    is_outsider = True


class RoleGrantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RoleGrant

    user = factory.SubFactory(UserFactory)
    role = Role.ANALYST
    system = factory.Maybe(
        factory.LazyAttribute(lambda grant: grant.role == Role.SYSTEM_LEADER), factory.SubFactory(SystemFactory), None
    )


def person_with(role: Role, **fields) -> User:
    """A person who holds this role; pass `system=` for a system leader."""
    return RoleGrantFactory(role=role, **fields).user
