"""The pages of PDSA cycles."""

import datetime as dt

import pytest
from django.urls import reverse

from redesign.lib.dates import today
from redesign.lib.history import history_page, kind_called
from teams.actions.cycles import change_plan
from teams.actions.drafts import save_draft
from teams.enums import ActDecision, PredictedAs, PredictionKind, Scale, Step, TeamRole, TeamState
from teams.models import Cycle, Draft
from tests.factories.cycles import ChangeIdeaFactory, CycleFactory
from tests.factories.people import OutsiderFactory, UserFactory
from tests.factories.teams import TeamFactory, member_of

pytestmark = pytest.mark.django_db

PLAN = {
    "title": "Round at eight",
    "question": "Does an earlier round free a bed before noon?",
    "scale": "one_person",
    "prediction_kind": "number",
    "predicted_as": "at_most",
    "predicted_value": "40",
    "predicted_unit": "min",
    "prediction": "",
    "confidence": "70",
    "who": "",
    "what": "",
    "place": "",
    "starts_on": "2024-03-04",
    "ends_on": "",
}


def page_of(cycle: Cycle) -> str:
    return reverse("teams:cycle", args=[cycle.pk])


def words(response) -> str:
    return response.content.decode()


# -- Planning -----------------------------------------------------------------------------------------------------


def test_a_member_plans_a_cycle_of_a_new_idea(client):
    team = TeamFactory()
    client.force_login(member_of(team))

    response = client.post(
        reverse("teams:cycle-new", args=[team.pk]), {**PLAN, "idea": "", "new_idea": "Earlier rounds"}, follow=True
    )

    cycle = Cycle.objects.get()
    assert (cycle.idea.title, cycle.predicted_value, cycle.confidence) == ("Earlier rounds", 40.0, 70)
    assert "at most 40 min (70 % sure)" in words(response)


def test_a_plan_is_given_up_with_its_reason_and_the_history_of_the_team_keeps_it(client):
    cycle = CycleFactory(title="Round at eight")
    member = member_of(cycle.team, user__name="Amara Okafor")
    save_draft(owner=member, key=f"cycle-plan-{cycle.pk}", data={"title": "Round"})
    client.force_login(member)
    url = reverse("teams:cycle-give-up", args=[cycle.pk])
    assert "Give up the plan of ‘Round at eight’?" in words(client.get(url))
    assert client.post(url, {"why": " "}).context["form"].errors == {"why": ["This field is required."]}

    response = client.post(url, {"why": "The ward has closed that bay."}, follow=True)

    assert response.redirect_chain == [(reverse("teams:idea", args=[cycle.idea_id]), 302)]
    assert (Cycle.objects.count(), Draft.objects.count()) == (0, 0)
    latest = history_page(kind_called("team"), cycle.team_id).rows[0]
    assert (latest.who, latest.what, latest.why) == (
        "Amara Okafor",
        "PDSA cycle: removed",
        "The ward has closed that bay.",
    )
    assert {"Title": "Round at eight"}.items() <= {each.field: each.before for each in latest.changes}.items()


def test_a_test_that_has_begun_is_not_given_up(client):
    cycle = CycleFactory(step=Step.DO)
    client.force_login(member_of(cycle.team))

    page = words(client.post(reverse("teams:cycle-give-up", args=[cycle.pk]), {"why": "No time."}))

    assert "The test has begun: study what you have, then abandon it and say what was learnt." in page
    assert Cycle.objects.get() == cycle


def test_the_plan_says_how_the_teams_predictions_fared_by_how_sure_it_was(client):
    cycle = CycleFactory()
    for result in (True, True, False):
        CycleFactory(idea=cycle.idea, step=Step.STUDY, confidence=80, result_yes=result)
    client.force_login(member_of(cycle.team))
    for name, pk in (("cycle-new", cycle.team_id), ("cycle-plan", cycle.pk)):
        page = words(client.get(reverse(f"teams:{name}", args=[pk])))
        assert "When 70 to 89 % sure, 2 of 3 came true." in page


