"""Forms by which teams ask for shared resources, and by which the group settles it."""

from collections.abc import Mapping
from typing import Any

from django import forms

from oversight.actions.requests import Decision
from oversight.allocation import Proposed
from oversight.enums import RequestState
from oversight.models import Resource, ResourceRequest
from redesign.lib.dates import monday
from redesign.lib.form_fields import field_of
from redesign.lib.versions import VersionedForm
from redesign.lib.widgets import DateInput

ANSWERS = [
    (RequestState.GRANTED, "As asked"),
    (RequestState.TRIMMED, "In part"),
    (RequestState.MOVED, "Another time"),
    (RequestState.DECLINED, "Decline"),
]


class ResourceChoice(forms.ModelChoiceField):
    """A shared resource, with the unit that it is asked for in."""

    def label_from_instance(self, resource: Resource) -> str:
        return f"{resource.name} ({resource.unit} a week)"


class RequestForm(forms.Form):
    """What a team asks for, how much a week, and in which weeks."""

    resource = ResourceChoice(
        label="What do you need?",
        queryset=Resource.objects.filter(retired=False),
        empty_label="Choose a shared resource",
        error_messages={"invalid_choice": "Choose a shared resource from the list."},
    )
    amount = field_of(ResourceRequest, "amount", label="How much a week?")
    first_week = forms.DateField(label="From the week of", widget=DateInput, help_text="Any day of that week.")
    last_week = forms.DateField(label="To the week of", widget=DateInput, help_text="The last week you need it.")
    why = field_of(
        ResourceRequest,
        "why",
        label="What is it for?",
        help_text="The oversight group reads this when more is wanted than there is.",
    )

    def clean(self) -> None:
        said = self.cleaned_data
        if said.get("amount") is not None and said["amount"] <= 0:
            self.add_error("amount", "Ask for more than 0.")
        first, last = said.get("first_week"), said.get("last_week")
        if first and last and monday(last) < monday(first):
            self.add_error("last_week", "The last week cannot be before the first.")


class EditRequestForm(RequestForm, VersionedForm):
    """The same of a request that waits."""


class PreviewForm(forms.Form):
    """What has been typed so far, for the preview beside the form; without it all there is no preview."""

    resource = forms.ModelChoiceField(Resource.objects.filter(retired=False))
    amount = field_of(ResourceRequest, "amount", min_value=0)
    first_week = forms.DateField()
    last_week = forms.DateField()
    without = forms.IntegerField(required=False)


class WithdrawForm(forms.Form):
    """Why a request is no longer needed."""

    reason = forms.CharField(label="Why, if you like to say", required=False, max_length=300)


class SettleForm(VersionedForm):
    """One request's answer: grant, grant in part, grant at another time or decline, with the reason."""

    state = forms.ChoiceField(label="Answer", choices=ANSWERS, widget=forms.RadioSelect)
    amount = field_of(ResourceRequest, "amount", label="How much a week", required=False)
    first_week = forms.DateField(
        label="From the week of", widget=DateInput, required=False, help_text="Any day of that week."
    )
    reason = forms.CharField(
        label="Reason, which the team will read", widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )

    def __init__(self, *args: Any, request: ResourceRequest, proposed: Proposed | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=self.opened_with(request, proposed), prefix=f"request-{request.pk}", **kwargs)
        self.request, self.proposed = request, proposed

    @staticmethod
    def opened_with(request: ResourceRequest, proposed: Proposed | None) -> Mapping[str, Any]:
        """The proposal, where there is one, ready to be sent as it stands."""
        if proposed is None:
            return {"version": request.version, "amount": request.amount}
        return {
            "version": request.version,
            "state": proposed.answer.value,
            "amount": proposed.amount or request.amount,
            "first_week": proposed.first if proposed.answer == RequestState.MOVED else None,
            "reason": proposed.why,
        }

    def clean(self) -> None:
        said = self.cleaned_data
        if said.get("state") == RequestState.TRIMMED and said.get("amount") is None:
            self.add_error("amount", "Say how much a week is granted.")
        if said.get("state") == RequestState.MOVED and said.get("first_week") is None:
            self.add_error("first_week", "Say from which other week it is granted.")
        if self.proposed and said.get("reason") == self.proposed.why and not self.says_the_proposal():
            self.add_error("reason", "This is the reason of the proposal, and you decide otherwise: say yours.")

    def says_the_proposal(self) -> bool:
        """Whether answer, amount and week are as proposed."""
        said, proposed = self.cleaned_data, self.proposed
        if proposed is None or said.get("state") != proposed.answer:
            return False
        shared = proposed.answer in {RequestState.TRIMMED, RequestState.MOVED}
        same_amount = not shared or said.get("amount") in {None, proposed.amount}
        week = said.get("first_week")
        same_week = proposed.answer != RequestState.MOVED or (week is not None and monday(week) == proposed.first)
        return same_amount and same_week

    def decision(self) -> Decision:
        """The answer as the action takes it."""
        said = self.cleaned_data
        shared = said["state"] in {RequestState.TRIMMED, RequestState.MOVED}
        return Decision(
            request_id=self.request.pk,
            version=said["version"],
            state=said["state"],
            reason=said["reason"],
            amount=said["amount"] if shared else None,
            first_week=said["first_week"] if said["state"] == RequestState.MOVED else None,
        )
