"""Writes the demo organisation into an empty database."""

import datetime as dt
import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

import pghistory
import pgtrigger
from django.db import connection, transaction
from django.db.models import Count, Sum
from django.utils import timezone

from measures.actions.summaries import refresh as refresh_measures
from measures.enums import WITH_DENOMINATOR, MeasureStatus
from measures.models import Annotation, CycleMeasure, Measure, Phase, Point, Target
from measures.periods import period_start
from measures.spc.rules import default_rules, rule_set
from oversight.actions.summaries import rebuild as rebuild_team_summaries
from oversight.demo import groups, organisation, places, responses, series
from oversight.demo.script import Idea, Story, Test, Yardstick
from oversight.demo.stories import STORIES
from oversight.models import (
    Allocation,
    Barrier,
    BarrierStep,
    Capacity,
    Criterion,
    Rating,
    Resource,
    ResourceRequest,
    StrategicPriority,
    Wall,
)
from redesign.lib.dates import monday
from teams.enums import (
    PARTNERS,
    ActDecision,
    PredictedAs,
    PredictionKind,
    Role,
    Scale,
    Step,
    TeamRole,
    TeamState,
)
from teams.models import (
    ChangeIdea,
    Cycle,
    Membership,
    Organisation,
    ProgressScore,
    RoleGrant,
    StateChange,
    System,
    Team,
    User,
)

ODD_POINTS = {
    "Queue at 16:00": "Ambulances diverted from the coast all day",
    "Staff who left more than 15 minutes late": "Power cut in the sterilising unit",
    "Hours to theatre": "Ice on the roads: fourteen fractures in three days",
    "Went to the Emergency Department instead": "Telephones down from Monday to Wednesday",
    "Medicines out of stock": "A supplier recalled eleven lines",
    "Falls": "Eight bank staff on nights, and new beds",
}
SCALES = (Scale.ONE_PERSON, Scale.ONE_SHIFT, Scale.ONE_WEEK, Scale.ONE_UNIT)
FEWER = re.compile(r"fall|below|median|remain|in 25 minutes|contaminated|halve\?|beat", re.IGNORECASE)


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


@transaction.atomic
def build(today: dt.date) -> None:
    """Write the whole demo organisation, dated so that `today` is its present. The database must be empty."""
    built = Built(today)
    with pghistory.context(reason="The demo organisation was made."):
        Organisation.objects.create(pk=1, name=places.ORGANISATION, is_demo=True, set_up_at=timezone.now())
        _systems(built)
        _people(built)
        for story in STORIES:
            _team(built, story)
        _whole_system_measures(built)
        _shared_measures(built)
        groups.write_groups()
        groups.write_settled(built.systems, built.people, today)
        _oversight(built)
        _date_back()
    responses.mend(today)
    refresh_measures(list(Measure.objects.values_list("pk", flat=True)))
    responses.respond(today)
    rebuild_team_summaries()


def _systems(built: Built) -> None:
    for level, name, parent, kind, purpose in places.table(places.SYSTEMS):
        built.systems[name] = System.objects.create(
            name=name,
            level=level.rstrip("*"),
            parent=built.systems.get(parent),
            kind=kind.capitalize(),
            supporting=level.endswith("*"),
            purpose=purpose,
        )


def _people(built: Built) -> None:
    for name, title, discipline, system, *demo_key in places.table(places.PEOPLE):
        built.people[name] = User.objects.create_user(
            email=_address(name, demo_key[0] if demo_key else ""),
            name=name,
            job_title=title,
            discipline=discipline,
            works_in=built.systems.get(system),
            is_outsider=discipline in PARTNERS,
        )
    for role, names in places.table(places.ROLES):
        for name in names.split(", "):
            RoleGrant.objects.create(user=built.people[name], role=role)
    for system, name in places.table(places.LEADERS):
        leader = built.people[name]
        RoleGrant.objects.create(user=leader, role=Role.SYSTEM_LEADER, system=built.systems[system])


def _address(name: str, demo_key: str) -> str:
    if demo_key:
        return f"{demo_key}@demo.invalid"
    plain = re.sub(r"^(Dr|Mr|Miss|Professor) ", "", name).lower().replace("-", "").replace("'", "")
    return f"{plain.replace(' ', '.')}@thornmere.invalid"


# -- Teams ----------------------------------------------------------------------------------------------------------


