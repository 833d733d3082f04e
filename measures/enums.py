"""The fixed words of measures."""

from django.db import models


class MeasureType(models.TextChoices):
    OUTCOME = "outcome", "Outcome"
    PROCESS = "process", "Process"
    BALANCING = "balancing", "Balancing"


class Dimension(models.TextChoices):
    """The six dimensions of quality, kept as one set."""

    SAFE = "safe", "Safe"
    TIMELY = "timely", "Timely"
    EFFECTIVE = "effective", "Effective"
    EFFICIENT = "efficient", "Efficient"
    EQUITABLE = "equitable", "Equitable"
    PATIENT_CENTRED = "patient_centred", "Patient-centred"


class CompassSide(models.TextChoices):
    """The four sides of the value compass."""

    FUNCTIONAL = "functional", "Functional status"
    CLINICAL = "clinical", "Clinical status"
    SATISFACTION = "satisfaction", "Satisfaction"
    COST = "cost", "Cost"


class Direction(models.TextChoices):
    """Which way is better."""

    INCREASE = "increase", "Up is better"
    DECREASE = "decrease", "Down is better"
    NEUTRAL = "neutral", "Neither"


class Frequency(models.TextChoices):
    DAILY = "daily", "Daily"
    WEEKLY = "weekly", "Weekly"
    FORTNIGHTLY = "fortnightly", "Every two weeks"
    MONTHLY = "monthly", "Monthly"
    QUARTERLY = "quarterly", "Quarterly"


class ChartKind(models.TextChoices):
    """The kinds of chart a measure may have; the keys are the engine's."""

    RUN = "run", "Run chart"
    INDIVIDUALS = "i", "SPC chart of individual values (XmR)"
    INDIVIDUALS_NHS = "xmr-nhs", "SPC chart of individual values, NHS factor 2.66 (XmR)"
    INDIVIDUALS_MEDIAN_CENTRE = "i-median-centre", "SPC chart of individual values about their median"
    INDIVIDUALS_MEDIAN_RANGE = "i-median-range", "SPC chart of individual values, limits by the median moving range"
    INDIVIDUALS_BY_MEDIANS = "i-median", "SPC chart of individual values, all by medians"
    MOVING_RANGE = "mr", "SPC chart of moving ranges (MR)"
    MEAN_OF_SUBGROUP = "xbar", "SPC chart of the means of several measurements (X̄)"
    SPREAD_OF_SUBGROUP = "s", "SPC chart of the spread of several measurements (S)"
    PROPORTION = "p", "SPC chart of a proportion (P)"
    PROPORTION_PRIME = "pp", "SPC chart of a proportion, large numbers (P′)"
    COUNT = "c", "SPC chart of counts (C)"
    RATE = "u", "SPC chart of a rate (U)"
    RATE_PRIME = "up", "SPC chart of a rate, large numbers (U′)"
    RATIO = "ip", "SPC chart of ratios (I′)"
    BETWEEN = "g", "SPC chart of cases between rare events (G)"
    TIME_BETWEEN = "t", "SPC chart of time between rare events (T)"
    CUSUM = "cusum", "CUSUM of rare events among many cases (Bernoulli)"


WITH_DENOMINATOR = frozenset(
    {
        ChartKind.PROPORTION, ChartKind.PROPORTION_PRIME, ChartKind.RATE, ChartKind.RATE_PRIME, ChartKind.RATIO,
        ChartKind.CUSUM,
    }
)  # fmt: skip
"""Chart kinds whose points need a denominator."""
PART_OF_WHOLE = frozenset({ChartKind.PROPORTION, ChartKind.PROPORTION_PRIME, ChartKind.CUSUM})
"""Chart kinds whose numerator is a part of the denominator, so can never be more."""
OF_SUBGROUPS = frozenset({ChartKind.MEAN_OF_SUBGROUP, ChartKind.SPREAD_OF_SUBGROUP})
"""Chart kinds whose points are several measurements each: their mean, their number and their standard deviation."""
COUNTED = frozenset(
    {
        ChartKind.PROPORTION, ChartKind.PROPORTION_PRIME, ChartKind.COUNT, ChartKind.RATE, ChartKind.RATE_PRIME,
        ChartKind.BETWEEN, ChartKind.CUSUM,
    }
)  # fmt: skip
"""Chart kinds whose values are counts, so can never be below 0."""
BETWEEN_EVENTS = frozenset({ChartKind.BETWEEN, ChartKind.TIME_BETWEEN})
"""Chart kinds whose points come when an event comes: none is ever late, and none missing between two."""
PLOTTED_APART = frozenset({ChartKind.MOVING_RANGE, ChartKind.SPREAD_OF_SUBGROUP})
"""Chart kinds that plot something else than the value of a point: its range, its spread."""


class MeasureStatus(models.TextChoices):
    TRIAL = "trial", "On trial"
    ESTABLISHED = "established", "Established"
    RETIRED = "retired", "Retired"


class PhaseGrounds(models.TextChoices):
    """Why a new phase was right."""

    HELD = "held", "A change has held"
    REMEASURED = "remeasured", "What or how we measure has changed"


class ImportState(models.TextChoices):
    PREPARED = "prepared", "Looked at, not taken in"
    APPLIED = "applied", "Applied"
    UNDONE = "undone", "Undone"


class Variation(models.TextChoices):
    """The state of the last point: NHS Making Data Count's variation icons. H and L say which way it went."""

    NONE = "none", "Too few points to say"
    COMMON = "common", "Common cause: no significant change"
    IMPROVEMENT_HIGH = "improvement_high", "Special cause, improving: higher"
    IMPROVEMENT_LOW = "improvement_low", "Special cause, improving: lower"
    CONCERN_HIGH = "concern_high", "Special cause, of concern: higher"
    CONCERN_LOW = "concern_low", "Special cause, of concern: lower"
    NEUTRAL_HIGH = "neutral_high", "Special cause: higher"
    NEUTRAL_LOW = "neutral_low", "Special cause: lower"


IMPROVING = frozenset({Variation.IMPROVEMENT_HIGH, Variation.IMPROVEMENT_LOW})
CONCERNING = frozenset({Variation.CONCERN_HIGH, Variation.CONCERN_LOW})


class Assurance(models.TextChoices):
    """Whether the process, as it stands, will meet its target: P, F and ? of NHS Making Data Count."""

    NONE = "none", "No target to hold it against"
    PASS = "pass", "Will consistently meet the target"
    FAIL = "fail", "Will consistently miss the target"
    HIT_OR_MISS = "hit_or_miss", "Will hit and miss the target by chance"


class CauseKnown(models.TextChoices):
    """What the team says of a special cause: is it known what did it, and was that meant?"""

    PLANNED = "planned", "Known, and planned by us"
    UNPLANNED = "unplanned", "Known, and not planned"
    UNKNOWN = "unknown", "Not known"


class Decision(models.TextChoices):
    """What the team does about a special cause."""

    ACT = "act", "Act: do something about it"
    WATCH = "watch", "Watch: wait for more points"
    LEARN = "learn", "Learn: find out what did it"


class CardState(models.TextChoices):
    OPEN = "open", "Waits for an answer"
    ANSWERED = "answered", "Answered"
    GONE = "gone", "No longer on the chart"
