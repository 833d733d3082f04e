"""What the API answers. Every address wants a key; a device's key reaches its system and those below."""

from typing import Annotated, Any

import pghistory
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Header, NinjaAPI, Query, Status
from ninja.errors import AuthenticationError, HttpError, ValidationError

from measures.actions.entries import ADDED, CHANGED, SAME, Entry, Faults, put_points
from measures.actions.tokens import Reach
from measures.api.keys import EachKey, Key, answered_once
from measures.api.schemas import (
    MOST_A_PAGE,
    ChartOut,
    Day,
    MeasureDetail,
    MeasurePage,
    PointsDone,
    PointsIn,
    PointsOut,
    Refused,
    SystemOut,
    SystemPage,
    TeamPage,
    Text,
    of_fault,
)
from measures.api.schemas import Key as KeyOf
from measures.enums import Frequency, MeasureStatus, MeasureType
from measures.models import Measure
from measures.periods import period_name
from measures.queries.measures import summary_or_none
from measures.queries.reachable import charted, points_between, reachable_measures, reachable_systems, reachable_teams
from measures.queries.series import Charted, shown_value, takes_denominator, takes_subgroup
from redesign.lib.refusals import Refusal
from teams.models import System

api = NinjaAPI(
    title="Redesign",
    version="1",
    description=(
        "Measures, their points and charts, and the systems and teams that they belong to. Send your key as "
        "`Authorization: Bearer …`. What is refused is answered with `detail`, a sentence, and `errors`, one for each "
        "thing that is wrong; nothing is ever half done."
    ),
    docs_url=None,
    openapi_url="openapi.json",
    urls_namespace="api",
    auth=Key(),
    throttle=[EachKey()],
)

WithErrors = {401: Refused, 404: Refused, 422: Refused, 429: Refused}
Page = Annotated[int, Query(1, ge=1, le=100_000)]
Size = Annotated[int, Query(50, ge=1, le=MOST_A_PAGE)]


# -- Saying no ----------------------------------------------------------------------------------------------------


def _refused(
    request: HttpRequest, status: int, detail: str, errors: list[dict[str, Any]] | None = None
) -> HttpResponse:
    response = api.create_response(request, {"detail": detail, "errors": errors or []}, status=status)
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(AuthenticationError)
def without_key(request: HttpRequest, exc: Any) -> HttpResponse:
    """No key, or one that is not in force."""
    return _refused(request, 401, "Send a key that is in force: Authorization: Bearer …")


@api.exception_handler(ValidationError)
def not_as_described(request: HttpRequest, exc: Any) -> HttpResponse:
    """What was sent is not what the description says."""
    errors = [of_fault(_place(each["loc"]), each["msg"].removeprefix("Value error, ")) for each in exc.errors[:200]]
    return _refused(request, 422, "What was sent is not as the description asks.", errors)


def _place(where: tuple[Any, ...]) -> str:
    """Where in what was sent: `points.3.value`, `query.size`, or `body` for all of it."""
    if where[0] == "body":
        where = where[2:] or where[:1]
    return ".".join(map(str, where))


@api.exception_handler(Faults)
def at_fault(request: HttpRequest, exc: Any) -> HttpResponse:
    """Points that cannot be taken, each with its place among them."""
    errors = [of_fault(f"points.{fault.place}.{fault.field}", fault.sentence) for fault in exc.faults]
    return _refused(request, 422, exc.sentence, errors)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, exc: Any) -> HttpResponse:
    """An action's polite no."""
    errors = [of_fault(exc.field, exc.sentence)] if exc.field else []
    return _refused(request, 422, exc.sentence, errors)


@api.exception_handler(Http404)
def nothing_there(request: HttpRequest, exc: Any) -> HttpResponse:
    """Nothing of this number, or nothing that the key reaches: who may not see it is not told which."""
    return _refused(request, 404, "There is nothing here that this key reaches.")


@api.exception_handler(RequestDataTooBig)
def too_large(request: HttpRequest, exc: Any) -> HttpResponse:
    """More than is read at once."""
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024**2
    return _refused(request, 413, f"This is more than {most} MB: send it in parts.")


