"""The clock of periodic tasks, which can be seen to tick."""

from pathlib import Path
from typing import Any

from celery.beat import PersistentScheduler

ALIVE = "beat-alive"


class WatchedScheduler(PersistentScheduler):
    """Celery's own; at each tick, every fifteen seconds or oftener, it touches a file beside its schedule.

    A clock that has stopped, or waits for a silent broker, leaves the file to grow old: its health check looks at that.
    """

    def tick(self, *args: Any, **kwargs: Any) -> Any:
        """Send what is due; the seconds until there is more."""
        wait = super().tick(*args, **kwargs)
        Path(self.schedule_filename).with_name(ALIVE).touch()
        return wait
