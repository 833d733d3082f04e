"""The fixed words of oversight, and which state may follow which."""

from decimal import Decimal

from django.db import models

from teams.enums import Level


class ResourceKind(models.TextChoices):
    HOURS = "hours", "People's hours"
    MONEY = "money", "Money"
    ROOM = "room", "Room"
    IT_SLOT = "it_slot", "IT change slot"


STEPS: dict[str, Decimal] = {
    ResourceKind.HOURS: Decimal("0.5"),
    ResourceKind.MONEY: Decimal(1),
    ResourceKind.ROOM: Decimal("0.5"),
    ResourceKind.IT_SLOT: Decimal(1),
}
"""In which steps a proposal trims an amount."""


class RequestState(models.TextChoices):
    ASKED = "asked", "Asked"
    GRANTED = "granted", "Granted"
    TRIMMED = "trimmed", "Granted in part"
    MOVED = "moved", "Granted at another time"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


GIVEN = frozenset({RequestState.GRANTED, RequestState.TRIMMED, RequestState.MOVED})
"""States in which a request holds an allocation."""

LIVE_REQUEST = frozenset({RequestState.ASKED, *GIVEN})
"""States in which a request wants or holds something."""

NEXT_REQUEST_STATES: dict[str, set[str]] = {
    RequestState.ASKED: {*GIVEN, RequestState.DECLINED, RequestState.WITHDRAWN},
    **{given: {*GIVEN, RequestState.DECLINED, RequestState.WITHDRAWN} for given in GIVEN},
    RequestState.DECLINED: {*GIVEN, RequestState.ASKED},
    RequestState.WITHDRAWN: set(),
}
"""A settled request may be settled anew, with a reason; a declined one may be changed and asked again."""


class BarrierState(models.TextChoices):
    RAISED = "raised", "Raised"
    ESCALATED = "escalated", "Escalated"
    ANSWERED = "answered", "Answered"
    REMOVED = "removed", "Removed"
    WITHDRAWN = "withdrawn", "Withdrawn"


OPEN_BARRIER = frozenset({BarrierState.RAISED, BarrierState.ESCALATED})
"""States in which a barrier waits for an answer."""

NEXT_BARRIER_STATES: dict[str, set[str]] = {
    BarrierState.RAISED: {
        BarrierState.ESCALATED,
        BarrierState.ANSWERED,
        BarrierState.REMOVED,
        BarrierState.WITHDRAWN,
    },
    BarrierState.ESCALATED: {
        BarrierState.ESCALATED,
        BarrierState.ANSWERED,
        BarrierState.REMOVED,
        BarrierState.WITHDRAWN,
    },
    BarrierState.ANSWERED: {BarrierState.ESCALATED, BarrierState.REMOVED, BarrierState.WITHDRAWN},
    BarrierState.REMOVED: set(),
    BarrierState.WITHDRAWN: set(),
}

REPLY_DAYS: dict[str, int] = {Level.MICRO: 7, Level.MESO: 14, Level.MACRO: 21}
"""How many days a level has for its answer, unless the team asks for another day."""


class BarrierKind(models.TextChoices):
    STAFFING = "staffing", "Staffing and rotas"
    INFORMATION = "information", "Information and IT"
    POLICY = "policy", "Policy or rule"
    SPACE = "space", "Space and equipment"
    MONEY = "money", "Money"
    BETWEEN_UNITS = "between_units", "Between units"
    OTHER = "other", "Something else"
