from measures.models.measures import Annotation, CycleMeasure, Measure, MeasureSummary, Phase, late_data
from measures.models.points import Import, Point

__all__ = ["Annotation", "CycleMeasure", "Import", "Measure", "MeasureSummary", "Phase", "Point", "late_data"]
