"""The e-mails of improvement work."""

import pytest
from django.core import mail

from teams.actions.cycles import decide_cycle
from teams.actions.notices import tell_of_decision
from teams.enums import ActDecision, Step
from teams.models import Job
from tests.factories.cycles import CycleFactory
from tests.factories.teams import member_of

pytestmark = pytest.mark.django_db


def test_the_team_is_told_what_became_of_a_test_but_not_whoever_decided():
    cycle = CycleFactory(step=Step.ACT, number=1, title="Round at eight", confidence=70, result_yes=False)
    lead = member_of(cycle.team, user__name="Bo Lindqvist")
    nurse = member_of(cycle.team)
    member_of(cycle.team, user__wants_reminders=False)
    decide_cycle(cycle=cycle, by=lead, version=1, decision=ActDecision.ADAPT, learnt="Start with bay 2.")

    job = Job.objects.get(task="teams.tasks.tell_of_decision")
    tell_of_decision(**job.arguments)

    assert [(each.to, each.subject) for each in mail.outbox] == [([nurse.email], "Adapted: Round at eight")]
    body = mail.outbox[0].body
    for words in ("Bo Lindqvist has decided", "got no: not as predicted", "Start with bay 2.", "The next cycle"):
        assert words in body


def test_nothing_is_sent_about_a_cycle_that_is_gone_or_not_decided():
    tell_of_decision(cycle_id=CycleFactory().pk, by_id=0)
    tell_of_decision(cycle_id=0, by_id=0)

    assert mail.outbox == []
