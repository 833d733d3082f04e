"""The kinds of things in this app whose history has a page."""

from django.urls import reverse

from redesign.lib.history import Kind, Part, register
from teams.models import (
    ChangeIdea,
    Cycle,
    CycleNote,
    Membership,
    Organisation,
    ProgressScore,
    RoleGrant,
    StateChange,
    System,
    Team,
    User,
)
from teams.permissions.cycles import can_read_cycle
from teams.permissions.organisation import can_administer, can_read_organisation
from teams.permissions.teams import can_read_team


def register_kinds() -> None:
    """Called once when the app is ready."""
    register(
        Kind(
            name="team",
            find=lambda pk: Team.objects.filter(pk=pk).first(),
            may_read=can_read_team,
            heading=lambda team: team.name,
            url=lambda team: reverse("teams:team", args=[team.pk]),
            parts=(
                Part(Team),
                Part(Membership, via="team_id", words="Membership", untold=frozenset({"team"})),
                Part(StateChange, via="team_id", words="Change of state", untold=frozenset({"team"})),
                Part(ProgressScore, via="team_id", words="Progress score", untold=frozenset({"team"})),
                Part(Cycle, via="team_id", words="PDSA cycle", untold=frozenset({"team"}), labels=("delete",)),
            ),
        ),
        Kind(
            name="organisation",
            find=lambda pk: Organisation.objects.filter(pk=pk).first(),
            may_read=lambda user, _: can_administer(user),
            heading=str,
            url=lambda _: reverse("teams:organisation"),
            parts=(Part(Organisation),),
        ),
        Kind(
            name="system",
            find=lambda pk: System.objects.filter(pk=pk).first(),
            may_read=lambda user, _: can_read_organisation(user),
            heading=lambda system: system.name,
            url=lambda system: reverse("teams:system", args=[system.pk]),
            parts=(Part(System),),
        ),
        Kind(
            name="idea",
            find=lambda pk: ChangeIdea.objects.select_related("team").filter(pk=pk).first(),
            may_read=lambda user, idea: can_read_team(user, idea.team),
            heading=lambda idea: idea.title,
            url=lambda idea: reverse("teams:idea", args=[idea.pk]),
            parts=(Part(ChangeIdea, untold=frozenset({"team"})),),
        ),
        Kind(
            name="cycle",
            find=lambda pk: Cycle.objects.select_related("team").filter(pk=pk).first(),
            may_read=can_read_cycle,
            heading=lambda cycle: cycle.title,
            url=lambda cycle: reverse("teams:cycle", args=[cycle.pk]),
            parts=(
                Part(Cycle, untold=frozenset({"team"})),
                Part(CycleNote, via="cycle_id", words="Note", untold=frozenset({"cycle", "written_at"})),
            ),
        ),
        Kind(
            name="person",
            find=lambda pk: User.objects.filter(pk=pk).first(),
            may_read=lambda user, _: can_administer(user),
            heading=lambda person: person.name,
            url=lambda person: reverse("teams:person", args=[person.pk]),
            parts=(
                Part(User),
                Part(RoleGrant, via="user_id", words="Role", untold=frozenset({"user"})),
                Part(Membership, via="user_id", words="Membership", untold=frozenset({"user"})),
            ),
        ),
        Kind(
            name="role",
            find=lambda pk: RoleGrant.objects.select_related("user").filter(pk=pk).first(),
            may_read=lambda user, _: can_administer(user),
            heading=str,
            url=lambda grant: reverse("teams:roles", args=[grant.user_id]),
            parts=(Part(RoleGrant),),
        ),
    )
