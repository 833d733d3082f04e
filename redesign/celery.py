"""The Celery application; its settings are the CELERY_ names of redesign/settings.py."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "redesign.settings")

app = Celery("redesign")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
