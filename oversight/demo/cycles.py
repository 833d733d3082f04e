"""The demo organisation's ramps of cycles."""

import calendar
import datetime as dt
import re

from measures.models import CycleMeasure, Measure
from oversight.demo.built import Built
from oversight.demo.script import Idea, Story, Test
from teams.enums import (
    ActDecision,
    PredictedAs,
    PredictionKind,
    Scale,
    Step,
    TeamState,
)
from teams.models import (
    ChangeIdea,
    Cycle,
    Team,
)

SCALES = (Scale.ONE_SHIFT, Scale.ONE_WEEK, Scale.ONE_UNIT)
REACHES = (5, 13)
"""From so many days on a test reaches as far as the next of SCALES."""
LASTS = (
    (r"three months|a quarter", 91),
    (r"eight fridays", 50),
    (r"six weeks", 42),
    (r"a month|four weeks|intake", 28),
    (r"three weeks", 21),
    (r"three saturdays", 15),
    (r"two weeks|two evenings a week", 14),
    (r"ten nights", 10),
    (r"one afternoon|one morning", 1),
    (r"a week|one week|all week|trauma week", 7),
    (r"saturday and sunday|two mornings", 2),
)
"""What the text of a test says of its days."""
FEWER = re.compile(r"fall|below|median|remain|in 25 minutes|contaminated|halve\?|beat", re.IGNORECASE)


def write_ramp(built: Built, story: Story, team: Team, idea: Idea, measures: list[Measure]) -> None:
    row = ChangeIdea.objects.create(
        team=team,
        title=idea.title,
        reconfigures=idea.reconfigures,
        source=idea.source,
        description=idea.ramp[0].question,
        offered_by=built.people[story.lead],
    )
    earliest, scale = built.ago(idea.weeks_ago), 0
    for place, test in enumerate(idea.ramp):
        lasts = how_long(test, first=place == 0)
        dates = _dates(built, story, test, earliest, lasts)
        scale = max(scale, sum(lasts >= least for least in REACHES))
        cycle = Cycle(
            team=team,
            idea=row,
            number=place + 1,
            title=test.title,
            question=test.question,
            what=test.what,
            who=f"{story.lead}, {story.members[place % len(story.members)]}",
            place=story.system,
            scale=SCALES[scale],
            **_foreseen(test),
            **dates,
        )
        cycle.full_clean(exclude=["step", "number", "decided_on"])
        cycle.save()
        CycleMeasure.objects.bulk_create(CycleMeasure(cycle=cycle, measure=measure) for measure in measures[:2])
        earliest = cycle.ends_on + dt.timedelta(days=4)


def how_long(test: Test, *, first: bool) -> int:
    """The days that a test takes, as its text says; one day for the first of a ramp that does not say."""
    said = f"{test.title}. {test.what}"
    return next((days for words, days in LASTS if re.search(words, said, re.IGNORECASE)), 1 if first else 5)


def first_day(test: Test, earliest: dt.date, lasts: int) -> dt.date:
    """The first day from this one on that the text names; else a Monday for whole weeks, a working day for less."""
    said = f"{test.what} {test.title}"
    named = sorted((said.index(name), place) for place, name in enumerate(calendar.day_name) if name in said)
    wanted = {named[0][1]} if named else {0} if lasts >= 5 else {0, 1, 2, 3, 4}
    return next(day for day in (earliest + dt.timedelta(days=more) for more in range(7)) if day.weekday() in wanted)


def _foreseen(test: Test) -> dict:
    expected, _, result = test.foresaw.partition(" > ")
    *prediction, confidence = expected.split(" ")
    result = result.strip()
    if prediction[0] in ("yes", "no"):
        seen = {"result_yes": result == "yes"} if result else {}
        return {
            "prediction_kind": PredictionKind.YES_NO,
            "predicted_yes": prediction[0] == "yes",
            "confidence": int(confidence),
            **seen,
        }
    return {
        "prediction_kind": PredictionKind.NUMBER,
        "predicted_value": float(prediction[0]),
        "predicted_unit": " ".join(prediction[1:]),
        "predicted_as": PredictedAs.AT_MOST if FEWER.search(test.question) else PredictedAs.AT_LEAST,
        "confidence": int(confidence),
        **({"result_value": float(result)} if result else {}),
    }


def _dates(built: Built, story: Story, test: Test, earliest: dt.date, lasts: int) -> dict:
    """When the test ran and what came of it, or how far it has come."""
    if test.decision:
        starts = first_day(test, earliest, lasts)
        ends = starts + dt.timedelta(days=lasts - 1)
        return {
            "starts_on": starts,
            "ends_on": ends,
            "step": Step.ACT,
            "happened": test.happened,
            "learnt": test.learnt,
            "decision": ActDecision(test.decision),
            "decided_on": min(_working_day(ends + dt.timedelta(days=2)), built.today),
        }
    step, begins = _how_far(story, test, lasts)
    starts = max(first_day(test, built.today + dt.timedelta(days=begins), lasts), earliest)
    return {"step": step, "starts_on": starts, "ends_on": starts + dt.timedelta(days=max(lasts, 5) - 1)}


def _how_far(story: Story, test: Test, lasts: int) -> tuple[Step, int]:
    """The step of a test that is open, and the days from today to the earliest day on which it begins."""
    if story.state != TeamState.ACTIVE:
        return Step.PLAN, 9
    over = -max(lasts, 5) - 9
    return ((Step.PLAN, 2), (Step.DO, -10), (Step.DO, over), (Step.STUDY, over))[len(test.title) % 4]


def _working_day(day: dt.date) -> dt.date:
    """This day, or the Monday after a weekend."""
    return day + dt.timedelta(days=max(7 - day.weekday(), 0)) if day.weekday() > 4 else day
