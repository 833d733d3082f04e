"""What the demo organisation holds while it is written."""

import datetime as dt
from dataclasses import dataclass, field

from oversight.models import (
    Resource,
)
from teams.models import (
    System,
    Team,
    User,
)


@dataclass
class Built:
    """What has been written so far, by the names that the stories use."""

    today: dt.date
    systems: dict[str, System] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    resources: dict[str, Resource] = field(default_factory=dict)

    def ago(self, weeks: float) -> dt.date:
        return self.today - dt.timedelta(days=round(weeks * 7))
