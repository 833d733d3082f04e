"""How far an organisation has come in setting up."""

from dataclasses import dataclass

from django.db import connection
from django.urls import reverse

from redesign.lib.navigation import url_or_nothing


@dataclass(frozen=True)
class SetupStep:
    """One line of the checklist."""

    title: str
    why: str
    url: str
    button: str
    done: bool
    more_url: str = ""
    more: str = ""


_COUNTS = """
SELECT
  EXISTS (SELECT 1 FROM teams_system),
  (SELECT count(*) FROM (SELECT 1 FROM teams_system LIMIT 2) AS few) > 1,
  EXISTS (SELECT 1 FROM teams_invitation) OR (SELECT count(*) FROM (SELECT 1 FROM teams_user LIMIT 2) AS few) > 1,
  EXISTS (SELECT 1 FROM teams_rolegrant WHERE role = 'oversight'),
  EXISTS (SELECT 1 FROM teams_team),
  EXISTS (SELECT 1 FROM teams_team WHERE state NOT IN ('proposed', 'closed')),
  EXISTS (SELECT 1 FROM measures_measure),
  EXISTS (SELECT 1 FROM measures_point)
"""


def checklist_steps(*, may_define: bool = True) -> list[SetupStep]:
    """The steps in their order, each ticked when what it asks for is there: one query.

    Who may not define measures (`may_define`) is led to the list of them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS)
        root, tree, people, group, team, established, measure, point = cursor.fetchone()
    return [
        SetupStep(
            "Draw the tree of systems",
            "The organisation first, then its divisions, then the wards, clinics and services in them.",
            reverse("teams:system-new"),
            "Add a system" if root else "Add the organisation",
            tree,
            url_or_nothing("teams:system-import"),
            "Import a spreadsheet",
        ),
        SetupStep(
            "Bring in the people",
            "Each gets a link by e-mail and chooses a password.",
            reverse("teams:people-import"),
            "Import a spreadsheet",
            people,
            reverse("teams:invite"),
            "Invite one",
        ),
        SetupStep(
            "Name the oversight group",
            "Senior clinicians and managers who establish teams and share out what is scarce. Open a person, then Roles.",
            reverse("teams:people"),
            "Choose them",
            group,
        ),
        SetupStep(
            "Propose the first team",
            "A small one, about something that bothers patients and staff every day.",
            reverse("teams:team-propose"),
            "Propose a team",
            team,
        ),
        SetupStep(
            "Establish it",
            "The oversight group decides; then the team writes its charter.",
            url_or_nothing("oversight:decisions"),
            "Open proposals",
            established,
        ),
        SetupStep(
            "Define the first measure",
            "So precisely that two people would count the same. A lead defines it for the team, an analyst anywhere.",
            url_or_nothing("measures:measure-new") if may_define else url_or_nothing("measures:measures"),
            "Define a measure" if may_define else "Measures",
            measure,
        ),
        SetupStep(
            "Enter the first data",
            "By hand on a phone, or pasted from a spreadsheet. Imperfect data are welcome.",
            url_or_nothing("measures:measures"),
            "Choose the measure",
            point,
        ),
    ]
