import datetime as dt
import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

import tests.live_tasks  # noqa: F401 - the tasks of these tests
from redesign.lib import broker
from redesign.lib.refusals import Refusal
from teams.actions import jobs
from teams.models import Job
from tests.valkey import own_valkey


@pytest.fixture
def lines(tmp_path):
    """The file that the jobs of a test write to, and what is in it."""
    path = tmp_path / "lines"

    class Lines:
        address = str(path)

        def __eq__(self, other):
            return (path.read_text().split() if path.exists() else []) == other

        __hash__ = None

    return Lines()


def owe(lines, line="done", **more):
    return jobs.enqueue("tests.live_tasks.write_line", path=lines.address, line=line, **more)


@pytest.mark.django_db
def test_a_job_is_done_once_however_often_it_is_delivered(lines):
    job = owe(lines)
    jobs.run(job.pk)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert lines == ["done"]
    assert (job.attempts, job.error) == (1, "")
    assert job.done_at is not None


@pytest.mark.django_db
def test_a_change_that_is_rolled_back_owes_nothing(lines):
    with transaction.atomic():
        owe(lines)
        transaction.set_rollback(True)
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_a_key_is_owed_once(lines):
    first = owe(lines, key="remind-1")
    assert owe(lines, key="remind-1") is None
    jobs.run(first.pk)
    assert owe(lines, key="remind-1") is None
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_a_failure_is_written_on_the_job_and_waits_longer_each_time():
    job = jobs.enqueue("tests.live_tasks.always_fails")
    waits = []
    for _ in range(jobs.MOST_ATTEMPTS - 1):
        Job.objects.update(not_before=None)
        jobs.run(job.pk)
        job.refresh_from_db()
        waits.append(round((job.not_before - timezone.now()).total_seconds()))
    assert job.error == "ValueError: The mail server said no."
    assert waits == [30, 60, 120, 240, 480, 960, 1920]
    assert list(Job.objects.owed()) == [job]


@pytest.mark.django_db
def test_a_job_that_waits_for_its_next_attempt_is_not_run_before():
    job = jobs.enqueue("tests.live_tasks.always_fails")
    jobs.run(job.pk)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.attempts == 1


@pytest.mark.django_db
def test_after_the_last_attempt_it_is_given_up_until_an_administrator_runs_it_again(lines):
    job = jobs.enqueue("tests.live_tasks.always_fails")
    Job.objects.update(attempts=jobs.MOST_ATTEMPTS - 1)
    jobs.run(job.pk)
    assert list(Job.objects.given_up()) == [job]
    Job.objects.update(task="tests.live_tasks.write_line", arguments={"path": lines.address, "line": "mended"})
    jobs.run_again(job=job)
    jobs.run(job.pk)
    assert lines == ["mended"]
    assert list(Job.objects.done()) == [job]
    with pytest.raises(Refusal, match="done in the meantime"):
        jobs.run_again(job=job)


@pytest.mark.django_db
def test_a_task_that_takes_its_worker_with_it_every_time_is_given_up_too(lines):
    job = owe(lines)
    Job.objects.update(attempts=jobs.MOST_ATTEMPTS)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.error, lines) == ("The worker ended in the middle of it, every time.", [])
    assert job.given_up_at is not None


@pytest.mark.django_db
def test_a_task_that_nobody_knows_is_a_failure_like_any_other():
    job = jobs.enqueue("teams.tasks.of_yesterday")
    jobs.run(job.pk)
    job.refresh_from_db()
    assert "of_yesterday" in job.error


@pytest.mark.django_db
def test_what_was_done_long_ago_is_forgotten_and_what_is_owed_never(lines):
    old = timezone.now() - jobs.KEPT - dt.timedelta(days=1)
    owed, done, lately = (owe(lines) for _ in range(3))
    Job.objects.update(created_at=old)
    Job.objects.filter(pk=done.pk).update(done_at=old)
    Job.objects.filter(pk=lately.pk).update(done_at=timezone.now())
    assert jobs.prune() == 1
    assert set(Job.objects.all()) == {owed, lately}


@pytest.fixture
def queue(db):
    """A broker of the test's own: how many messages wait in it."""
    with own_valkey():
        yield broker.waiting


def test_the_relay_hands_over_what_is_due_and_was_not_handed_lately(lines, queue):
    now = timezone.now()
    fresh, stale, never, later, done = (owe(lines) for _ in range(5))
    Job.objects.filter(pk=stale.pk).update(handed_at=now - jobs.STALE - dt.timedelta(seconds=1))
    Job.objects.filter(pk=never.pk).update(handed_at=None)
    Job.objects.filter(pk=later.pk).update(handed_at=None, not_before=now + dt.timedelta(minutes=1))
    Job.objects.filter(pk=done.pk).update(handed_at=None, done_at=now)
    assert jobs.relay() == 2
    assert queue() == 2
    assert jobs.relay() == 0
    assert Job.objects.get(pk=fresh.pk).handed_at == fresh.handed_at


def test_a_full_queue_is_not_made_fuller(lines, queue, monkeypatch):
    monkeypatch.setattr(jobs, "FULL", 1)
    stale, never = owe(lines), owe(lines)
    Job.objects.filter(pk=stale.pk).update(handed_at=timezone.now() - dt.timedelta(hours=1))
    Job.objects.filter(pk=never.pk).update(handed_at=None)
    broker.publish("teams.tasks.run_job", 0)
    broker.publish("teams.tasks.run_job", 0)
    assert jobs.relay() == 1


@pytest.mark.django_db(transaction=True)
def test_a_job_that_runs_keeps_nobody_waiting_and_is_not_run_beside_itself(tmp_path):
    go, begun = tmp_path / "go", tmp_path / "begun"
    job = jobs.enqueue("tests.live_tasks.wait_for", path=str(go), begun=str(begun))

    def run():
        try:
            jobs.run(job.pk)
        finally:
            connection.close()

    worker = threading.Thread(target=run)
    worker.start()
    while not begun.exists():
        pass
    jobs.run(job.pk)  # delivered twice: returns at once
    jobs.hand_over([job.pk])
    Job.objects.filter(pk=job.pk).update(handed_at=None)  # and nobody waits for the row
    go.touch()
    worker.join()
    job.refresh_from_db()
    assert (begun.read_text(), job.done_at is not None) == ("begun\n", True)
