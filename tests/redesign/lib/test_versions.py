"""A stale edit: what both changed is shown side by side, what only the other changed is taken over."""

import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.http import QueryDict

from redesign.lib.refusals import StaleEdit, refusals_shown_on
from redesign.lib.templatetags.ui import conflict
from redesign.lib.versions import VersionedForm, as_sent, locked, require_version
from redesign.lib.widgets import DateInput
from teams.models import Cycle
from tests.factories.cycles import CycleFactory

pytestmark = pytest.mark.django_db


class PlaceForm(VersionedForm):
    title = forms.CharField()
    place = forms.CharField(required=False)
    starts_on = forms.DateField(widget=DateInput)
    step = forms.ChoiceField(choices=[("plan", "Plan"), ("do", "Do")], required=False)
    on_nobody = forms.CharField(required=False)


def refused(typed: dict, **saved_meanwhile) -> PlaceForm:
    """The form as it comes back when somebody saved these after it was opened."""
    cycle = CycleFactory(title="Round", place="Bay 1", starts_on=dt.date(2024, 3, 4))
    Cycle.objects.filter(pk=cycle.pk).update(version=2, **saved_meanwhile)
    data = QueryDict(mutable=True)
    data.update(
        {"title": "Round", "place": "Bay 1", "starts_on": "2024-03-04", "step": "plan", "version": "1", **typed}
    )
    form = PlaceForm(data)
    assert form.is_valid()
    with refusals_shown_on(form):
        require_version(Cycle.objects.get(pk=cycle.pk), form.cleaned_data["version"])
    form.accept_newer_version()
    return form


def shown(form: PlaceForm) -> dict:
    return {name: form[name].value() for name in ("title", "place", "starts_on", "version")}


def test_what_only_the_other_changed_is_taken_over_and_named():
    form = refused({"title": "Round at eight"}, place="Bay 2", starts_on=dt.date(2024, 3, 9))

    assert shown(form) == {"title": "Round at eight", "place": "Bay 2", "starts_on": "2024-03-09", "version": "2"}
    assert form.taken_over == ["Place", "Starts on"]
    assert "because only they changed it: Place, Starts on" in conflict(form)


def test_what_both_changed_stays_as_typed_and_is_shown_side_by_side():
    form = refused({"place": "Bay 3"}, place="Bay 2")

    page = conflict(form)
    assert shown(form)["place"] == "Bay 3"
    assert form.taken_over == []
    assert 'data-take="id_place" data-value="Bay 2"' in page and "Bay 3" in page


def test_the_same_change_twice_is_no_conflict():
    assert "there is nothing to choose" in conflict(refused({"place": "Bay 2"}, place="Bay 2"))


def test_a_version_that_nobody_remembers_shows_everything_that_differs():
    cycle = CycleFactory(title="Round", place="Bay 1", version=7)
    data = QueryDict("title=Round&place=Bay+2&starts_on=2024-03-04&version=3", mutable=True)
    form = PlaceForm(data)
    assert form.is_valid()
    with refusals_shown_on(form):
        raise StaleEdit(cycle)
    form.accept_newer_version()

    assert (shown(form)["place"], form.taken_over) == ("Bay 2", [])


@pytest.mark.parametrize(
    ("field", "value", "sent"),
    [
        (forms.CharField(), None, ""),
        (forms.CharField(), "Bay 2", "Bay 2"),
        (forms.DateField(widget=DateInput), dt.date(2024, 3, 9), "2024-03-09"),
        (forms.DecimalField(), Decimal("14.000"), "14"),
        (forms.BooleanField(), True, "on"),
        (forms.BooleanField(), False, ""),
        (forms.ChoiceField(choices=[("a", "A")]), "a", "a"),
    ],
)
def test_a_value_is_compared_as_a_browser_would_send_it(field, value, sent):
    assert as_sent(field, value) == sent


def test_a_lock_gives_the_row_as_it_is_saved_now():
    cycle = CycleFactory(place="Bay 1")
    Cycle.objects.filter(pk=cycle.pk).update(place="Bay 2")

    assert locked(cycle).place == "Bay 2"
