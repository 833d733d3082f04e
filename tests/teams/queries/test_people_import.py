"""Reading a spreadsheet of people: every bad row by number, column and reason."""

import pytest

from redesign.lib.reading import Unreadable, read_text
from teams.actions.invitations import invite, invite_all
from teams.enums import Discipline, Level, TeamRole
from teams.models import Invitation, System
from teams.queries.people_import import MOST_ROWS, read_people
from tests.factories.people import UserFactory
from tests.factories.systems import SystemFactory
from tests.factories.teams import TeamFactory

pytestmark = pytest.mark.django_db


def read(text: str):
    return read_people(read_text(text))


def told(text: str) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, problem.sentence) for problem in read(text).problems]


def test_a_whole_row_becomes_an_invitation():
    ward, team = SystemFactory(name="Larch ward"), TeamFactory(name="Home before noon")
    found = read(
        "Full name;E-Mail;Job;Profession;Ward;Team;Team role\n"
        "Kofi Mensah;Kofi@Example.org;Charge nurse;nurse;larch  WARD;Home before noon;Co-lead\n"
    )
    assert found.problems == []
    (line,) = found.lines
    assert (line.row, line.does) == (2, "Will be invited, to Home before noon")
    assert line.invitation == {
        "email": "kofi@example.org",
        "name": "Kofi Mensah",
        "job_title": "Charge nurse",
        "discipline": Discipline.NURSE,
        "works_in_id": ward.pk,
        "team_id": team.pk,
        "team_role": TeamRole.CO_LEAD,
        "is_outsider": False,
    }


def test_a_ward_whose_name_another_has_too_is_named_by_the_way_to_it():
    trust = SystemFactory(name="Trust", level=Level.MACRO)
    for division in ("Medicine", "Surgery"):
        SystemFactory(name="Ward 1", parent=SystemFactory(name=division, level=Level.MESO, parent=trust))
    SystemFactory(name="Old", parent=trust, closed_on="2024-01-01")
    assert told("Name,Email,Ward\nA,a@example.org,Ward 1\nB,b@example.org,Old\n") == [
        (
            2,
            "Ward",
            "There is more than one (2) open system called “Ward 1”. "
            "Write the way to it: “Trust / Medicine / Ward 1”; “Trust / Surgery / Ward 1”.",
        ),
        (3, "Ward", "There is no open system called “Old”."),
    ]
    for way in ("Surgery / ward 1", "trust > Surgery > Ward 1"):
        (line,) = read(f"Name,Email,Ward\nA,a@example.org,{way}\n").lines
        assert System.objects.get(pk=line.invitation["works_in_id"]).parent.name == "Surgery"


@pytest.mark.parametrize("count", [1, 3])
def test_reading_asks_four_queries_for_any_number_of_people(count, django_assert_num_queries):
    rows = "\n".join(f"Person {number},p{number}@example.org" for number in range(count))
    with django_assert_num_queries(4):
        assert len(read(f"Name,Email\n{rows}\n").to_invite) == count


def test_who_is_here_or_invited_stays_as_they_are_so_the_same_file_twice_changes_nothing():
    UserFactory(email="here@example.org")
    text = "Name,Email\nA,Here@example.org\nB,new@example.org\n"
    invite_all(by=UserFactory(), people=[line.invitation for line in read(text).to_invite])
    again = read(text)
    assert (again.problems, again.to_invite) == ([], [])
    assert [line.does for line in again.lines] == [
        "Is here already; nothing changes",
        "Has an open invitation; nothing changes",
    ]
    assert Invitation.objects.count() == 1


def test_each_bad_cell_is_told_at_its_row_and_column():
    TeamFactory(name="Twice")
    TeamFactory(name="Twice")
    assert told(
        "Name,Email,Discipline,Works in,Team,Role\n"
        ",a@example.org,,,,\n"
        "B,not-an-address,,,,\n"
        "C,c@example.org,Wizard,,,\n"
        "D,d@example.org,,Nowhere,,\n"
        "E,e@example.org,,,Twice,\n"
        "F,f@example.org,,,,Lead\n"
        "G,A@example.org,,,,\n"
    ) == [
        (2, "Name", "Everybody needs a name."),
        (3, "Email", "“not-an-address” is not an e-mail address."),
        (4, "Discipline", f"“Wizard” is not a discipline. Known are: {', '.join(Discipline.labels)}."),
        (5, "Works in", "There is no open system called “Nowhere”."),
        (6, "Team", "There is more than one (2) open team called “Twice”."),
        (7, "Role", f"“Lead” is not a role in a team. Known are: {', '.join(TeamRole.labels)}.")
        if "Lead" not in TeamRole.labels and "lead" not in TeamRole.values
        else (7, "Role", "A role needs its team: name it in the column “Team”."),
        (8, "Email", "The same address stands in row 2 already."),
    ]


def test_a_patient_partner_needs_a_team():
    assert told("Name,Email,Discipline\nJoan,j@example.org,Patient partner\n") == [
        (
            2,
            "Discipline",
            "A partner or another outsider sees only their teams: name the first one in the column “Team”.",
        )
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Who,Where\nA,B\n", "There is no column “Name” and no column “E-mail”"),
        ("Name,Phone\nA,B\n", "There is no column “E-mail”"),
        ("Name,Email\n", ""),
        ("Name,Email\n" + "A,a@example.org\n" * (MOST_ROWS + 1), "at most 2,000"),
    ],
)
def test_a_file_without_people_is_refused_in_words(text, sentence):
    with pytest.raises(Unreadable) as refused:
        read(text)
    assert sentence in refused.value.sentence


def test_an_expired_invitation_counts_as_open():
    invite(by=None, email="a@example.org", name="A")
    assert read("Name,Email\nA,a@example.org\n").to_invite == []
