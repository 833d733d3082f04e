"""Work owed to the background, for administrators: what waits, what failed, run it again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from oversight.queries.jobs import SHOWS, broker_waits, job_counts, job_rows, kept_for
from oversight.views import fetch
from redesign.lib.components import Tab
from redesign.lib.refusals import Refusal
from teams.actions.jobs import run_again


@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    fetch.jobs_to_look_after(request)
    counts = job_counts()
    show = request.GET.get("show", "")
    show = show if show in SHOWS else "failed" if counts.failed else "owed"
    page, rows = job_rows(show, request.GET.get("page", 1))
    tabs = [
        Tab(title, f"{reverse('oversight:jobs')}?show={key}", current=key == show, count=getattr(counts, key))
        for key, title in SHOWS.items()
    ]
    context = {
        "counts": counts,
        "show": show,
        "page": page,
        "rows": rows,
        "tabs": tabs,
        "broker_waits": broker_waits(),
        "kept_for": kept_for(),
    }
    return render(request, "oversight/job_list.html", context)


@require_POST
def job_again(request: HttpRequest, pk: int) -> HttpResponse:
    job = fetch.job_to_run_again(request, pk)
    try:
        run_again(job=job)
    except Refusal as refused:
        messages.info(request, refused.sentence)
    else:
        messages.success(request, "It is owed again, with all its attempts.")
    return redirect("oversight:jobs")
