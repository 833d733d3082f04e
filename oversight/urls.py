"""Addresses of the oversight app."""

from django.urls import path, register_converter

from oversight.views import (
    barriers,
    conflicts,
    establishing,
    home,
    jobs,
    panels,
    portfolio,
    priorities,
    ratings,
    requests,
    resources,
    roll_up,
    screens,
    search,
    setup,
    walls,
    weights,
)
from redesign.lib.dates import WeekInAddress

app_name = "oversight"
register_converter(WeekInAddress, "week")
urlpatterns = [
    # establishing teams, and their states
    path("oversight/decisions/", establishing.decisions, name="decisions"),
    path("oversight/decisions/<int:pk>/", establishing.decision, name="decide"),
    path("oversight/teams/<int:pk>/state/", establishing.team_move, name="team-move"),
]

urlpatterns += [  # home, search, setting up
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("setup/checklist/", setup.checklist, name="checklist"),
    path("setup/checklist/hide/", setup.checklist_hide, name="checklist-hide"),
    path("setup/<str:token>/", setup.setup, name="setup"),
]

urlpatterns += [  # the portfolio, priorities, ratings
    path("oversight/", portfolio.portfolio, name="portfolio"),
    path("oversight/priorities/", priorities.priorities, name="priorities"),
    path("oversight/priorities/weights/", weights.weights, name="weights"),
    path("oversight/priorities/weights/save/", weights.weights_save, name="weights-save"),
    path("oversight/priorities/new/", priorities.priority_new, name="priority-new"),
    path("oversight/priorities/<int:pk>/", priorities.priority_edit, name="priority-edit"),
    path("oversight/priorities/<int:pk>/retire/", priorities.priority_retire, name="priority-retire"),
    path("oversight/criteria/new/", priorities.criterion_new, name="criterion-new"),
    path("oversight/criteria/<int:pk>/", priorities.criterion_edit, name="criterion-edit"),
    path("oversight/criteria/<int:pk>/retire/", priorities.criterion_retire, name="criterion-retire"),
    path("oversight/teams/<int:pk>/rating/", ratings.team_rating, name="team-rating"),
]

urlpatterns += [  # shared resources, requests, conflicts
    path("oversight/resources/", resources.resources, name="resources"),
    path("oversight/resources/new/", resources.resource_new, name="resource-new"),
    path("oversight/resources/<int:pk>/", resources.resource, name="resource"),
    path("oversight/resources/<int:pk>/edit/", resources.resource_edit, name="resource-edit"),
    path("oversight/resources/<int:pk>/retire/", resources.resource_retire, name="resource-retire"),
    path("oversight/resources/<int:pk>/capacity/", resources.capacity_set, name="capacity-set"),
    path("oversight/capacity/<int:pk>/clear/", resources.capacity_clear, name="capacity-clear"),
    path("oversight/conflicts/", conflicts.conflicts, name="conflicts"),
    path("oversight/conflicts/<int:pk>/<week:week>/", conflicts.conflict, name="conflict"),
    path("oversight/conflicts/<int:pk>/<week:week>/settle/", conflicts.conflict_settle, name="conflict-settle"),
    path("teams/<int:pk>/requests/new/", requests.request_new, name="request-new"),
    path("teams/<int:pk>/requests/load/", requests.request_load, name="request-load"),
    path("requests/<int:pk>/", requests.request_page, name="request"),
    path("requests/<int:pk>/edit/", requests.request_edit, name="request-edit"),
    path("requests/<int:pk>/withdraw/", requests.request_withdraw, name="request-withdraw"),
    path("requests/<int:pk>/settle/", requests.request_settle, name="request-settle"),
    path("oversight/of-team/<int:pk>/", panels.team_panel, name="team-panel"),
]

urlpatterns += [  # barriers
    path("barriers/", barriers.barriers, name="barriers"),
    path("barriers/<int:pk>/", barriers.barrier, name="barrier"),
    path("barriers/<int:pk>/edit/", barriers.barrier_edit, name="barrier-edit"),
    path("barriers/<int:pk>/own/", barriers.barrier_own, name="barrier-own"),
    path("barriers/<int:pk>/answer/", barriers.barrier_answer, name="barrier-answer"),
    path("barriers/<int:pk>/escalate/", barriers.barrier_escalate, name="barrier-escalate"),
    path("barriers/<int:pk>/remove/", barriers.barrier_remove, name="barrier-remove"),
    path("barriers/<int:pk>/withdraw/", barriers.barrier_withdraw, name="barrier-withdraw"),
    path("teams/<int:pk>/barriers/raise/", barriers.barrier_raise, name="barrier-raise"),
]

urlpatterns += [  # roll-up and data walls
    path("oversight/roll-up/", roll_up.roll_up, name="roll-up"),
    path("oversight/of-system/<int:pk>/", roll_up.system_panel, name="system-panel"),
    path("walls/", walls.walls, name="walls"),
    path("walls/<int:pk>/", walls.wall, name="wall"),
    path("walls/<int:pk>/tiles/", walls.wall_tiles, name="wall-tiles"),
    path("walls/<int:pk>/edit/", walls.wall_edit, name="wall-edit"),
    path("walls/<int:pk>/screens/", screens.screens, name="screens"),
    path("walls/screens/<int:pk>/end/", screens.screen_end, name="screen-end"),
    path("walls/screen/<str:token>/", screens.screen, name="screen"),
    path("walls/screen/<str:token>/tiles/", screens.screen_tiles, name="screen-tiles"),
]

urlpatterns += [  # work owed to the background
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<int:pk>/again/", jobs.job_again, name="job-again"),
]
