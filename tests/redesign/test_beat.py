from celery import Celery, Task
from django.conf import settings
from django.utils.module_loading import import_string

from redesign.lib import env
from redesign.lib.beat import ALIVE, WatchedScheduler


def test_every_task_that_the_beat_sends_exists():
    names = [entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()]
    assert all(isinstance(import_string(name), Task) for name in names)


def test_the_relay_comes_often_enough_that_nobody_waits_long_for_an_e_mail():
    assert settings.CELERY_BEAT_SCHEDULE["hand over owed jobs"]["schedule"] <= 15


def test_the_clock_is_seen_to_tick(tmp_path):
    assert f"{WatchedScheduler.__module__}:{WatchedScheduler.__name__}" == settings.CELERY_BEAT_SCHEDULER
    scheduler = WatchedScheduler(app=Celery(set_as_current=False), schedule_filename=str(tmp_path / "beat-schedule"))
    scheduler.tick()
    assert (tmp_path / ALIVE).exists()
    assert f"{ALIVE} -mmin" in (env.ROOT / "docker-compose.yml").read_text()
    scheduler.close()
