"""Home: what waits for a person today, by everything that they are here, then what is theirs.

Each part is one query that is asked only of those whom it concerns, so that a page costs a nurse four queries and
nobody more than thirteen, whatever the number of rows; `home` says which.
"""

from oversight.queries.home.duties import (
    barriers_waiting,
    conflicts,
    decisions,
    for_administrators,
    systems_led,
    without_a_lead,
)
from oversight.queries.home.lines import SHOWN, Home, Waiting
from oversight.queries.home.measures import (
    late_data,
    measure_lines,
    own_measures,
    points_due,
    signals_to_answer,
    whole_system_measures,
)
from oversight.queries.home.teams import (
    cycles_of,
    cycles_waiting,
    team_cards,
    teams_needing_attention,
    teams_of,
    teams_waiting,
)
from oversight.queries.setup import checklist_steps
from redesign.lib.dates import today
from teams.enums import Role
from teams.models import User
from teams.permissions.standing import standing


def home(user: User) -> Home:
    """The page of this person.

    Beside the person's standing (one query): their measures (one, or two where they have none of their own), teams
    and cycles (one each where they are in a team), barriers (one for staff), systems led (one where they lead any);
    for the oversight group open proposals, conflicts, teams without a lead and teams that need attention (four); for analysts late data
    (one); for administrators accounts, jobs and the set-up checklist (two).
    """
    me = standing(user)
    now = today()
    waiting: list[Waiting] = []
    teams = teams_of(me) if me.teams else []
    cycles = cycles_of(me) if me.teams else []
    own = own_measures(user, me)
    waiting += points_due(own, me, user, now) + cycles_waiting(cycles, me, now) + teams_waiting(teams, me, now)
    waiting += signals_to_answer(own, me, now)
    if me.is_staff:
        waiting += barriers_waiting(user, me, now)
    if me.has(Role.OVERSIGHT):
        waiting += decisions(now) + conflicts(now) + without_a_lead(now)
    if me.has(Role.ANALYST):
        waiting += late_data(now)
    steps_done, steps_all, next_step = 0, 0, ""
    if me.has(Role.ADMINISTRATOR):
        more, checklist_hidden = for_administrators(now)
        waiting += more
        if not checklist_hidden:
            steps = checklist_steps()
            steps_done, steps_all = sum(step.done for step in steps), len(steps)
            next_step = next((step.title for step in steps if not step.done), "")
    waiting.sort(key=lambda each: each.order)
    systems = systems_led(me) if me.systems_led else []
    lines = own[:SHOWN] if own or not me.is_staff else whole_system_measures()
    return Home(
        waiting=waiting[:SHOWN],
        left_out=max(len(waiting) - SHOWN, 0),
        teams=team_cards(teams, cycles, now),
        measures=measure_lines(lines, me, user, now),
        measures_title="My measures" if own else "Whole-system measures",
        systems=systems,
        attention=teams_needing_attention() if me.has(Role.OVERSIGHT) else [],
        setup_done=steps_done,
        setup_steps=steps_all if steps_done < steps_all else 0,
        setup_next=next_step,
        looks_after=me.has(Role.ADMINISTRATOR),
        is_new=not (teams or own or systems or me.roles),
    )
