"""What constraints are made of, and the database's own refusals as sentences: the constraint says what must be true."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import IntegrityError, models, transaction
from django.db.models import Q

from redesign.lib.refusals import Refusal


@contextmanager
def constraints_in_words(
    model: type[models.Model], fields: Mapping[str, str] | None = None, **sentences: str
) -> Iterator[None]:
    """What is saved inside must satisfy the model's constraints, or a Refusal says which one it breaks.

    The sentence is the constraint's `violation_error_message`, or the one given here under the constraint's name;
    `fields` says which form field a constraint belongs to. A column that is unique by itself has its own sentence and
    field. Runs in a savepoint, so that the transaction goes on. An error that is neither one of the model's constraints
    nor given here is raised as it is.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as broken:
        name = getattr(getattr(broken.__cause__, "diag", None), "constraint_name", None) or ""
        known = {constraint.name: str(constraint.violation_error_message) for constraint in model._meta.constraints}
        alone = {
            f"{model._meta.db_table}_{field.column}_key": field for field in model._meta.concrete_fields if field.unique
        }
        known |= {
            key: f"There is a {model._meta.verbose_name} of this {field.verbose_name} already."
            for key, field in alone.items()
        }
        known |= sentences
        if name not in known:
            raise
        own = alone[name].name if name in alone else None
        raise Refusal(known[name], field=(fields or {}).get(name, own)) from broken


def finite(field: str) -> Q:
    """The column is empty or a finite number; PostgreSQL sorts NaN above infinity, so both ends hold it out."""
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gt": float("-inf"), f"{field}__lt": float("inf")})
