"""The tree of systems: macro-, meso- and microsystems to any depth."""

from django.db import models
from tree_queries.models import TreeNode, TreeNodeForeignKey
from tree_queries.query import TreeQuerySet

from redesign.lib.history import audited
from redesign.lib.models import Stamped, Versioned
from teams.enums import Level


class SystemQuerySet(TreeQuerySet):
    def open(self):
        """Systems that have not been closed."""
        return self.filter(closed_on__isnull=True)

    def under(self, system: "System"):
        """The system itself and everything below it, closed ones too."""
        below = System.objects.descendants(system, include_self=True)
        return self.filter(pk__in=[row.pk for row in below])

    def matching(self, text: str):
        """Systems whose name or kind has this text in it."""
        return self.filter(models.Q(name__icontains=text) | models.Q(kind__icontains=text))


@audited
class System(TreeNode, Stamped, Versioned):
    """A macro-, meso- or microsystem. The organisation itself is the root of the tree.

    `supporting` marks pharmacy, radiology, pathology and their like. A closed system stays in the tree for its
    history, but nothing new begins in it.
    """

    parent = TreeNodeForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(max_length=120)
    level = models.CharField(max_length=5, choices=Level, default=Level.MICRO)
    kind = models.CharField(max_length=60, blank=True, help_text="Such as ward, clinic, practice or division.")
    supporting = models.BooleanField("supporting microsystem", default=False)
    purpose = models.TextField(blank=True, help_text="Why it exists, in a sentence or two.")
    patients = models.TextField(blank=True, help_text="Whom it cares for.")
    closed_on = models.DateField(null=True, blank=True)

    objects = SystemQuerySet.as_manager(with_tree_fields=False)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"],
                name="system_name_is_unique_among_siblings",
                nulls_distinct=False,
                violation_error_message="There is a system of this name here already.",
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="system_is_not_its_own_parent",
            ),
            models.CheckConstraint(
                condition=models.Q(supporting=False) | models.Q(level=Level.MICRO),
                name="supporting_is_a_microsystem",
                violation_error_message="Only a microsystem can be a supporting one.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