def _team(built: Built, story: Story) -> None:
    team = Team.objects.create(
        name=story.name,
        system=built.systems[story.system],
        state=story.state,
        permanence="permanent" if story.permanent else "temporary",
        problem=story.problem,
        scope_in=story.scope_in,
        scope_out=story.scope_out,
        **_aims(built, story),
        sponsor=built.people.get(story.sponsor),
        protected_hours=None if story.state == TeamState.PROPOSED else story.hours,
        starts_on=None if story.state == TeamState.PROPOSED else built.ago(story.began),
        ends_on=None if story.permanent or story.state == TeamState.PROPOSED else built.ago(-story.due - 12),
        proposed_by=built.people[story.lead],
    )
    built.teams[story.name] = team
    team.also_touches.set(built.systems[name] for name in story.touches)
    _states(built, story, team)
    if story.state != TeamState.PROPOSED:
        _members(built, story, team)
    for weeks, score, note in story.scores:
        scorer = built.people.get(story.coach)
        ProgressScore.objects.create(
            team=team, score=Decimal(str(score)), scored_on=built.ago(weeks), note=note, scored_by=scorer
        )
    measures = [_measure(built, yardstick, team.system, team, story) for yardstick in story.measures]
    for idea in story.ideas:
        _ramp(built, story, team, idea, measures)


def _aims(built: Built, story: Story) -> dict:
    what, whom, since, to, unit = story.aim
    aims: dict = {"aim_what": what, "aim_for_whom": whom, "aim_unit": unit}
    if what:
        aims |= {"aim_from": Decimal(str(since)), "aim_to": Decimal(str(to)), "aim_by": built.ago(-story.due)}
    if story.efficiency:
        less, high, low, in_unit = story.efficiency
        aims |= {
            "efficiency_what": less,
            "efficiency_from": Decimal(str(high)),
            "efficiency_to": Decimal(str(low)),
            "efficiency_unit": in_unit,
        }
    return aims


PATHS = {
    TeamState.PROPOSED: (),
    TeamState.CHARTERED: (TeamState.CHARTERED,),
    TeamState.ACTIVE: (TeamState.CHARTERED, TeamState.ACTIVE),
    TeamState.SUSTAINING: (TeamState.CHARTERED, TeamState.ACTIVE, TeamState.SUSTAINING),
    TeamState.PAUSED: (TeamState.CHARTERED, TeamState.ACTIVE, TeamState.PAUSED),
    TeamState.CLOSED: (TeamState.CHARTERED, TeamState.ACTIVE, TeamState.SUSTAINING, TeamState.CLOSED),
}


def _states(built: Built, story: Story, team: Team) -> None:
    lead, chair = built.people[story.lead], built.people["Professor Ruth Abernethy"]
    path = PATHS[TeamState(story.state)]
    if not path:
        StateChange.objects.create(
            team=team, from_state=TeamState.PROPOSED, to_state=TeamState.CHARTERED, asked_by=lead, why=story.state_why
        )
    before = TeamState.PROPOSED
    for place, state in enumerate(path):
        weeks = _weeks_ago(story, state)
        last = place == len(path) - 1
        StateChange.objects.create(
            team=team,
            from_state=before,
            to_state=state,
            asked_by=lead,
            why=story.state_why if last else "",
            decided_by=chair,
            decided_at=timezone.now() - dt.timedelta(days=round(weeks * 7)),
            granted=True,
            answer="Agreed." if place else "Established: it serves our strategic priorities, and the people are there.",
        )
        before = state


def _weeks_ago(story: Story, state: TeamState) -> float:
    since = {TeamState.CHARTERED: story.began + 2, TeamState.ACTIVE: story.began, TeamState.SUSTAINING: story.began / 3}
    return since.get(state, -story.due if story.state == TeamState.CLOSED else 6)


def _members(built: Built, story: Story, team: Team) -> None:
    roles = [(story.lead, TeamRole.LEAD), (story.coach, TeamRole.COACH)]
    roles += [(name, TeamRole.MEMBER) for name in story.members]
    for place, (name, role) in enumerate(roles):
        if name:
            person = built.people[name]
            Membership.objects.create(
                team=team,
                user=person,
                role=role,
                discipline=person.discipline,
                joined_on=built.ago(story.began - place % 4),
                left_on=built.ago(-story.due) if story.state == TeamState.CLOSED else None,
            )


# -- Measures -------------------------------------------------------------------------------------------------------


