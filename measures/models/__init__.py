from measures.models.cards import SignalCard
from measures.models.definitions import Definition
from measures.models.measures import Annotation, CycleMeasure, Measure, MeasureSummary, Phase, late_data
from measures.models.points import Import, Point
from measures.models.strata import Stratum, StratumPoint
from measures.models.tallies import Tally
from measures.models.targets import Target
from measures.models.tokens import ApiCall, ApiToken

__all__ = [
    "Annotation",
    "ApiCall",
    "ApiToken",
    "CycleMeasure",
    "Definition",
    "Import",
    "Measure",
    "MeasureSummary",
    "Phase",
    "Point",
    "SignalCard",
    "Stratum",
    "StratumPoint",
    "Tally",
    "Target",
    "late_data",
]
