"""The demo organisation's ramps of cycles."""

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

SCALES = (Scale.ONE_PERSON, Scale.ONE_SHIFT, Scale.ONE_WEEK, Scale.ONE_UNIT)
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
    for place, test in enumerate(idea.ramp):
        starts = built.ago(idea.weeks_ago) + dt.timedelta(days=place * (idea.days + 5))
        cycle = Cycle(
            team=team,
            idea=row,
            number=place + 1,
            title=test.title,
            question=test.question,
            what=test.what,
            who=f"{story.lead}, {story.members[place % len(story.members)]}",
            place=story.system,
            scale=SCALES[min(place, 3)],
            **_foreseen(test),
            **_outcome(built, story, idea, test, starts),
        )
        cycle.full_clean(exclude=["step", "number", "decided_on"])
        cycle.save()
        CycleMeasure.objects.bulk_create(CycleMeasure(cycle=cycle, measure=measure) for measure in measures[:2])


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


def _outcome(built: Built, story: Story, idea: Idea, test: Test, starts: dt.date) -> dict:
    if test.decision:
        ends = starts + dt.timedelta(days=idea.days)
        return {
            "starts_on": starts,
            "ends_on": ends,
            "step": Step.ACT,
            "happened": test.happened,
            "comparison": test.happened,
            "learnt": test.learnt,
            "decision": ActDecision(test.decision),
            "decided_on": min(ends + dt.timedelta(days=2), built.today),
        }
    if story.state != TeamState.ACTIVE:
        return _open(built, Step.PLAN, 9, 19)
    turn = len(test.title) % 4
    if turn == 0:
        return _open(built, Step.PLAN, 3, 13)
    if turn == 1:
        return _open(built, Step.DO, -4, 5)
    if turn == 2:
        return _open(built, Step.DO, -13, -2)
    return _open(built, Step.STUDY, -16, -3)


def _open(built: Built, step: Step, first: int, last: int) -> dict:
    return {
        "step": step,
        "starts_on": built.today + dt.timedelta(days=first),
        "ends_on": built.today + dt.timedelta(days=last),
    }
