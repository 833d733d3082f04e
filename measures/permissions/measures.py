"""Who may read measures, define them, enter their points and mend them."""

from measures.models import Measure
from teams.enums import Role
from teams.models import System, Team, User
from teams.permissions.standing import standing


def can_read_measure(user: User, measure: Measure) -> bool:
    """Everybody who works here, and the outsiders who belong to its team."""
    return standing(user).is_staff or (measure.team_id is not None and standing(user).belongs_to(measure.team_id))


def can_define_for(user: User, *, system: System | None, team: Team | None) -> bool:
    """Analysts anywhere; for a team its leads, coaches and support; for a system its leaders."""
    mine = standing(user)
    if mine.has(Role.ANALYST):
        return True
    if team is not None:
        return mine.leads(team.pk) or mine.serves(team.pk) or mine.leads_system(team.system_id)
    return system is not None and mine.leads_system(system.pk)


def can_define_somewhere(user: User) -> bool:
    """There is a place for which this person may define a measure."""
    mine = standing(user)
    leads_a_team = any(mine.leads(team) or mine.serves(team) for team in mine.teams)
    return mine.has(Role.ANALYST) or bool(mine.systems_led) or leads_a_team


def can_define_measure(user: User, measure: Measure) -> bool:
    """Whoever may define a measure for its team or system; asks no query."""
    mine = standing(user)
    if mine.has(Role.ANALYST) or mine.leads_system(measure.system_id):
        return True
    return measure.team_id is not None and (mine.leads(measure.team_id) or mine.serves(measure.team_id))


def can_enter_points(user: User, measure: Measure) -> bool:
    """Everybody in its team, its collector, and whoever may define it."""
    in_team = measure.team_id is not None and standing(user).belongs_to(measure.team_id)
    collects = measure.collector_id is not None and measure.collector_id == user.pk and standing(user).is_staff
    return in_team or collects or can_define_measure(user, measure)


def can_enter_somewhere(user: User) -> bool:
    """There may be a measure whose points this person enters; one query, only for those who are in no team."""
    mine = standing(user)
    if mine.has(Role.ANALYST) or mine.systems_led or mine.teams:
        return True
    return mine.is_staff and Measure.objects.filter(collector=user).exists()


def can_set_phase(user: User, measure: Measure) -> bool:
    """Recalculating limits is a judgement: for whoever may define the measure."""
    return can_define_measure(user, measure)


def can_answer_signals(user: User, measure: Measure) -> bool:
    """Everybody in its team, leaders of its system, and analysts."""
    mine = standing(user)
    in_team = measure.team_id is not None and mine.belongs_to(measure.team_id)
    return in_team or mine.leads_system(measure.system_id) or mine.has(Role.ANALYST)
