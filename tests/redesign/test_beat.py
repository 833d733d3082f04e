from celery import Task
from django.conf import settings
from django.utils.module_loading import import_string


def test_every_task_that_the_beat_sends_exists():
    names = [entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()]
    assert all(isinstance(import_string(name), Task) for name in names)


def test_the_relay_comes_often_enough_that_nobody_waits_long_for_an_e_mail():
    assert settings.CELERY_BEAT_SCHEDULE["hand over owed jobs"]["schedule"] <= 15
