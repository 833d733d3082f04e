"""What the API takes and gives, by name and type: OpenAPI is made of these."""

import datetime as dt
import re
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict

from measures.enums import ChartKind, Dimension, Direction, Frequency, MeasureStatus, MeasureType

MOST_POINTS = 1000
MOST_A_PAGE = 200
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def storable(text: str) -> str:
    """The text, where the database can keep it."""
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("There is a character in it that cannot be kept.")
    return text


def written_in_full(day: Any) -> Any:
    """A day as it is described: numbers are not taken for seconds since 1970."""
    if isinstance(day, dt.date) or (isinstance(day, str) and ISO_DAY.fullmatch(day)):
        return day
    raise ValueError("Write the day like 2026-03-31.")


Day = Annotated[dt.date, BeforeValidator(written_in_full)]
Text = Annotated[str, AfterValidator(storable)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]


class Fault(Schema):
    """One thing that is wrong with what was sent."""

    place: str = Field(description="Where, such as points.3.value: the fourth point’s value.")
    message: str = Field(description="What is wrong, in a sentence.")


class Refused(Schema):
    """Why nothing was done."""

    detail: str
    errors: list[Fault] = []


class SystemOut(Schema):
    """A micro-, meso- or macrosystem; `parent` is the system above it."""

    id: int
    name: str
    level: str
    kind: str
    parent: int | None = None
    closed_on: dt.date | None = None


class TeamOut(Schema):
    """A redesign team."""

    id: int
    name: str
    state: str
    system: int


class MeasureOut(Schema):
    """A measure and where it stands. Figures are as the chart shows them."""

    id: int
    name: str
    system: int
    team: int | None = None
    type: MeasureType
    dimension: Dimension
    direction: Direction
    status: MeasureStatus
    frequency: Frequency
    chart: ChartKind
    unit: str
    multiplier: float
    takes_denominator: bool = Field(description="Its points are numerators over denominators.")
    takes_spread: bool = Field(description="Its points are means, with number (denominator) and standard deviation.")
    target: float | None = None
    latest_period: dt.date | None = None
    latest_value: float | None = None
    variation: str
    assurance: str
    due_on: dt.date | None = Field(None, description="The day by which the next point is expected.")


class MeasureDetail(MeasureOut):
    """The same with its operational definition."""

    operational_definition: str
    numerator: str
    denominator: str
    source: str
    definition_version: int


class SystemPage(Schema):
    """Some systems, and how many there are."""

    count: int
    page: int
    items: list[SystemOut]


class TeamPage(Schema):
    """Some teams, and how many there are."""

    count: int
    page: int
    items: list[TeamOut]


class MeasurePage(Schema):
    """Some measures, and how many there are."""

    count: int
    page: int
    items: list[MeasureOut]


class PointOut(Schema):
    """A point as it is stored; `shown` is what the chart shows of it."""

    period: dt.date
    value: float
    denominator: float | None = None
    spread: float | None = None
    shown: float | None = None
    estimated: bool
    ghosted: bool
    note: str
    version: int


class PointsOut(Schema):
    """The points of a measure in order of period."""

    measure: int
    items: list[PointOut]


class PointIn(Schema):
    """A point to add, or to change where there is one for its period."""

    model_config = ConfigDict(extra="forbid")  # a name with a slip in it would be lost without a word

    measure: Key
    period: Day = Field(description="Any day in the period that it stands for.")
    value: Number = Field(description="The measurement, or the numerator.")
    denominator: Number | None = None
    spread: Number | None = Field(None, description="Standard deviation, where the value is a mean of several.")
    estimated: bool | None = Field(None, description="Left out: as it was, or no.")
    note: Text = Field("", max_length=300, description="Left out: as it was.")
    version: int | None = Field(
        None, ge=0, le=2**31 - 1, description="Refuse unless the point still has this version; 0: unless there is none."
    )


class PointsIn(Schema):
    """Points of any measures, all of which are taken, or none."""

    model_config = ConfigDict(extra="forbid")

    points: list[PointIn] = Field(min_length=1, max_length=MOST_POINTS)
    why: Text = Field("", max_length=300, description="Why points are changed; it is kept in the history.")


class PointDone(Schema):
    """What became of one point, in the order in which they were sent."""

    measure: int
    period: dt.date
    outcome: str = Field(description="added, changed or unchanged")


class PointsDone(Schema):
    """What was done."""

    added: int
    changed: int
    unchanged: int
    points: list[PointDone]


class ChartPoint(Schema):
    """A period on the chart; null where it is missing, or has no limits yet."""

    period: dt.date
    value: float | None = None
    centre: float | None = None
    lower: float | None = None
    upper: float | None = None
    phase: int
    ghosted: bool
    estimated: bool


class ChartSignal(Schema):
    """A special cause: the rule, what it means, the periods that made it, and the sentence for people."""

    rule: str
    meaning: str
    first: dt.date
    last: dt.date
    periods: list[dt.date]
    words: str


class ChartOut(Schema):
    """A measure read as its chart, as its page shows it."""

    measure: int
    chart: str
    rules: str
    rules_version: int
    unit: str
    variation: str
    assurance: str
    points: list[ChartPoint]
    signals: list[ChartSignal]
    notes: list[str]
    refused: str = Field("", description="Why the measure’s own chart cannot be made of these points.")


def of_fault(place: str, message: str) -> dict[str, Any]:
    """A fault as it is answered."""
    return {"place": place, "message": message}
