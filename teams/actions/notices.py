"""The e-mails of improvement work. Only jobs call these."""

from django.urls import reverse

from redesign.lib.emails import absolute, send_email
from teams.enums import ActDecision
from teams.models import Cycle, User
from teams.queries.cycles import DECIDED, verdict_in_words


def tell_of_decision(*, cycle_id: int, by_id: int) -> None:
    """Tell the team what became of a test, and what was learnt; not whoever decided, nor who wants no reminders."""
    cycle = Cycle.objects.select_related("team", "idea").filter(pk=cycle_id).first()
    if cycle is None or not cycle.is_decided:
        return
    team = User.objects.filter(memberships__team=cycle.team_id, memberships__left_on__isnull=True)
    people = team.filter(is_active=True, wants_reminders=True).exclude(pk=by_id)
    context = {
        "cycle": cycle,
        "decided": DECIDED[ActDecision(cycle.decision)],
        "by": User.objects.filter(pk=by_id).first(),
        "verdict": verdict_in_words(cycle),
        "following": cycle.idea.cycles.filter(number__gt=cycle.number).exists(),
        "url": absolute(reverse("teams:cycle", args=[cycle.pk])),
        "account": absolute(reverse("teams:account")),
    }
    send_email("cycle_decided", to=people.order_by("pk").values_list("email", flat=True), context=context)