def test_the_idea_in_the_address_is_chosen_already(client):
    idea = ChangeIdeaFactory()
    client.force_login(member_of(idea.team))

    response = client.get(reverse("teams:cycle-new", args=[idea.team_id]), {"idea": idea.pk})

    assert response.context["form"]["idea"].value() == idea.pk


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"predicted_value": "forty"}, "predicted_value", "Write a number, such as 40 or 12.5."),
        ({"predicted_value": "nan"}, "predicted_value", "Write a number, such as 40 or 12.5."),
        ({"predicted_value": "1e400"}, "predicted_value", "Write a number, such as 40 or 12.5."),
        ({"confidence": "140"}, "confidence", "At most 100."),
        ({"ends_on": "2024-03-01"}, "ends_on", "The cycle must end on or after the day it starts."),
        ({"starts_on": "soon"}, "starts_on", "Enter a valid date."),
        ({"new_idea": ""}, "new_idea", "Choose a change idea of the team, or write a new one."),
        ({"idea": "999999"}, "idea", "Select a valid choice. That choice is not one of the available choices."),
    ],
)
def test_what_is_wrong_with_a_plan_is_said_at_its_field_and_nothing_is_saved(client, given, field, sentence):
    team = TeamFactory()
    client.force_login(member_of(team))

    response = client.post(
        reverse("teams:cycle-new", args=[team.pk]), {**PLAN, "idea": "", "new_idea": "Earlier rounds", **given}
    )

    assert response.context["form"].errors == {field: [sentence]}
    assert "Does an earlier round free a bed before noon?" in words(response)
    assert not Cycle.objects.exists()


def test_a_yes_or_no_prediction_keeps_no_number(client):
    cycle = CycleFactory()
    client.force_login(member_of(cycle.team))

    client.post(
        reverse("teams:cycle-plan", args=[cycle.pk]),
        {**PLAN, "prediction_kind": "yes_no", "predicted_yes": "no", "version": 1},
    )

    cycle.refresh_from_db()
    assert (cycle.predicted_yes, cycle.predicted_value, cycle.predicted_unit) == (False, None, "")


def test_a_stale_plan_comes_back_with_both_texts_and_may_then_be_saved(client):
    cycle = CycleFactory()
    client.force_login(member_of(cycle.team))
    change_plan(cycle=cycle, version=1, title="Round at seven")
    url = reverse("teams:cycle-plan", args=[cycle.pk])

    response = client.post(url, {**PLAN, "title": "Round at nine", "version": 1})
    assert response.status_code == 200
    assert "Round at seven" in words(response) and "Round at nine" in words(response)
    assert 'name="version" value="2"' in words(response)

    client.post(url, {**PLAN, "title": "Round at nine", "version": 2})
    cycle.refresh_from_db()
    assert cycle.title == "Round at nine"


def test_the_plan_of_a_test_under_way_is_only_read(client):
    cycle = CycleFactory(step=Step.DO)
    client.force_login(member_of(cycle.team))

    response = client.get(reverse("teams:cycle-plan", args=[cycle.pk]), follow=True)

    assert "the plan and its prediction stay as they were made" in words(response)


# -- The page at each step ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", Step)
def test_the_page_of_a_cycle_opens_at_every_step(client, step):
    cycle = CycleFactory(step=step, confidence=70)
    client.force_login(member_of(cycle.team))

    response = client.get(page_of(cycle))

    for onward in cycle.next_steps:
        assert f'value="{onward}"' in words(response)
    assert ("Note what you see" in words(response)) == (step in {Step.DO, Step.STUDY})


def test_readers_see_the_cycle_and_no_forms(client):
    cycle = CycleFactory(step=Step.DO, happened="")
    client.force_login(UserFactory())

    response = client.get(page_of(cycle))

    assert "Predicted yes" in words(response)
    assert response.context["writes"] is False
    assert "Add the note" not in words(response)


@pytest.mark.parametrize(
    ("read", "said"),
    [("improvement", ("PDSA cycle 2", "Prediction")), ("clinical", ("Small test 2", "Expected result"))],
)
def test_the_page_of_a_cycle_speaks_the_words_that_its_reader_chose(client, read, said):
    client.force_login(UserFactory(words=read))

    response = client.get(page_of(CycleFactory(step=Step.DO, number=2)))

    assert [each in words(response) for each in said] == [True, True]


