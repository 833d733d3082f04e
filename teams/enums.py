"""The fixed words of systems, people, teams and cycles, and which state may follow which."""

from django.db import models


class Level(models.TextChoices):
    MACRO = "macro", "Macrosystem"
    MESO = "meso", "Mesosystem"
    MICRO = "micro", "Microsystem"


LEVEL_DEPTH = {Level.MACRO: 0, Level.MESO: 1, Level.MICRO: 2}
"""A system may stand only under one whose depth here is not greater."""


class Role(models.TextChoices):
    """What a person may change beyond their own teams; granted on the organisation, a system leader's on a system."""

    SYSTEM_LEADER = "system_leader", "System leader"
    ANALYST = "analyst", "Analyst"
    OVERSIGHT = "oversight", "Oversight group"
    EXECUTIVE = "executive", "Executive"
    ADMINISTRATOR = "administrator", "Administrator"


class TeamRole(models.TextChoices):
    LEAD = "lead", "Team lead"
    CO_LEAD = "co_lead", "Co-lead"
    MEMBER = "member", "Member"
    COACH = "coach", "Coach"
    SUPPORT = "support", "Internal support"


LEADING = frozenset({TeamRole.LEAD, TeamRole.CO_LEAD})
SERVING = frozenset({TeamRole.COACH, TeamRole.SUPPORT})


class Discipline(models.TextChoices):
    DOCTOR = "doctor", "Doctor"
    NURSE = "nurse", "Nurse"
    MIDWIFE = "midwife", "Midwife"
    THERAPIST = "therapist", "Allied health professional"
    PHARMACIST = "pharmacist", "Pharmacist"
    SCIENTIST = "scientist", "Healthcare scientist"
    CARE_ASSISTANT = "care_assistant", "Healthcare assistant"
    PORTER = "porter", "Porter or housekeeper"
    CLERK = "clerk", "Clerk or receptionist"
    MANAGER = "manager", "Manager"
    DESIGN_ENGINEER = "design_engineer", "Design engineer"
    ANALYST = "analyst", "Data analyst"
    INFORMATICS = "informatics", "Informatics"
    FINANCE = "finance", "Finance"
    ORGANISATION_DEVELOPMENT = "organisation_development", "Organisational development"
    REFERRER = "referrer", "Referrer"
    COMMUNITY = "community", "Community or social care"
    PATIENT_PARTNER = "patient_partner", "Patient partner"
    FAMILY_PARTNER = "family_partner", "Family partner"
    OTHER = "other", "Other"


CLINICAL = frozenset(
    {
        Discipline.DOCTOR,
        Discipline.NURSE,
        Discipline.MIDWIFE,
        Discipline.THERAPIST,
        Discipline.PHARMACIST,
        Discipline.SCIENTIST,
        Discipline.CARE_ASSISTANT,
        Discipline.REFERRER,
    }
)
PARTNERS = frozenset({Discipline.PATIENT_PARTNER, Discipline.FAMILY_PARTNER})


class Words(models.TextChoices):
    """Which vocabulary a person reads on pages."""

    IMPROVEMENT = "improvement", "Improvement words"
    CLINICAL = "clinical", "Clinical words"


class Theme(models.TextChoices):
    AUTO = "auto", "As my device"
    LIGHT = "light", "Light"
    DARK = "dark", "Dark"


class Permanence(models.TextChoices):
    PERMANENT = "permanent", "Permanent"
    TEMPORARY = "temporary", "Temporary"