@api.exception_handler(HttpError)
def http_error(request: HttpRequest, exc: Any) -> HttpResponse:
    """Whatever else is refused, in the same form."""
    response = _refused(request, exc.status_code, str(exc))
    if exc.status_code == 429:
        response["Retry-After"] = "60"
    return response


def reach(request: HttpRequest) -> Reach:
    """What the caller's key reaches."""
    found: Reach = request.auth  # type: ignore[attr-defined]  # set by ninja
    return found


def _page_of(rows: QuerySet, page: int, size: int) -> tuple[int, list[Any]]:
    paged = Paginator(rows, size)
    return paged.count, list(paged.page(page)) if page <= paged.num_pages else []


# -- Systems and teams --------------------------------------------------------------------------------------------


def _system(system: System) -> dict[str, Any]:
    names = ("name", "level", "kind", "closed_on")
    return {"id": system.pk, "parent": system.parent_id, **{name: getattr(system, name) for name in names}}


@api.get("/systems", response={200: SystemPage, **WithErrors}, summary="Systems", tags=["Systems and teams"])
def system_list(request: HttpRequest, q: Text = "", page: Page = 1, size: Size = 50):
    """All systems in the order in which they were made; `q` keeps those whose name or kind has this text."""
    count, rows = _page_of(reachable_systems(reach(request).systems, text=q), page, size)
    return {"count": count, "page": page, "items": [_system(row) for row in rows]}


@api.get("/systems/{system}", response={200: SystemOut, **WithErrors}, summary="A system", tags=["Systems and teams"])
def system_detail(request: HttpRequest, system: KeyOf):
    """One system."""
    return _system(get_object_or_404(reachable_systems(reach(request).systems), pk=system))


@api.get("/teams", response={200: TeamPage, **WithErrors}, summary="Teams", tags=["Systems and teams"])
def team_list(request: HttpRequest, q: Text = "", system: KeyOf | None = None, page: Page = 1, size: Size = 50):
    """All redesign teams; `system` keeps those at home in it, `q` those whose name has this text."""
    count, rows = _page_of(reachable_teams(reach(request).systems, text=q, system=system), page, size)
    items = [{"id": row.pk, "name": row.name, "state": row.state, "system": row.system_id} for row in rows]
    return {"count": count, "page": page, "items": items}


# -- Measures -----------------------------------------------------------------------------------------------------


def _reached(request: HttpRequest, measure: int) -> Measure:
    return get_object_or_404(reachable_measures(reach(request).systems), pk=measure)


SAID = ("name", "type", "dimension", "direction", "status", "frequency", "chart", "unit", "multiplier", "target")
STANDS = ("latest_period", "latest_value", "variation", "assurance", "due_on")
NOTHING_YET = {"variation": "none", "assurance": "none"}


def _measure(measure: Measure) -> dict[str, Any]:
    stands = summary_or_none(measure)
    return {
        "id": measure.pk,
        "system": measure.system_id,
        "team": measure.team_id,
        **{name: getattr(measure, name) for name in SAID},
        "takes_denominator": takes_denominator(measure),
        "takes_spread": takes_subgroup(measure),
        **({name: getattr(stands, name) for name in STANDS} if stands else NOTHING_YET),
    }


@api.get("/measures", response={200: MeasurePage, **WithErrors}, summary="Measures", tags=["Measures"])
def measure_list(
    request: HttpRequest,
    q: Text = "",
    system: KeyOf | None = None,
    team: KeyOf | None = None,
    type: MeasureType | None = None,
    status: MeasureStatus | None = None,
    frequency: Frequency | None = None,
    page: Page = 1,
    size: Size = 50,
):
    """Measures in the order in which they were made, and where each stands; `system` has those below it too."""
    asked = {"team": team, "type": type, "status": status, "frequency": frequency}
    count, rows = _page_of(reachable_measures(reach(request).systems, text=q, system=system, **asked), page, size)
    return {"count": count, "page": page, "items": [_measure(row) for row in rows]}


