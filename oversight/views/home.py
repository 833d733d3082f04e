"""Home: what waits for this person today, then what is theirs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_GET

from oversight.queries.home import home as home_of
from teams.permissions.standing import standing


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    now = timezone.localtime()
    greeting = "Good morning" if now.hour < 12 else "Good afternoon" if now.hour < 18 else "Good evening"
    context = {
        "home": home_of(request.user),
        "greeting": f"{greeting}, {request.user.get_short_name()}",
        "date": date_format(now, "l j F"),
        "is_staff": standing(request.user).is_staff,
    }
    return render(request, "oversight/home.html", context)
