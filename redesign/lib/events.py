"""What a lower app says happened, for higher apps to hear: imports go one way, news goes the other.

Each is sent inside the transaction of the change, with ids only. Receivers are connected in `apps.py` of the app that
hears, and must be quick: what takes long is enqueued as a job.
"""

from django.dispatch import Signal

team_touched = Signal()
"""Something of a team changed (work, people, state, data). Sent with `team_id: int`."""

measures_touched = Signal()
"""The points or the definition of measures changed, summaries are fresh. Sent with `measure_ids: list[int]`."""

system_touched = Signal()
"""The tree of systems changed. Sent with `system_id: int`."""

cycle_adapted = Signal()
"""A cycle opened the next of its ramp, which watches the same measures. Sent with `cycle_id: int` and `next_id: int`."""