def test_the_work_of_a_paused_team_is_read_not_changed(client):
    cycle = CycleFactory(step=Step.DO, idea__team__state=TeamState.PAUSED)
    client.force_login(member_of(cycle.team))

    response = client.get(page_of(cycle))

    assert "its work can be read, not changed" in words(response)
    assert "Add the note" not in words(response)


def test_outsiders_see_the_cycles_of_their_own_teams_only(client):
    cycle = CycleFactory()
    client.force_login(OutsiderFactory())

    response = client.get(page_of(cycle))

    assert response.status_code == 403
    assert client.get(reverse("teams:cycles")).context["rows"] == []


def test_a_test_that_should_be_over_says_so(client):
    cycle = CycleFactory(step=Step.DO, ends_on=today() - dt.timedelta(days=1))
    client.force_login(UserFactory())

    assert "The test should have ended on" in words(client.get(page_of(cycle)))


def test_a_note_is_added_without_a_page_and_comes_back_with_its_author(client):
    cycle = CycleFactory(step=Step.DO)
    client.force_login(member_of(cycle.team, user__name="Amara Okafor"))

    response = client.post(
        reverse("teams:cycle-note", args=[cycle.pk]),
        {"text": "Mrs K. went at eleven.", "is_surprise": "on"},
        headers={"HX-Request": "true"},
    )

    assert words(response).lstrip().startswith('<section class="section" id="cycle-notes">')
    assert "Mrs K. went at eleven." in words(response) and "Amara Okafor" in words(response)


def test_a_note_for_a_test_that_is_over_is_refused_and_what_was_typed_stays(client):
    cycle = CycleFactory(step=Step.ACT)
    client.force_login(member_of(cycle.team))

    response = client.post(
        reverse("teams:cycle-note", args=[cycle.pk]), {"text": "Late news"}, headers={"HX-Request": "true"}
    )

    assert "This test is over" in words(response) and "Late news" in words(response)


def test_the_study_shows_the_result_against_the_prediction(client):
    cycle = CycleFactory(
        step=Step.STUDY,
        prediction_kind=PredictionKind.NUMBER,
        predicted_value=40.0,
        predicted_as=PredictedAs.AT_MOST,
        predicted_unit="min",
        confidence=70,
    )
    client.force_login(member_of(cycle.team))

    response = client.post(
        reverse("teams:cycle-study", args=[cycle.pk]),
        {"result_value": "52", "comparison": "", "version": 1},
        follow=True,
    )

    assert "Predicted at most 40 min (70 % sure) — got 52 min: not as predicted" in words(response)


def test_one_button_saves_the_study_and_goes_on_to_decide(client):
    cycle = CycleFactory(step=Step.STUDY)
    client.force_login(member_of(cycle.team))

    client.post(
        reverse("teams:cycle-study", args=[cycle.pk]),
        {"result_yes": "no", "comparison": "It did not.", "version": 1, "to": "act"},
    )

    cycle.refresh_from_db()
    assert (cycle.step, cycle.result_yes, cycle.comparison) == (Step.ACT, False, "It did not.")


def test_what_was_typed_for_a_step_that_somebody_ended_comes_back_with_a_sentence(client):
    cycle = CycleFactory(step=Step.STUDY, happened="Short.")
    client.force_login(member_of(cycle.team))

    response = client.post(reverse("teams:cycle-do", args=[cycle.pk]), {"happened": "A long story", "version": 1})

    assert "somebody took it on while you were typing" in words(response)
    assert "A long story" in words(response)


def test_adapting_leads_to_the_plan_of_the_next_cycle(client):
    cycle = CycleFactory(step=Step.ACT, number=1)
    client.force_login(member_of(cycle.team))

    response = client.post(
        reverse("teams:cycle-act", args=[cycle.pk]),
        {"decision": "adapt", "learnt": "Bay 2.", "version": 1},
        follow=True,
    )

    following = Cycle.objects.get(number=2)
    assert response.redirect_chain[-1][0] == reverse("teams:cycle-plan", args=[following.pk])
    assert following.scale == Scale.ONE_SHIFT
    assert "make its prediction anew" in words(response)
    assert "Bay 2." in words(client.get(page_of(following)))


