"""What a view of this app begins with: the row, or 404 when it is absent, or 403 with the sentence why."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

from measures.enums import ImportState
from measures.models import Annotation, ApiToken, Import, Measure, Phase, Point, SignalCard, Target
from measures.permissions.measures import (
    can_answer_signals,
    can_define_measure,
    can_define_somewhere,
    can_enter_points,
    can_enter_somewhere,
    can_read_measure,
    can_set_phase,
)
from measures.permissions.tokens import can_manage_keys, can_revoke_key
from measures.queries.entering import Place
from redesign.lib.fetch import found, key_in, require
from teams.models import Cycle, User
from teams.permissions.cycles import can_edit_cycle, can_read_cycle
from teams.permissions.standing import standing
from teams.views import fetch as teams_fetch

WITH_ALL = ("system", "team", "summary", "collector", "part_of")


def measure_to_read(request: HttpRequest, pk: int, measures: "QuerySet[Measure] | None" = None) -> Measure:
    """A measure with its system, team, summary and collector: for everybody who works here, and its team's outsiders."""
    measure = found(Measure.objects.select_related(*WITH_ALL) if measures is None else measures, pk)
    _require_reading(request, measure)
    return measure


def _require_reading(request: HttpRequest, measure: Measure) -> None:
    """Comes before any sentence that names a team or system: not even their names are open to everybody."""
    sentence = "You see the measures of the teams that you belong to, and this is not one of them."
    require(can_read_measure(request.user, measure), sentence)


def measure_to_enter(request: HttpRequest, pk: int) -> Measure:
    """A measure, for whoever enters its points."""
    measure = measure_to_read(request, pk)
    _require_entering(request, measure)
    return measure


def measure_for_point(request: HttpRequest, pk: int) -> Measure:
    """The same, alone: what saving a point takes, and nothing that only a page would show."""
    measure = measure_to_read(request, pk, Measure.objects.all())
    _require_entering(request, measure)
    return measure


def _require_entering(request: HttpRequest, measure: Measure) -> None:
    if not can_enter_points(request.user, measure):
        whose = measure.team.name if measure.team else measure.system.name
        raise PermissionDenied(
            f"Only the people of {whose}, whoever collects it, and analysts enter and mend its points."
        )


def measure_to_define(request: HttpRequest, pk: int) -> Measure:
    """A measure, for whoever may change its definition."""
    measure = measure_to_read(request, pk)
    _require_defining(request, measure)
    return measure


def _require_defining(request: HttpRequest, measure: Measure) -> None:
    whose = measure.team.name if measure.team else measure.system.name
    sentence = (
        f"Only the leads, coaches and support of {whose}, leaders of its system and analysts define its measures."
    )
    require(can_define_measure(request.user, measure), sentence)


def definer(request: HttpRequest) -> None:
    """Defining a new measure somewhere."""
    require(
        can_define_somewhere(request.user),
        "Leads, coaches and support define measures for their teams, leaders for their systems, analysts anywhere.",
    )


def point_to_mend(request: HttpRequest, pk: int) -> Point:
    """A point with its measure, for whoever enters its measure's points."""
    point = found(Point.objects.select_related(*(f"measure__{name}" for name in WITH_ALL)), pk)
    _require_reading(request, point.measure)
    _require_entering(request, point.measure)
    return point


def measure_to_part(request: HttpRequest, pk: int) -> Measure:
    """A measure whose phases may be set."""
    measure = measure_to_read(request, pk)
    _require_parting(request, measure)
    return measure


def _require_parting(request: HttpRequest, measure: Measure) -> None:
    sentence = (
        "Starting limits anew is for the leads, coaches and support of the team, leaders of the system and analysts."
    )
    require(can_set_phase(request.user, measure), sentence)


def phase_to_remove(request: HttpRequest, pk: int) -> Phase:
    """A phase, for whoever may set phases of its measure."""
    phase = found(Phase.objects.select_related("measure__system", "measure__team"), pk)
    _require_reading(request, phase.measure)
    _require_parting(request, phase.measure)
    return phase


def target_to_remove(request: HttpRequest, pk: int) -> Target:
    """A change of a target, for whoever may define its measure."""
    target = found(Target.objects.select_related("measure__system", "measure__team").exclude(starts_on=None), pk)
    _require_reading(request, target.measure)
    _require_defining(request, target.measure)
    return target


