"""Addresses of the teams app."""

from django.urls import path

from teams.views import memberships, systems, teams

app_name = "teams"
urlpatterns = [
    # systems
    path("systems/", systems.system_list, name="systems"),
    path("systems/new/", systems.system_new, name="system-new"),
    path("systems/import/", systems.system_import, name="system-import"),
    path("systems/<int:pk>/", systems.system_page, name="system"),
    path("systems/<int:pk>/edit/", systems.system_edit, name="system-edit"),
    path("systems/<int:pk>/move/", systems.system_move, name="system-move"),
    path("systems/<int:pk>/close/", systems.system_close, name="system-close"),
    # teams
    path("teams/", teams.team_list, name="teams"),
    path("teams/mine/", teams.my_teams, name="mine"),
    path("teams/propose/", teams.team_propose, name="team-propose"),
    path("teams/<int:pk>/", teams.team_page, name="team"),
    path("teams/<int:pk>/charter/", teams.team_charter, name="team-charter"),
    path("teams/<int:pk>/state/", teams.team_state, name="team-state"),
    path("teams/<int:pk>/progress/", teams.team_progress, name="progress"),
    # members
    path("teams/<int:pk>/members/", memberships.member_list, name="members"),
    path("teams/<int:pk>/members/add/", memberships.member_add, name="member-add"),
    path("members/<int:pk>/", memberships.member_edit, name="member-edit"),
    path("members/<int:pk>/leave/", memberships.member_leave, name="member-leave"),
]
