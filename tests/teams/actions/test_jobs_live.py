"""With a real broker that is hung or gone, and a real worker that is killed: nothing is lost, and pages go on."""

import os
import signal
import time

import pytest
from django.urls import reverse
from django.utils import timezone

import tests.live_tasks  # noqa: F401 - the tasks of these tests
from oversight.models import Barrier
from redesign.lib import broker
from teams.actions import jobs
from teams.models import Job
from tests.factories.barriers import hospital
from tests.valkey import eventually, own_valkey, real_worker

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def valkey():
    with own_valkey() as server:
        yield server


@pytest.fixture
def raise_barrier(client, valkey, settings):
    """Raise a barrier by its page, with cache and queue on the test's own server; how many seconds it took."""
    place = hospital()
    client.force_login(place.lead)
    cache = settings.CACHES["default"]
    settings.CACHES = {"default": {**cache, "LOCATION": valkey.url}}

    def post(title):
        started = time.monotonic()
        url = reverse("oversight:barrier-raise", args=[place.team.pk])
        response = client.post(url, {"title": title, "kind": "other", "addressed_to": place.meso.pk})
        assert response.status_code == 302
        return time.monotonic() - started

    return post


def rested():
    """As if the pause after a failure were over."""
    broker.forget()


@pytest.mark.parametrize("trouble", ["hang", "kill"])
def test_pages_answer_while_the_broker_is_away_and_the_work_is_handed_over_later(valkey, raise_barrier, trouble):
    raise_barrier("Before")
    assert broker.waiting() == 1
    getattr(valkey, trouble)()
    assert raise_barrier("During") < 1.5
    assert raise_barrier("And once more") < 0.5  # it rests after the failure: nothing is tried
    assert Barrier.objects.count() == 3
    assert Job.objects.owed().filter(handed_at__isnull=True).count() == 2
    assert jobs.relay() == 0
    valkey.wake() if trouble == "hang" else valkey.start()
    rested()
    assert jobs.relay() == 2
    assert not Job.objects.owed().filter(handed_at__isnull=True).exists()


def done(job):
    return lambda: Job.objects.filter(pk=job.pk, done_at__isnull=False).exists()


@pytest.mark.slow
def test_a_task_whose_worker_is_killed_is_done_by_the_next(valkey, tmp_path):
    go, begun = tmp_path / "go", tmp_path / "begun"
    job = jobs.enqueue("tests.live_tasks.wait_for", path=str(go), begun=str(begun))
    with real_worker(valkey) as worker:
        assert eventually(begun.exists)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    assert not done(job)()
    go.touch()
    with real_worker(valkey):
        # The broker gives a lost message back when its time is up; the relay does not wait for that.
        Job.objects.update(handed_at=timezone.now() - jobs.STALE)
        jobs.relay()
        assert eventually(done(job))
    assert begun.read_text() == "begun\n" * 2
    assert Job.objects.get(pk=job.pk).attempts == 2


@pytest.mark.slow
def test_a_task_whose_process_is_killed_in_a_living_worker_is_done_by_another_process(valkey, tmp_path):
    go, begun = tmp_path / "go", tmp_path / "begun"
    with real_worker(valkey) as worker:
        job = jobs.enqueue("tests.live_tasks.wait_for", path=str(go), begun=str(begun))
        assert eventually(begun.exists)
        for child in children_of(worker.pid):
            os.kill(child, signal.SIGKILL)
        go.touch()
        Job.objects.update(not_before=None)
        assert eventually(done(job))


def children_of(pid):
    tasks = f"/proc/{pid}/task/{pid}/children"
    with open(tasks) as listed:
        return [int(child) for child in listed.read().split()]
