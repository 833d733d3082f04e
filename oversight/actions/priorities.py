"""What the organisation wants most, and the criteria that teams are held against. Each change ranks all teams anew."""

import datetime as dt

from django.db import transaction

from oversight.actions.summaries import rank_teams
from oversight.models import Criterion, StrategicPriority
from redesign.lib.constraints import constraints_in_words
from redesign.lib.refusals import Refusal
from redesign.lib.versions import locked, require_version
from teams.models import User


@transaction.atomic
def make_priority(
    *, name: str, description: str, owner: User | None, weight: int, starts_on: dt.date, ends_on: dt.date | None
) -> StrategicPriority:
    """Add a strategic priority that teams may serve."""
    _require_new_name(StrategicPriority, name)
    with constraints_in_words(StrategicPriority):
        priority = StrategicPriority.objects.create(
            name=name, description=description, owner=owner, weight=weight, starts_on=starts_on, ends_on=ends_on
        )
    rank_teams()
    return priority


@transaction.atomic
def edit_priority(
    *,
    priority: StrategicPriority,
    version: int,
    name: str,
    description: str,
    owner: User | None,
    weight: int,
    starts_on: dt.date,
    ends_on: dt.date | None,
) -> None:
    """Describe or weigh it anew."""
    priority = locked(priority)
    require_version(priority, version)
    _require_new_name(StrategicPriority, name, priority.pk)
    priority.name, priority.description, priority.owner, priority.weight = name, description, owner, weight
    priority.starts_on, priority.ends_on = starts_on, ends_on
    with constraints_in_words(StrategicPriority, fields={"priority_ends_after_start": "ends_on"}):
        priority.save()
    rank_teams()


@transaction.atomic
def retire_priority(*, priority: StrategicPriority, retired: bool) -> None:
    """It counts no longer, or counts again; which teams served it stays on record."""
    priority = locked(priority)
    priority.retired, priority.version = retired, priority.version + 1
    priority.save(update_fields=["retired", "version", "updated_at"])
    rank_teams()


@transaction.atomic
def make_criterion(*, name: str, question: str, weight: int) -> Criterion:
    """Add a criterion. It counts for nobody until a team is rated by it."""
    _require_new_name(Criterion, name)
    with constraints_in_words(Criterion):
        criterion = Criterion.objects.create(name=name, question=question, weight=weight)
    rank_teams()
    return criterion


@transaction.atomic
def edit_criterion(*, criterion: Criterion, version: int, name: str, question: str, weight: int) -> None:
    """Ask the question otherwise, or weigh it anew."""
    criterion = locked(criterion)
    require_version(criterion, version)
    _require_new_name(Criterion, name, criterion.pk)
    criterion.name, criterion.question, criterion.weight = name, question, weight
    with constraints_in_words(Criterion):
        criterion.save()
    rank_teams()


@transaction.atomic
def retire_criterion(*, criterion: Criterion, retired: bool) -> None:
    """It counts no longer, or counts again with the ratings that were made."""
    criterion = locked(criterion)
    criterion.retired, criterion.version = retired, criterion.version + 1
    criterion.save(update_fields=["retired", "version", "updated_at"])
    rank_teams()


def _require_new_name(model: type[StrategicPriority] | type[Criterion], name: str, pk: int | None = None) -> None:
    others = model._default_manager.filter(name__iexact=name)
    if (others.exclude(pk=pk) if pk else others).exists():
        raise Refusal(f"There is a {model._meta.verbose_name} of this name already.", field="name")
