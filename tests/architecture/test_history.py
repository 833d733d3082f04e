"""Every row that people rely on is in the audit history, by triggers; what is not says why."""

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection
from django.db.transaction import atomic

from oversight.models import BarrierStep
from teams.models import Organisation
from tests.architecture.source import APPS
from tests.factories.oversight import BarrierFactory

NOT_KEPT = {
    "teams.Draft": "what somebody types and has not saved, theirs alone",
    "teams.Job": "work of the machine, on a page of its own",
    "measures.MeasureSummary": "derived; rebuilt from rows that are kept",
    "measures.Tally": "counts of an open period; the point made of them is kept",
    "measures.ApiCall": "answers kept for a week; what a call changed is kept, with its key",
    "oversight.TeamSummary": "derived; rebuilt from rows that are kept",
}
MODELS = [
    model
    for app in APPS
    for model in apps.get_app_config(app).get_models()
    if not model._meta.label.endswith("Event") and not model._meta.auto_created
]
KEPT = [model for model in MODELS if model._meta.label not in NOT_KEPT]


def test_only_what_is_named_here_is_not_in_the_history():
    assert {model._meta.label for model in MODELS if not hasattr(model, "events")} == set(NOT_KEPT)


@pytest.mark.django_db
@pytest.mark.parametrize("model", KEPT, ids=lambda model: model._meta.label)
def test_the_database_itself_writes_it_down_whatever_changes_a_row(model):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT CASE WHEN tgtype & 4 > 0 THEN 'insert' WHEN tgtype & 8 > 0 THEN 'delete' ELSE 'update' END FROM pg_trigger "
            "WHERE tgrelid = %s::regclass AND tgname LIKE 'pgtrigger_%%' AND tgenabled = 'O' AND tgtype & 1 = 1",
            [model._meta.db_table],
        )
        assert {"insert", "update", "delete"} <= {row[0] for row in cursor.fetchall()}


@pytest.mark.django_db
def test_bulk_updates_and_raw_sql_are_in_it():
    Organisation.objects.create(pk=1, name="St Brigid’s")
    step = BarrierStep.objects.create(
        barrier=(barrier := BarrierFactory()), state="raised", system=barrier.addressed_to
    )
    Organisation.objects.update(time_zone="Europe/Dublin")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE oversight_barrierstep SET text = 'Porters come at six.' WHERE id = %s", [step.pk])
        cursor.execute("DELETE FROM oversight_barrierstep WHERE id = %s", [step.pk])
    kept = Organisation.events.rel.related_model.objects.order_by("pgh_id").values_list("pgh_label", "time_zone")
    assert list(kept) == [("insert", "Europe/London"), ("update", "Europe/Dublin")]
    kept = BarrierStep.events.rel.related_model.objects.filter(pgh_obj_id=step.pk).order_by("pgh_id")
    assert list(kept.values_list("pgh_label", "text")) == [
        ("insert", ""),
        ("update", "Porters come at six."),
        ("delete", "Porters come at six."),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("model", KEPT, ids=lambda model: model._meta.label)
def test_what_is_in_it_stays_as_it_was_written(model):
    events = model.events.rel.related_model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE 'pgtrigger_append_only_%%' "
            "AND tgenabled = 'O' AND tgtype & 24 = 24",  # before an update and before a delete
            [events],
        )
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "how", ["UPDATE teams_organisationevent SET name = 'x'", "DELETE FROM teams_organisationevent"]
)
def test_the_database_refuses_to_change_or_remove_what_is_in_it(how):
    Organisation.objects.create(pk=1, name="St Brigid’s")
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="Cannot update or delete rows"), atomic():
        cursor.execute(how)
    assert [event.name for event in Organisation.objects.get().events.all()] == ["St Brigid’s"]
