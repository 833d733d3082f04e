"""The e-mail that tells a team what became of its request."""

from django.urls import reverse

from oversight.enums import RequestState
from oversight.models import ResourceRequest
from oversight.queries.requests import held_words, span_words, told_people
from redesign.lib.emails import absolute, send_email


def tell_of_request(*, request_id: int, version: int) -> None:
    """Tell who asked and the team's leads how the request was settled; nobody when it has been settled anew since."""
    rows = ResourceRequest.objects.select_related("team", "resource", "decided_by").prefetch_related("allocations")
    request = rows.filter(pk=request_id, version=version).first()
    if request is None or request.state in {RequestState.ASKED, RequestState.WITHDRAWN}:
        return
    context = {
        "request": request,
        "asked": span_words(request.first_week, request.last_week),
        "given": [held_words(allocation, request) for allocation in request.allocations.all()],
        "url": absolute(reverse("oversight:request", args=[request.pk])),
    }
    send_email("request_settled", to=[person.email for person in told_people(request)], context=context)
