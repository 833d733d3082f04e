from teams.models.cycles import ChangeIdea, Cycle, CycleNote
from teams.models.drafts import Draft
from teams.models.jobs import Job
from teams.models.memberships import Membership
from teams.models.organisation import Organisation
from teams.models.people import Invitation, User
from teams.models.roles import RoleGrant
from teams.models.systems import System
from teams.models.teams import ProgressScore, StateChange, Team

__all__ = [
    "ChangeIdea",
    "Cycle",
    "CycleNote",
    "Draft",
    "Invitation",
    "Job",
    "Membership",
    "Organisation",
    "ProgressScore",
    "RoleGrant",
    "StateChange",
    "System",
    "Team",
    "User",
]