def _measure(
    built: Built,
    yardstick: Yardstick,
    system: System,
    team: Team | None = None,
    story: Story | None = None,
    place: str = "",
) -> Measure:
    kind, dimension, direction = yardstick.kind.split()
    share = yardstick.chart in WITH_DENOMINATOR
    measure = Measure.objects.create(
        name=yardstick.name,
        system=system,
        team=team,
        type=kind,
        dimension=dimension,
        direction=direction,
        compass_side=yardstick.compass,
        whole_system=yardstick.whole_system,
        status=MeasureStatus.TRIAL if yardstick.trial else MeasureStatus.ESTABLISHED,
        operational_definition=yardstick.definition or _definition(yardstick),
        numerator=yardstick.numerator,
        denominator=yardstick.denominator,
        source=yardstick.source,
        collector=_collector(built, yardstick, story),
        frequency=yardstick.frequency,
        unit=yardstick.unit,
        multiplier=yardstick.multiplier or (100 if share else 1),
        decimals=yardstick.decimals,
        target=yardstick.target,
        categories=list(yardstick.categories),
        chart=yardstick.chart,
        rules=yardstick.rules or default_rules(yardstick.chart),
        rules_version=rule_set(yardstick.rules or default_rules(yardstick.chart)).version,
        baseline_points=yardstick.baseline,
        cusum_rate=yardstick.expected,
        made_by=built.people["Mei-Ling Chao"],
    )
    _points(built, measure, yardstick, story, place)
    _targets(built, measure, yardstick)
    return measure


def _targets(built: Built, measure: Measure, yardstick: Yardstick) -> None:
    """The targets that it had before today's, each from where the one before it ended."""
    since, why = None, ""
    chair = built.people["Professor Ruth Abernethy"]
    for value, ended, changed_because in (*yardstick.target_was, (yardstick.target, 0, "")):
        if not yardstick.target_was:
            return
        by = chair if since else None
        Target.objects.create(measure=measure, starts_on=since, value=value, why=why, set_by=by)
        since, why = period_start(built.ago(ended), measure.frequency), changed_because


def _definition(yardstick: Yardstick) -> str:
    if yardstick.numerator:
        return f"{yardstick.numerator}, out of: {yardstick.denominator[:1].lower()}{yardstick.denominator[1:]}."
    return f"{yardstick.name}, in {yardstick.unit}, {yardstick.frequency}."


def _collector(built: Built, yardstick: Yardstick, story: Story | None) -> User:
    if story is None:
        return built.people["Mei-Ling Chao" if yardstick.whole_system else "Rahul Desai"]
    staff = [name for name in (story.lead, *story.members) if not built.people[name].is_outsider]
    return built.people[staff[(story.measures.index(yardstick) + 1) % len(staff)]]


def _points(built: Built, measure: Measure, yardstick: Yardstick, story: Story | None, place: str = "") -> None:
    """Its points; `place` tells the same measure of one ward from that of another."""
    until = built.today
    if story:
        until = built.ago(-story.due if story.state == TeamState.CLOSED else story.silent)
    days = series.periods(yardstick.frequency, yardstick.series.points, until)
    drawn = series.values(f"{yardstick.name}{place}", yardstick.series, days)
    if yardstick.series.event_every:
        drawn = series.events(yardstick.name, yardstick.series, until - dt.timedelta(days=9))
    if yardstick.series.gaps >= 2:
        drawn = drawn[:-2]  # a few measures are behind, as they are everywhere
    elif yardstick.frequency == "weekly" and measure.collector == built.people["Amara Okafor"]:
        drawn = drawn[:-2]  # what waits for the nurse on her phone today
    Point.objects.bulk_create(
        Point(
            measure=measure,
            period=point.period,
            value=point.value,
            denominator=point.denominator,
            spread=point.spread,
            marked=point.odd and yardstick.astronomical,
            counts=series.split(f"{yardstick.name}{place}", point.period, point.value, yardstick.categories)
            if yardstick.categories
            else {},
            entered_by=measure.collector,
            estimated=yardstick.trial and number % 5 == 0,
        )
        for number, point in enumerate(drawn)
    )
    if yardstick.rebase:
        Phase.objects.create(
            measure=measure,
            starts_on=days[round(yardstick.rebase * (len(days) - 1)) + 1],
            reason="The shift has lasted, we know why, it is wanted, and we expect it to stay.",
            set_by=built.people["Mei-Ling Chao"],
        )
    if yardstick.series.outlier and yardstick.name in ODD_POINTS:
        odd = days[round(yardstick.series.outlier[0] * (len(days) - 1))]
        Annotation.objects.create(
            measure=measure, on=odd, text=ODD_POINTS[yardstick.name], written_by=measure.collector
        )


