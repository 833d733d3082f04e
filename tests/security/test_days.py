"""No form takes a day of another age: a chart from the year 26 to today would have a quarter of a million days."""

import datetime as dt

import pytest
from django import forms
from django.urls import reverse

from measures.actions.points import add_point
from redesign.lib.refusals import Refusal
from teams.enums import TeamRole
from teams.models import Membership
from tests.factories.measures import MeasureFactory
from tests.factories.people import UserFactory
from tests.factories.teams import TeamFactory, member_of


@pytest.mark.parametrize(("day", "taken"), [("0026-03-01", False), ("1900-01-01", True), ("9999-12-31", False)])
def test_a_day_of_another_age_is_a_slip_in_every_form(day, taken):
    class Asks(forms.Form):
        day = forms.DateField()

    form = Asks({"day": day})
    assert form.is_valid() is taken
    assert taken or form.errors["day"] == [f"The year {int(day[:4])} cannot be right."]


@pytest.mark.django_db
def test_a_day_of_another_age_is_refused_where_the_model_asks_too(client):
    team = TeamFactory()
    client.force_login(member_of(team, TeamRole.LEAD))
    sent = {"user": UserFactory().email, "role": "member", "joined_on": "0001-01-01"}
    page = client.post(reverse("teams:member-add", args=[team.pk]), sent)
    assert page.context["form"].errors["joined_on"] == ["The year 1 cannot be right."]
    assert Membership.objects.filter(team=team).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("frequency", ["daily", "weekly", "fortnightly", "monthly", "quarterly"])
def test_a_point_of_another_age_is_refused(frequency):
    measure = MeasureFactory(frequency=frequency, chart="run")
    with pytest.raises(Refusal, match="The year 26 cannot be right") as refused:
        add_point(measure=measure, by=UserFactory(), period=dt.date(26, 3, 2), value=3)
    assert refused.value.field == "period"