def annotation_to_remove(request: HttpRequest, pk: int) -> Annotation:
    """An annotation, for whoever enters points of its measure."""
    annotation = found(Annotation.objects.select_related("measure__system", "measure__team"), pk)
    _require_reading(request, annotation.measure)
    _require_entering(request, annotation.measure)
    return annotation


def import_to_see(request: HttpRequest, pk: int) -> Import:
    """An import with its measure, for whoever enters its points."""
    taken = found(Import.objects.select_related(*(f"measure__{name}" for name in WITH_ALL)).exclude(measure=None), pk)
    assert taken.measure is not None
    _require_reading(request, taken.measure)
    _require_entering(request, taken.measure)
    return taken


def place_to_enter(request: HttpRequest) -> Place:
    """The team or system that the address asks for, where many measures are entered together; both left open is all."""
    require(
        can_enter_somewhere(request.user),
        "Points are entered by the people of teams, leaders of systems, collectors and analysts.",
    )
    if (team := request.GET.get("team", "")).isdecimal():
        return Place(team=teams_fetch.team_to_read(request, key_in(team) or 0))
    if (system := request.GET.get("system", "")).isdecimal():
        return Place(system=teams_fetch.system_to_read(request, key_in(system) or 0))
    return Place()


def sheet_to_see(request: HttpRequest, pk: int) -> Import:
    """A sheet for many measures: for whoever sent it; once taken in, for everybody who works here."""
    taken = found(Import.objects.select_related("team__system", "imported_by").filter(measure=None), pk)
    own = taken.imported_by_id == request.user.pk
    open_to_all = taken.state != ImportState.PREPARED and standing(request.user).is_staff
    require(own or open_to_all, "Only the person who sent this sheet looks at it before it is taken in.")
    return taken


def sheet_to_undo(request: HttpRequest, pk: int) -> Import:
    """A sheet that was taken in, for whoever enters points of all its measures."""
    taken = sheet_to_see(request, pk)
    sentence = "To undo this you must be one who enters points of all its measures: ask an analyst, or who took it in."
    require(may_undo(request.user, taken), sentence)
    return taken


def may_undo(user: User, taken: Import) -> bool:
    """Whether this person enters points of all measures that the sheet touched; one query."""
    measures = Measure.objects.filter(pk__in=map(int, taken.replaced))
    return all(can_enter_points(user, measure) for measure in measures)


def card_to_read(request: HttpRequest, pk: int) -> SignalCard:
    """A signal with its measure, for whoever may read that."""
    card = found(SignalCard.objects.select_related("answered_by", *(f"measure__{name}" for name in WITH_ALL)), pk)
    _require_reading(request, card.measure)
    return card


def card_to_answer(request: HttpRequest, pk: int) -> SignalCard:
    """The same, for whoever answers the signals of its measure."""
    card = card_to_read(request, pk)
    whose = card.measure.team.name if card.measure.team else card.measure.system.name
    sentence = f"Only the people of {whose}, leaders of its system and analysts answer its signals."
    require(can_answer_signals(request.user, card.measure), sentence)
    return card


def key_maker(request: HttpRequest) -> None:
    """Making keys for programs or devices."""
    require(
        can_manage_keys(request.user), "Analysts make keys for their programs, administrators for devices: ask one."
    )


def key_to_revoke(request: HttpRequest, pk: int) -> ApiToken:
    """A key, for the person it acts for and administrators."""
    token = found(ApiToken.objects.select_related("owner"), pk)
    require(can_revoke_key(request.user, token), "Only the person it acts for and administrators revoke a key.")
    return token


def cycle_to_read(request: HttpRequest, pk: int) -> Cycle:
    """A cycle, for whoever may read its team."""
    cycle = found(Cycle.objects.select_related("team__system"), pk)
    require(can_read_cycle(request.user, cycle), "You see the cycles of the teams that you belong to.")
    return cycle


def cycle_to_edit(request: HttpRequest, pk: int) -> Cycle:
    """A cycle, for the people of its team."""
    cycle = cycle_to_read(request, pk)
    require(can_edit_cycle(request.user, cycle), f"Only the people of {cycle.team.name} write its cycles.")
    return cycle


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, even when it was nothing; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None