def _whole_system_measures(built: Built) -> None:
    for system, yardstick in organisation.WHOLE_SYSTEM:
        _measure(built, yardstick, built.systems[system])


def _shared_measures(built: Built) -> None:
    """The same measure on many wards, so that they can learn from one another."""
    for yardstick, wards in organisation.SHARED:
        for ward, size, level in wards:
            own = replace(yardstick, series=replace(yardstick.series, base=level, out_of=size))
            _measure(built, own, built.systems[ward], place=ward)
        _rolled_up(built, yardstick)


def _rolled_up(built: Built, yardstick: Yardstick) -> None:
    """The measure of the whole organisation that those of the wards are parts of, but for its newest month."""
    parts = Measure.objects.filter(name=yardstick.name, team=None)
    whole = parts[0]
    count = len(parts)
    whole.pk, whole.system, whole.whole_system = None, built.systems[places.ORGANISATION], True
    whole.name, whole.categories = f"{yardstick.name}, all wards", []
    whole.save()
    with pgtrigger.ignore():  # they were parts from the beginning
        parts.update(part_of=whole)
    totals = Point.objects.filter(measure__part_of=whole, excluded=False).values("period")
    totals = totals.annotate(parts=Count("pk"), above=Sum("value"), below=Sum("denominator")).filter(parts=count)
    Point.objects.bulk_create(
        Point(
            measure=whole, period=row["period"], value=row["above"], denominator=row["below"],
            entered_by=whole.made_by, note=f"Added up from {count} parts",
        )
        for row in list(totals.order_by("period"))[:-1]
    )  # fmt: skip


# -- Cycles ---------------------------------------------------------------------------------------------------------


def _ramp(built: Built, story: Story, team: Team, idea: Idea, measures: list[Measure]) -> None:
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


# -- Oversight ------------------------------------------------------------------------------------------------------


def _oversight(built: Built) -> None:
    _priorities(built)
    _resources(built)
    for barrier in organisation.BARRIERS:
        _barrier(built, *barrier)
    Wall.objects.create(system=built.systems[places.ORGANISATION], title="How Thornmere is doing")
    Wall.objects.create(system=built.systems["Larch Ward"], title="Larch Ward: how we are doing")


def _priorities(built: Built) -> None:
    for name, weight, description, owner, teams in organisation.PRIORITIES:
        priority = StrategicPriority.objects.create(
            name=name,
            weight=weight,
            description=description,
            owner=built.people[owner],
            starts_on=built.ago(40),
            ends_on=built.ago(-100),
        )
        priority.teams.set(built.teams[team] for team in teams)
    criteria = [
        Criterion.objects.create(name=name, question=question, weight=weight)
        for name, question, weight in organisation.CRITERIA
    ]
    chair = built.people["Professor Ruth Abernethy"]
    Rating.objects.bulk_create(
        Rating(team=built.teams[team], criterion=criterion, value=value, rated_by=chair)
        for team, values in organisation.RATINGS.items()
        for criterion, value in zip(criteria, values, strict=True)
    )


def _resources(built: Built) -> None:
    this_week = monday(built.today)
    for name, kind, unit, weekly, person, description, exceptions in organisation.RESOURCES:
        resource = Resource.objects.create(
            name=name,
            kind=kind,
            unit=unit,
            weekly_capacity=weekly,
            person=built.people.get(person),
            description=description,
        )
        built.resources[name] = resource
        for week, amount, why in exceptions:
            Capacity.objects.create(
                resource=resource, week=this_week + dt.timedelta(weeks=week), amount=amount, why=why
            )
    for request in organisation.REQUESTS:
        _request(built, this_week, *request)


def _request(
    built: Built, this_week: dt.date, team: str, resource: str, amount: float, first: int, weeks: int, why: str, settled
) -> None:
    chair = built.people["Professor Ruth Abernethy"]
    story = next(story for story in STORIES if story.name == team)
    decided = {}
    if settled:
        decided = {
            "state": settled[0],
            "reason": settled[2],
            "decided_by": chair,
            "decided_at": timezone.now() - dt.timedelta(days=4),
        }
    request = ResourceRequest.objects.create(
        team=built.teams[team],
        resource=built.resources[resource],
        amount=amount,
        first_week=this_week + dt.timedelta(weeks=first),
        last_week=this_week + dt.timedelta(weeks=first + weeks - 1),
        why=why,
        asked_by=built.people[story.lead],
        **decided,
    )
    if settled and settled[1]:
        Allocation.objects.create(
            request=request,
            resource=request.resource,
            amount=settled[1],
            first_week=request.first_week,
            last_week=request.last_week,
            given_by=chair,
        )


