"""Weighing criteria and strategic priorities anew, all at once."""

from django.db import transaction

from oversight.actions.summaries import rank_teams
from oversight.models import Criterion, StrategicPriority
from oversight.queries.ranking import Weights
from oversight.queries.weights import seen
from redesign.lib.constraints import constraints_in_words
from redesign.lib.refusals import Refusal


@transaction.atomic
def weigh(*, weights: Weights, saw: str) -> int:
    """Save these weights and rank all teams once; how many were other than before.

    `saw` is what `seen` said when they were tried: refused when somebody has changed a line since, because then they
    would move other teams than was shown.
    """
    criteria = list(Criterion.objects.select_for_update().filter(retired=False).order_by("pk"))
    priorities = list(StrategicPriority.objects.select_for_update().filter(retired=False).order_by("pk"))
    if seen() != saw:
        raise Refusal(
            "Somebody else changed a weight, a criterion or a strategic priority in the meantime. Nothing was saved: see what "
            "your weights move now, and save them again."
        )
    changed = [
        line
        for strategic, lines in ((False, criteria), (True, priorities))
        for line in lines
        if weights.get((strategic, line.pk), line.weight) != line.weight
    ]
    for line in changed:
        line.weight = weights[isinstance(line, StrategicPriority), line.pk]
        line.version += 1
        with constraints_in_words(type(line)):
            line.save(update_fields=["weight", "version", "updated_at"])
    if changed:
        rank_teams()
    return len(changed)