class TeamState(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    CHARTERED = "chartered", "Chartered"
    ACTIVE = "active", "Active"
    SUSTAINING = "sustaining", "Sustaining"
    PAUSED = "paused", "Paused"
    CLOSED = "closed", "Closed"


NEXT_STATES: dict[str, set[str]] = {
    TeamState.PROPOSED: {TeamState.CHARTERED, TeamState.CLOSED},
    TeamState.CHARTERED: {TeamState.ACTIVE, TeamState.PAUSED, TeamState.CLOSED},
    TeamState.ACTIVE: {TeamState.SUSTAINING, TeamState.PAUSED, TeamState.CLOSED},
    TeamState.SUSTAINING: {TeamState.ACTIVE, TeamState.PAUSED, TeamState.CLOSED},
    TeamState.PAUSED: {TeamState.CHARTERED, TeamState.ACTIVE, TeamState.SUSTAINING, TeamState.CLOSED},
    TeamState.CLOSED: set(),
}
"""The lifecycle of a team. A proposal that is turned down is closed with its reason."""

RUNNING = frozenset({TeamState.CHARTERED, TeamState.ACTIVE, TeamState.SUSTAINING})
"""States in which a team's work may be changed."""

RESTING = frozenset({TeamState.PAUSED, TeamState.CLOSED})
"""States in which a team's work stands still."""


PROGRESS_STEPS: dict[str, tuple[str, str]] = {
    "0.5": ("Intent", "People have said that they want to take part; the charter is not written."),
    "1.0": ("Team formed", "There is a team with a charter; its work has not been planned yet."),
    "1.5": ("Planning", "The team meets, has chosen its measures and plans its first tests."),
    "2.0": ("Activity", "The team collects data and prepares tests; nothing has been changed yet."),
    "2.5": ("Changes tested", "Tests of change are run; the measures do not show improvement yet."),
    "3.0": ("Modest improvement", "Tests go on at growing scale; process measures begin to improve."),
    "3.5": ("Improvement", "Process measures have improved, and an outcome moves in the right direction."),
    "4.0": ("Significant improvement", "Most changes are in place; outcomes are half the way to the aim, or further."),
    "4.5": ("Sustained improvement", "The aim is reached and holds; the changes are the normal way of working."),
    "5.0": ("Outstanding results", "The aim is surpassed and holds; others adopt what this team has learnt."),
}
"""What each step of the progress score means, after the scale of the Institute for Healthcare Improvement."""


class Reconfigures(models.TextChoices):
    WORKFLOW = "workflow", "Workflow"
    WORKFORCE = "workforce", "Workforce"
    TECHNOLOGY = "technology", "Supporting technology"
    SITE = "site", "Physical site"


class IdeaSource(models.TextChoices):
    STAFF = "staff", "Staff"
    PATIENTS = "patients", "Patients and families"
    LITERATURE = "literature", "Literature"
    OTHER_TEAM = "other_team", "Another team"


class Step(models.TextChoices):
    PLAN = "plan", "Plan"
    DO = "do", "Do"
    STUDY = "study", "Study"
    ACT = "act", "Act"


NEXT_STEPS: dict[str, set[str]] = {
    Step.PLAN: {Step.DO},
    Step.DO: {Step.STUDY},
    Step.STUDY: {Step.ACT},
    Step.ACT: set(),  # adopt, adapt or abandon; adapting opens the next cycle of the ramp
}


class ActDecision(models.TextChoices):
    ADOPT = "adopt", "Adopt"
    ADAPT = "adapt", "Adapt"
    ABANDON = "abandon", "Abandon"


class PredictionKind(models.TextChoices):
    NUMBER = "number", "A number"
    YES_NO = "yes_no", "Yes or no"


class PredictedAs(models.TextChoices):
    """How a predicted number is meant, so that a result can be held against it without arguing."""

    AT_MOST = "at_most", "At most"
    AT_LEAST = "at_least", "At least"
    ABOUT = "about", "About"


class Verdict(models.TextChoices):
    """What the result says about the prediction."""

    MET = "met", "As predicted"
    NOT_MET = "not_met", "Not as predicted"
    UNCLEAR = "unclear", "Cannot tell"


class Scale(models.TextChoices):
    """How far one cycle reaches; a ramp grows from one to the next."""

    ONE_PERSON = "one_person", "One patient or one colleague"
    ONE_SHIFT = "one_shift", "One shift or one clinic"
    ONE_WEEK = "one_week", "One week"
    ONE_UNIT = "one_unit", "The whole microsystem"
    SEVERAL_UNITS = "several_units", "Several microsystems"
