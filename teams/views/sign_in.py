"""Signing in: allauth's page, with the panel of the demo, or a word to who comes before the organisation is set up."""

from typing import Any

from allauth.account.views import LoginView
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.generic import RedirectView

from teams.queries.organisation import demo_people, waits_to_be_set_up


class SignIn(LoginView):
    """allauth's sign-in, with what our page shows beside the form."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        beside = {"demo_people": demo_people(), "waits_to_be_set_up": waits_to_be_set_up()}
        return super().get_context_data(**kwargs) | beside


@login_not_required
def nowhere(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """What allauth has pages for and we have no use for: an invitation proves the address."""
    raise Http404


sign_in = SignIn.as_view()
own_account = RedirectView.as_view(pattern_name="teams:account")
own_password = RedirectView.as_view(pattern_name="teams:password")
"""What allauth has pages for and we have our own: addresses are changed by administrators, passwords in the account."""
