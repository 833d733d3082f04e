"""Addresses of the oversight app."""

from django.urls import path

from oversight.views import establishing, home, search, setup

app_name = "oversight"
urlpatterns = [
    # establishing teams, and their states
    path("oversight/decisions/", establishing.decisions, name="decisions"),
    path("oversight/decisions/<int:pk>/", establishing.decide, name="decide"),
    path("oversight/teams/<int:pk>/state/", establishing.team_move, name="team-move"),
]

urlpatterns += [  # home, search, setting up
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("setup/checklist/", setup.checklist, name="checklist"),
    path("setup/checklist/hide/", setup.checklist_hide, name="checklist-hide"),
    path("setup/<str:token>/", setup.setup, name="setup"),
]
