"""The Celery application; its settings are the CELERY_ names of redesign/settings.py."""

import os
from typing import Any

from celery import Celery, Task

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "redesign.settings")


class ClockTask(Task):
    """A task whose changes are in the audit history as the clock's: no person made them."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        from redesign.lib.history import by_the_clock  # models are there only once Django is set up

        with by_the_clock(self.name):
            return super().__call__(*args, **kwargs)


app = Celery("redesign", task_cls=ClockTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
