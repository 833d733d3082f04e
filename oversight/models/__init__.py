from oversight.models.barriers import Barrier, BarrierStep
from oversight.models.priorities import Criterion, Rating, StrategicPriority, TeamSummary
from oversight.models.resources import Allocation, Capacity, Resource, ResourceRequest
from oversight.models.screens import Screen
from oversight.models.walls import Tile, Wall

__all__ = [
    "Allocation",
    "Barrier",
    "BarrierStep",
    "Capacity",
    "Criterion",
    "Rating",
    "Resource",
    "ResourceRequest",
    "Screen",
    "StrategicPriority",
    "TeamSummary",
    "Tile",
    "Wall",
]
