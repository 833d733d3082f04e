"""Pages of who belongs to a team."""

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join
from django.views.decorators.http import require_GET

from teams.forms.fields import written
from teams.queries.memberships import people_like
from teams.views import fetch


def member_list(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse()


def member_add(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse()


def member_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse()


def member_leave(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse()


@require_GET
def person_options(request: HttpRequest) -> HttpResponse:
    """Suggestions for a field that names a person; whatever the field is called, its text is the only parameter."""
    fetch.staff_only(request)
    text = next(iter(request.GET.values()), "")
    people = people_like(text)
    return HttpResponse(
        format_html_join("", '<option value="{}">{}</option>', ((written(p), p.job_title) for p in people))
    )
