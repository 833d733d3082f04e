"""Addresses of the teams app."""

from django.urls import path

from teams.views import (
    account,
    cycles,
    drafts,
    history,
    ideas,
    invitations,
    memberships,
    organisation,
    people,
    roles,
    systems,
    teams,
)

app_name = "teams"
urlpatterns = [
    # systems
    path("systems/", systems.system_list, name="systems"),
    path("systems/new/", systems.system_new, name="system-new"),
    path("systems/import/", systems.system_import, name="system-import"),
    path("systems/<int:pk>/", systems.system_detail, name="system"),
    path("systems/<int:pk>/edit/", systems.system_edit, name="system-edit"),
    path("systems/<int:pk>/move/", systems.system_move, name="system-move"),
    path("systems/<int:pk>/close/", systems.system_close, name="system-close"),
    # teams
    path("teams/", teams.team_list, name="teams"),
    path("teams/mine/", teams.team_mine, name="mine"),
    path("teams/propose/", teams.team_propose, name="team-propose"),
    path("teams/<int:pk>/", teams.team_detail, name="team"),
    path("teams/<int:pk>/charter/", teams.team_charter, name="team-charter"),
    path("teams/<int:pk>/state/", teams.team_state, name="team-state"),
    path("teams/requests/<int:pk>/withdraw/", teams.state_withdraw, name="state-withdraw"),
    path("teams/<int:pk>/progress/", teams.team_progress, name="progress"),
    # members
    path("teams/<int:pk>/members/", memberships.member_list, name="members"),
    path("teams/<int:pk>/members/add/", memberships.member_add, name="member-add"),
    path("members/<int:pk>/", memberships.member_edit, name="member-edit"),
    path("members/<int:pk>/leave/", memberships.member_leave, name="member-leave"),
    path("people/options/", memberships.person_options, name="person-options"),
]

urlpatterns += [  # people and signing in
    path("me/", account.account, name="account"),
    path("me/theme/", account.theme, name="theme"),
    path("me/password/", account.password_change, name="password"),
    path("words/", organisation.glossary, name="glossary"),
    path("organisation/", organisation.organisation, name="organisation"),
    path("demo/sign-in/", organisation.demo_sign_in, name="demo-sign-in"),
    path("welcome/<str:token>/", invitations.invitation, name="invitation"),
    path("people/", people.person_list, name="people"),
    path("people/invitations/", invitations.invitation_list, name="invitations"),
    path("people/invite/", invitations.invitation_new, name="invite"),
    path("people/invitations/<int:pk>/resend/", invitations.invitation_resend, name="invitation-resend"),
    path("people/invitations/<int:pk>/withdraw/", invitations.invitation_withdraw, name="invitation-withdraw"),
    path("people/import/", people.people_import, name="people-import"),
    path("people/<int:pk>/", people.person_detail, name="person"),
    path("people/<int:pk>/edit/", people.person_edit, name="person-edit"),
    path("people/<int:pk>/deactivate/", people.person_deactivate, name="person-deactivate"),
    path("people/<int:pk>/reactivate/", people.person_reactivate, name="person-reactivate"),
    path("people/<int:pk>/roles/", roles.roles, name="roles"),
    path("roles/<int:pk>/revoke/", roles.role_revoke, name="role-revoke"),
]

urlpatterns += [  # improvement work
    path("cycles/", cycles.cycle_list, name="cycles"),
    path("cycles/<int:pk>/", cycles.cycle_detail, name="cycle"),
    path("cycles/<int:pk>/plan/", cycles.cycle_plan, name="cycle-plan"),
    path("cycles/<int:pk>/give-up/", cycles.cycle_give_up, name="cycle-give-up"),
    path("cycles/<int:pk>/note/", cycles.cycle_note, name="cycle-note"),
    path("cycles/<int:pk>/do/", cycles.cycle_do, name="cycle-do"),
    path("cycles/<int:pk>/study/", cycles.cycle_study, name="cycle-study"),
    path("cycles/<int:pk>/move/", cycles.cycle_move, name="cycle-move"),
    path("cycles/<int:pk>/act/", cycles.cycle_act, name="cycle-act"),
    path("teams/<int:pk>/cycles/new/", cycles.cycle_new, name="cycle-new"),
    path("teams/<int:pk>/ideas/", ideas.idea_list, name="ideas"),
    path("teams/<int:pk>/ideas/new/", ideas.idea_new, name="idea-new"),
    path("ideas/", ideas.idea_everywhere, name="ideas-everywhere"),
    path("ideas/<int:pk>/", ideas.idea_detail, name="idea"),
    path("ideas/<int:pk>/edit/", ideas.idea_edit, name="idea-edit"),
    path("drafts/", drafts.draft_save, name="draft-save"),
    path("drafts/discard/", drafts.draft_discard, name="draft-discard"),
    path("history/<str:kind>/<int:pk>/", history.history, name="history"),
]