def test_abandoning_without_a_lesson_is_refused_at_its_field(client):
    cycle = CycleFactory(step=Step.ACT)
    client.force_login(member_of(cycle.team))

    response = client.post(reverse("teams:cycle-act", args=[cycle.pk]), {"decision": "abandon", "version": 1})

    assert response.context["form"].errors == {"learnt": ["Say what was learnt: an abandoned change teaches too."]}


def test_a_stale_press_is_answered_with_a_sentence(client):
    cycle = CycleFactory(step=Step.DO, confidence=70)
    client.force_login(member_of(cycle.team))

    response = client.post(reverse("teams:cycle-move", args=[cycle.pk]), {"to": "do"}, follow=True)

    assert "somebody took it there a moment ago" in words(response)


def test_the_timeline_says_who_took_each_step(client):
    cycle = CycleFactory(confidence=70)
    client.force_login(member_of(cycle.team, user__name="Amara Okafor"))
    client.post(reverse("teams:cycle-move", args=[cycle.pk]), {"to": "do"})

    happened = client.get(page_of(cycle)).context["page"].happenings

    assert [(each.title, each.who) for each in happened] == [("The test began", "Amara Okafor"), ("Planned", "")]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_queries_for_any_number_of_notes_and_cycles(client, count, django_assert_num_queries):
    cycle = CycleFactory(step=Step.DO, number=9)
    nurse = member_of(cycle.team)
    client.force_login(nurse)
    for number in range(count):
        CycleFactory(idea=cycle.idea, number=number + 1)
        client.post(reverse("teams:cycle-note", args=[cycle.pk]), {"text": f"Note {number}"})
    client.get(page_of(cycle))

    with django_assert_num_queries(7):  # session, user, cycle, standing, notes, ramp, steps
        client.get(page_of(cycle))


# -- The list -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_queries_for_any_number_of_cycles(client, count, django_assert_num_queries):
    CycleFactory.create_batch(count)
    client.force_login(UserFactory())
    client.get(reverse("teams:cycles"))

    with django_assert_num_queries(5):  # session, user, standing, count, cycles
        client.get(reverse("teams:cycles"))


def test_the_list_filters_by_what_is_asked_and_ignores_what_it_does_not_know(client):
    late = CycleFactory(step=Step.DO, ends_on=dt.date(2024, 3, 9), title="Round at eight")
    CycleFactory(step=Step.ACT, decision=ActDecision.ADOPT, decided_on=dt.date(2024, 3, 9), title="Phone the taxi")
    coach = member_of(late.team, TeamRole.COACH)
    client.force_login(coach)

    def found(**asked) -> list[str]:
        return sorted(row.title for row in client.get(reverse("teams:cycles"), asked).context["rows"])

    assert found(overdue="on") == found(mine="on") == ["Round at eight"]
    assert found(step="act") == found(decision="adopt") == found(q="taxi") == ["Phone the taxi"]
    assert found(decision="open") == found(team=late.team_id) == ["Round at eight"]
    assert found(step="dance", team="x", page="many", sort="colour") == ["Phone the taxi", "Round at eight"]
    assert found(q=late.team.name) == ["Round at eight"]
    assert found(q="nobody tried this") == []


@pytest.mark.parametrize("key", ["title", "team", "step", "starts", "ends"])
def test_the_list_sorts_both_ways(client, key):
    for step, title in ((Step.PLAN, "A"), (Step.DO, "B")):
        CycleFactory(step=step, title=title, team__name=title, idea__team__name=title, starts_on=dt.date(2024, 1, 1))
    client.force_login(UserFactory())

    up = [row.pk for row in client.get(reverse("teams:cycles"), {"sort": key}).context["rows"]]
    down = [row.pk for row in client.get(reverse("teams:cycles"), {"sort": f"-{key}"}).context["rows"]]

    assert sorted(up) == sorted(down)
    if key in {"title", "team", "step"}:
        assert up == down[::-1]
