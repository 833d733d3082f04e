"""Setting an empty organisation up."""

from django import forms

from redesign.lib.form_fields import field_of
from teams.forms.organisation import time_zones
from teams.models import Organisation, User


class SetupForm(forms.Form):
    """The organisation, its clock, and the first administrator."""

    organisation_name = field_of(Organisation, "name", label="Name of the organisation")
    time_zone = forms.ChoiceField(
        label="Time zone",
        choices=time_zones,
        initial="Europe/London",
        help_text="Days, weeks and reply-by dates are counted by this clock.",
    )
    name = field_of(User, "name", label="Your name")
    email = forms.EmailField(label="Your e-mail address", max_length=254, help_text="You sign in with it.")
    password = forms.CharField(
        label="Choose a password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}, render_value=True),
        help_text="Ten characters or more. A few words together are easy to remember and hard to guess.",
    )
