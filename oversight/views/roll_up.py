"""What rolls up the tree, on a page of its own and on a system's page."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from oversight.queries.roll_up import Forest, forest, panel, top_of
from oversight.queries.roll_up import roll_up as rolled_up
from oversight.views.tabs import tabs
from redesign.lib.fetch import key_in
from redesign.lib.htmx import wants_fragment
from redesign.lib.widgets import LongSelect
from teams.models import System
from teams.views.fetch import staff_only


class ChooseSystemForm(forms.Form):
    """Which system's roll-up to show."""

    system = forms.ChoiceField(label="System", widget=LongSelect)

    def __init__(self, *args: object, trees: Forest, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # what Django's own form takes
        self.fields["system"].choices = list(_indented(trees, None, 0))


def _indented(trees: Forest, parent: int | None, depth: int):
    for pk in trees.children.get(parent, []):
        if trees.systems[pk].closed_on is None:
            yield pk, "\u2003" * depth + trees.systems[pk].name
            yield from _indented(trees, pk, depth + 1)


@require_GET
def roll_up(request: HttpRequest) -> HttpResponse:
    staff_only(request)
    trees = forest()
    system = _asked_for(request, trees)
    if system is None:
        return render(request, "oversight/roll_up_empty.html")
    form = ChooseSystemForm({"system": system.pk}, trees=trees)
    context = {"form": form, "page": rolled_up(system, trees), "system": system, "tabs": tabs("roll-up")}
    return render(request, "oversight/roll_up.html", context)


def _asked_for(request: HttpRequest, trees: Forest) -> System | None:
    """The system of the address; the top of the tree where none, or an unknown one, is named."""
    return trees.systems.get(key_in(request.GET.get("system", "")) or 0) or top_of(trees)


@require_GET
@vary_on_headers("HX-Request")
def system_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """A part of the system's page; without JavaScript its link leads to the whole roll-up."""
    staff_only(request)
    if not wants_fragment(request):
        return redirect(f"{reverse('oversight:roll-up')}?system={pk}")
    trees = forest()
    if pk not in trees.systems:
        raise Http404("There is no such system here. It may have been removed.")
    system = trees.systems[pk]
    return render(request, "oversight/partials/system_panel.html", {"system": system, "panel": panel(system, trees)})
