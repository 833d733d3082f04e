"""The form by which a key for a program or a device is made."""

import datetime as dt
from typing import Any

from django import forms

from measures.models import ApiToken
from redesign.lib.dates import today
from redesign.lib.form_fields import field_of
from teams.models import System, User

ENDS = [("30", "in a month"), ("92", "in three months"), ("365", "in a year")]


class KeyForm(forms.Form):
    """What the key is for, when it ends, and for a device the system that it enters data of."""

    name = field_of(
        ApiToken,
        "name",
        label="What it is for",
        widget=forms.TextInput(attrs={"placeholder": "Such as: nightly export"}),
    )
    system = forms.ModelChoiceField(
        label="System", queryset=System.objects.none(), required=False, help_text="It reaches this one and those below."
    )
    ends = forms.ChoiceField(label="It ends", choices=ENDS, initial="92")

    def __init__(self, *args: Any, own: bool, devices: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["system"]
        if not devices:
            del self.fields["system"]
            return
        field.queryset = System.objects.filter(closed_on=None).order_by("name")
        field.required = not own
        field.error_messages["required"] = "Choose the system that the device enters data of."
        field.empty_label = "Everything: it acts for me" if own else "Choose a system"

    def made(self, by: User) -> dict[str, Any]:
        """What the action takes."""
        given = self.cleaned_data
        expires_on = today() + dt.timedelta(days=int(given["ends"]))
        return {"by": by, "name": given["name"], "system": given.get("system"), "expires_on": expires_on}