@api.get("/measures/{measure}", response={200: MeasureDetail, **WithErrors}, summary="A measure", tags=["Measures"])
def measure_detail(request: HttpRequest, measure: KeyOf):
    """One measure with its operational definition."""
    found = _reached(request, measure)
    names = ("operational_definition", "numerator", "denominator", "source", "definition_version")
    return {**_measure(found), **{name: getattr(found, name) for name in names}}


@api.get(
    "/measures/{measure}/points",
    response={200: PointsOut, **WithErrors},
    summary="Points of a measure",
    tags=["Points"],
)
def point_list(request: HttpRequest, measure: KeyOf, since: Day | None = None, until: Day | None = None):
    """The points of a measure in order of period; `since` and `until` are days in their first and last period."""
    found = _reached(request, measure)
    names = ("period", "value", "denominator", "spread", "estimated", "note", "version")
    items = [
        {
            **{name: getattr(point, name) for name in names},
            "ghosted": point.excluded,
            "shown": shown_value(found, point.value, point.denominator),
        }
        for point in points_between(found, since, until)
    ]
    return {"measure": found.pk, "items": items}


@api.get(
    "/measures/{measure}/chart", response={200: ChartOut, **WithErrors}, summary="Chart of a measure", tags=["Measures"]
)
def chart(request: HttpRequest, measure: KeyOf):
    """Centre line, limits, phases and signals of a measure, as its page shows them."""
    found = _reached(request, measure)
    return {"measure": found.pk, "unit": found.unit, **_charted(found, charted(found))}


def _charted(measure: Measure, drawn: Charted) -> dict[str, Any]:
    read, days = drawn.analysis, [spot.period for spot in drawn.spots]
    names = [period_name(day, measure.frequency) for day in days]
    return {
        "chart": read.chart.key,
        "rules": read.rules.key,
        "rules_version": read.rules.version,
        "variation": read.variation.value,
        "assurance": read.assurance.value,
        "points": [
            {
                "period": day,
                "value": read.values[place],
                "centre": read.centre[place],
                "lower": read.lower[place],
                "upper": read.upper[place],
                "phase": read.phase_of[place] + 1,
                "ghosted": place in read.excluded,
                "estimated": drawn.spots[place].estimated,
            }
            for place, day in enumerate(days)
        ],
        "signals": [
            {
                "rule": signal.rule,
                "meaning": signal.meaning.value,
                "first": days[signal.points[0]],
                "last": days[signal.points[-1]],
                "periods": [days[place] for place in signal.points],
                "words": signal.tell(names),
            }
            for signal in read.signals
        ],
        "notes": list(read.notes),
        "refused": drawn.refused,
    }


# -- Points -------------------------------------------------------------------------------------------------------


@api.post(
    "/points",
    response={200: PointsDone, 400: Refused, 409: Refused, 413: Refused, **WithErrors},
    summary="Add or change points",
    tags=["Points"],
)
def points_put(
    request: HttpRequest,
    response: HttpResponse,
    sent: PointsIn,
    idempotency_key: Annotated[
        str | None,
        Header(
            None,
            alias="Idempotency-Key",
            description="Up to 80 characters of your own, so that this call may be sent again without harm.",
        ),
    ] = None,
):
    """Up to 1,000 points of any measures: added, or changed where there is one for the period; all of them or none.

    With an `Idempotency-Key` header the same call may be sent again, for a week: it is answered as before and changes
    nothing. The same key with another body is refused (409).
    """
    caller = reach(request)
    answer, is_again = answered_once(caller, request, idempotency_key, lambda: _put(caller, sent))
    if is_again:
        response["Idempotent-Replayed"] = "true"
    return Status(200, answer)


def _put(caller: Reach, sent: PointsIn) -> dict[str, Any]:
    token = caller.token
    entries = [Entry(**point.dict()) for point in sent.points]
    with pghistory.context(user=token.owner_id, key=token.name, key_id=token.pk):
        why = sent.why or f"Sent by a program with the key “{token.name}”."
        done = put_points(entries=entries, by=token.owner, why=why, why_not=caller.why_not)
    return {
        **{word: done.count(word) for word in (ADDED, CHANGED, SAME)},
        "points": [
            {"measure": entry.measure, "period": entry.period.isoformat(), "outcome": outcome}
            for entry, outcome in zip(entries, done, strict=True)
        ],
    }
