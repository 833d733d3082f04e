"""Addresses of the oversight app."""

from django.urls import path

from oversight.views import establishing

app_name = "oversight"
urlpatterns = [
    # establishing teams, and their states
    path("oversight/decisions/", establishing.decisions, name="decisions"),
    path("oversight/decisions/<int:pk>/", establishing.decide, name="decide"),
    path("oversight/teams/<int:pk>/state/", establishing.team_move, name="team-move"),
]