def _barrier(
    built: Built,
    team: str,
    system: str,
    kind: str,
    title: str,
    description: str,
    raised: int,
    reply_in: int,
    state: str,
    answer: str,
) -> None:
    story = next(story for story in STORIES if story.name == team)
    lead, addressed = built.people[story.lead], built.systems[system]
    barrier = Barrier.objects.create(
        team=built.teams[team],
        addressed_to=addressed,
        kind=kind,
        title=title,
        description=description,
        state=state,
        reply_by=built.today + dt.timedelta(days=reply_in),
        raised_by=lead,
        answer=answer,
        closed_on=built.today - dt.timedelta(days=3) if state == "removed" else None,
    )
    own = built.systems[story.system]
    first = own.parent if state == "escalated" and own.parent else addressed
    raised_at = timezone.now() - dt.timedelta(days=raised)
    steps = [("raised", raised_at, lead, first, "")]
    if state == "escalated":
        passed = "No answer by the promised day: passed on to the system above."
        steps.append(("escalated", raised_at + dt.timedelta(days=14), None, addressed, passed))
    if answer:
        leader = RoleGrant.objects.filter(system=addressed).first()
        answered_by = leader.user if leader else lead
        steps.append((state, timezone.now() - dt.timedelta(days=3), answered_by, addressed, answer))
    for happened, at, by, where, text in steps:
        step = BarrierStep.objects.create(barrier=barrier, state=happened, by=by, system=where, text=text)
        BarrierStep.objects.filter(pk=step.pk).update(at=at)


# -- Time -----------------------------------------------------------------------------------------------------------

DATED = (
    "UPDATE teams_team SET created_at = coalesce(starts_on, current_date - 10) - 14, "
    "updated_at = coalesce(starts_on, current_date - 10)",
    "UPDATE teams_statechange SET created_at = coalesce(decided_at - interval '5 days', now() - interval '9 days')",
    "UPDATE teams_membership SET created_at = joined_on, updated_at = joined_on",
    "UPDATE teams_progressscore SET created_at = scored_on, updated_at = scored_on",
    "UPDATE teams_cycle SET created_at = least(starts_on - 3, current_date - 1), "
    "updated_at = least(coalesce(decided_on, starts_on - 1), current_date)",
    "UPDATE teams_changeidea SET created_at = first.day, updated_at = first.day FROM "
    "(SELECT idea_id, least(min(starts_on) - 5, current_date - 1) AS day FROM teams_cycle GROUP BY idea_id) AS first "
    "WHERE first.idea_id = teams_changeidea.id",
    "UPDATE measures_point AS point SET created_at = entered.at, updated_at = entered.at FROM "
    "(SELECT point.id, least(period + CASE frequency WHEN 'daily' THEN interval '1 day 9 hours' "
    "WHEN 'monthly' THEN interval '1 month 2 days 9 hours' ELSE interval '8 days 9 hours' END, "
    "now() - interval '5 hours') AS at FROM measures_point AS point "
    "JOIN measures_measure AS measure ON measure.id = point.measure_id) AS entered WHERE entered.id = point.id",
    "UPDATE measures_measure SET created_at = first.day, updated_at = first.day FROM "
    "(SELECT measure_id, min(period) - interval '6 days' AS day FROM measures_point GROUP BY measure_id) AS first "
    "WHERE first.measure_id = measures_measure.id",
    "UPDATE measures_phase SET created_at = least(starts_on + interval '80 days', now() - interval '3 days')",
    "UPDATE measures_annotation SET created_at = least(measures_annotation.on + interval '10 days', now() - interval '3 days')",
    "UPDATE oversight_barrier SET created_at = step.at, updated_at = step.at FROM "
    "(SELECT barrier_id, min(at) AS at FROM oversight_barrierstep GROUP BY barrier_id) AS step "
    "WHERE step.barrier_id = oversight_barrier.id",
    "UPDATE oversight_allocation SET created_at = now() - interval '4 days', updated_at = now() - interval '4 days'",
    "UPDATE oversight_resourcerequest SET created_at = now() - interval '6 days', updated_at = now() - interval '4 days'",
)


def _date_back() -> None:
    """Give every row the age that its story tells; the audit history is spared these corrections."""
    with pgtrigger.ignore(), connection.cursor() as cursor:
        for statement in DATED:
            cursor.execute(statement)
