import pytest

from measures.actions import rebuilding
from measures.models import MeasureSummary
from teams.actions.jobs import run
from teams.models import Job
from tests.factories.measures import MeasureFactory


@pytest.fixture
def five_measures(db, monkeypatch):
    monkeypatch.setattr(rebuilding, "PORTION", 2)
    return MeasureFactory.create_batch(5)


def test_all_are_rebuilt_once_a_night_in_portions(five_measures):
    assert (rebuilding.owe_rebuild(), rebuilding.owe_rebuild()) == (3, 0)
    for job in Job.objects.filter(task="measures.tasks.refresh_summaries"):
        run(job.pk)
    assert Job.objects.owed().filter(task="measures.tasks.refresh_summaries").count() == 0
    assert MeasureSummary.objects.count() == 5
