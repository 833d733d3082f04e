"""Data walls: what a system shows on its screen."""

from django.db import models
from django.db.models import Q

from redesign.lib.history import audited
from redesign.lib.models import Stamped, Versioned


@audited
class Wall(Stamped, Versioned):
    """The wall of one system; without tiles of its own it shows the measures that matter most in the system."""

    system = models.OneToOneField("teams.System", models.CASCADE, related_name="wall")
    title = models.CharField(max_length=120, blank=True)
    seconds_a_page = models.PositiveSmallIntegerField(default=20)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(seconds_a_page__range=(5, 600)), name="wall_turns_its_pages")]

    def __str__(self) -> str:
        return self.title or f"The wall of {self.system}"


@audited
class Tile(models.Model):
    """A measure's place on a wall."""

    wall = models.ForeignKey(Wall, models.CASCADE, related_name="tiles")
    measure = models.ForeignKey("measures.Measure", models.CASCADE, related_name="tiles")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["wall", "measure"], name="measure_is_on_a_wall_once")]

    def __str__(self) -> str:
        return f"{self.position}. {self.measure}"
