"""/styleguide: every part of the design language in all its states, for those who build pages. Not in production."""

import datetime as dt
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from redesign.lib import components, icons
from redesign.lib.components import Crumb, Figure, Happening, HeatRow, RampStep, Tab, TileFacts, TreeNode, heat_cell
from redesign.lib.widgets import DateInput, NumberInput

WEEKLY = [14.2, 13.1, 15.0, 14.4, None, 13.9, 12.8, 13.4, 11.9, 11.2, 10.8, 11.0, 10.1, 9.6, 9.9, 9.1]


class ExampleForm(forms.Form):
    """One field of each kind."""

    question = forms.CharField(
        label="Question", help_text="What do you want to find out? One sentence.", max_length=200
    )
    plan = forms.CharField(label="Plan", widget=forms.Textarea, required=False)
    predicted = forms.DecimalField(label="Prediction", widget=NumberInput)
    starts_on = forms.DateField(label="From", widget=DateInput)
    ends_on = forms.DateField(label="To", widget=DateInput, required=False)
    scale = forms.ChoiceField(
        label="How far it reaches",
        choices=[("one", "One patient"), ("shift", "One shift"), ("unit", "The whole ward")],
        widget=forms.RadioSelect,
    )
    dimension = forms.ChoiceField(label="Dimension", choices=[("", "Choose …"), ("safe", "Safe"), ("timely", "Timely")])
    lacks = forms.MultipleChoiceField(
        label="Who should join",
        choices=[("partner", "A patient partner"), ("pharmacist", "A pharmacist"), ("clerk", "The ward clerk")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    trial = forms.BooleanField(
        label="This measure is on trial", required=False, help_text="Its limits are shown as trial limits."
    )


def _checked_form() -> ExampleForm:
    form = ExampleForm(
        {"question": "", "predicted": "about ten", "starts_on": "2026-03-02", "scale": "shift", "dimension": ""},
        auto_id="bad_%s",
    )
    form.is_valid()
    form.add_error(None, "A team that is paused cannot start a cycle.")
    return form


class _Saved:
    question = "Does a bedside handover at 7:15 shorten the wait for the first dose?"
    plan = "Two bays, Monday to Friday."
    dimension = "timely"


def _stale_form() -> ExampleForm:
    typed = {
        "question": "Does a bedside handover at 7:00 shorten the wait?",
        "plan": "Bay B only.",
        "dimension": "safe",
    }
    form = ExampleForm({**typed, "predicted": "9", "starts_on": "2026-03-02", "scale": "shift"}, auto_id="stale_%s")
    form.stale = _Saved()  # type: ignore[attr-defined]  # as redesign.lib.refusals does
    return form


def _measure_lines() -> list[dict[str, Any]]:
    """One to enter and to tally, one that is late, one without a point."""
    pair, here = components.icon_pair, "#measure-lines"
    first = {
        "name": "Time to first dose",
        "latest": "9.1 minutes",
        "target": "10 minutes",
        "where": "Sepsis in the first hour",
    }
    late = {"name": "Falls with harm", "latest": "2", "where": "Ward 7", "late": True, "since": "40 days ago"}
    return [
        {
            **first,
            "url": here,
            "type": components.badge("measure", "outcome"),
            "icons": pair("improvement_low", "hit_or_miss"),
            "spark": _sparkline("improvement_low", centre=12.3),
            "enter_url": here,
            "tally_url": here,
        },
        {
            **late,
            "url": here,
            "icons": pair("concern_high", "fail"),
            "spark": _sparkline("concern_high", centre=12.3),
            "due": components.badge("measure", "late"),
            "enter_url": here,
        },
        {"name": "Bloods before nine", "latest": "–", "where": "Ward 7", "url": here, "icons": pair("none", "none")},
    ]


def _sparkline(variation: str, **levels: Any) -> str:
    return components.sparkline(WEEKLY, variation=variation, label="16 weeks, now 9.1 minutes", **levels)


def _wide(variation: str, **levels: Any) -> str:
    return components.sparkline(WEEKLY, variation=variation, label="16 weeks, now 9.1 minutes", size="wall", **levels)


def _tiles() -> list[TileFacts]:
    lines = {"centre": 12.3, "lower": 8.9, "upper": 15.7}
    return [
        TileFacts(
            "Time to first dose of antibiotic", "38", "minutes", "improvement_low", "hit_or_miss",
            _wide("improvement_low", **lines), "Target 45", "4 days since the last point", "Emergency department", "#tile",
        ),
        TileFacts(
            "Falls with harm", "6.4", "per 1,000 bed days", "concern_high", "fail",
            _wide("concern_high", target=11, **lines), "Target 4.5", "12 days", "Care of older people", "#tile", stale=True,
        ),
        TileFacts("Bed moves after 22:00", "17", "", "neutral_high", "", _wide("neutral_high", **lines), "", "2 days", "Acute medicine"),
        TileFacts("Staff who would recommend us", "71", "%", "common", "pass", _wide("common", **lines), "Target 65", "today"),
        TileFacts("Stroke calls answered in 20 seconds", "88", "%", "none", "none", components.sparkline([88.0, 91.0], size="wall"), "", "1 day", "On trial"),
    ]  # fmt: skip


def _heat_rows() -> list[HeatRow]:
    weeks = ["2 Mar", "9 Mar", "16 Mar", "23 Mar", "30 Mar", "6 Apr"]
    demands = {
        "Data analyst hours": (20, [4, 12, 18, 26, 20, 0]),
        "Simulation room": (2, [0, 1, 2, 3, 1, 0]),
        "Coach hours": (30, [6, 14, 22, 28, 33, 12]),
    }
    return [
        HeatRow(
            title,
            [
                heat_cell(demand, capacity, when=f"Week of {week}", url="#heat" if demand > capacity else "")
                for week, demand in zip(weeks, asked, strict=True)
            ],
            note=f"{capacity} a week",
        )
        for title, (capacity, asked) in demands.items()
    ]


def _figure() -> dict:
    """The smallest figure that shows how colours are named."""
    weeks = [(dt.date(2026, 1, 5) + dt.timedelta(weeks=n)).isoformat() for n in range(len(WEEKLY))]
    colours = ["var(--improvement)" if n > 9 else "var(--common)" for n in range(len(WEEKLY))]
    level = {"type": "scatter", "mode": "lines", "x": [weeks[0], weeks[-1]], "hoverinfo": "skip"}
    return {
        "data": [
            {
                "type": "scatter", "mode": "lines+markers", "x": weeks, "y": WEEKLY, "name": "Minutes",
                "line": {"color": "var(--ink-3)", "width": 1.6}, "marker": {"size": 8, "color": colours},
            },
            {**level, "y": [12.3, 12.3], "line": {"color": "var(--centre)", "width": 1.2}},
            {**level, "y": [15.7, 15.7], "line": {"color": "var(--limit)", "width": 1.2, "dash": "dash"}},
            {**level, "y": [8.9, 8.9], "line": {"color": "var(--limit)", "width": 1.2, "dash": "dash"}},
        ],
        "layout": {"yaxis": {"title": {"text": "Minutes"}}},
    }  # fmt: skip


SCALES = ("One patient", "One shift", "One week", "The whole microsystem")


def _ramp() -> list[RampStep]:
    states = ("adapt", "adapt", "abandon", "adopt", "act", "study", "do", "plan")
    scales = (0, 1, 1, 2, 2, 3, 3, 3)
    return [
        RampStep(place + 1, f"Cycle {place + 1}", "#ramp", level, state, scale=SCALES[level], current=state == "do")
        for place, (state, level) in enumerate(zip(states, scales, strict=True))
    ]


def _tree() -> list[TreeNode]:
    ward = TreeNode(
        "w", "Ward 7, Care of older people", "#tree", "users-round", "Microsystem", count="3 teams", current=True
    )
    unit = TreeNode("x", "Frailty unit", "#tree", "users-round", "Microsystem", sub="opened in May")
    return [TreeNode("m", "Medicine", "#tree", "network", "Mesosystem", children=(ward, unit))]


@require_GET
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every part in all its states; asks no query."""
    steps = [
        ("proposed", "Proposed"),
        ("chartered", "Chartered"),
        ("active", "Active"),
        ("sustaining", "Sustaining"),
        ("closed", "Closed"),
    ]
    return render(
        request,
        "styleguide.html",
        {
            "strip": components.figure_strip(
                [Figure(12, "active", "#strip"), Figure(1240, "points this month"), Figure(5, "open conflicts", "#strip", "warn")],
                label="Figures of the portfolio",
            ),
            "share_bar": components.share_bar(
                [("improvement", 6, "improving"), ("concern", 2, "of concern"), ("common", 11, "common cause"), ("neutral", 1, "neither"), ("none", 3, "too few points")],
                label="Measures of Medicine",
            ),
            "share_bar_empty": components.share_bar([("common", 0, "common cause")], label="Measures of a new ward"),
            "trail": [Crumb("Riverside Hospitals", "/"), Crumb("Medicine", "#"), Crumb("Ward 7", "#"), "Design language"],
            "icons": [(name, components.icon(name)) for name in sorted(icons.ICONS)],
            "badges": [(kind, [components.badge(kind, value) for value in values]) for kind, values in components.BADGES.items()],
            "tones": sorted(components.TONES),
            "pairs": [
                (variation, assurance, components.icon_pair(variation, assurance, size="l"), components.signal_badge(variation))
                for variation, assurance in zip([*components.VARIATIONS, "none"], ["pass", "fail", "hit_or_miss", "none"] * 2, strict=True)
            ],
            "marks": [(tone, components.meaning_mark(tone)) for tone in ("improvement", "concern", "neutral", "common", "none")],
            "measure_lines": _measure_lines(),
            "sparks": [
                ("Improving", _sparkline("improvement_low", centre=12.3, lower=8.9, upper=15.7)),
                ("Of concern, with a target", _sparkline("concern_low", centre=12.3, lower=8.9, upper=15.7, target=14.5)),
                ("A run chart", _sparkline("common", centre=12.3)),
                ("One point", components.sparkline([4.0], label="One point, 4")),
                ("All equal", components.sparkline([4.0, 4.0, 4.0], label="Three points of 4")),
                ("Nothing yet", components.sparkline([], label="No points yet")),
            ],
            "tiles": _tiles(),
            "heat_rows": _heat_rows(),
            "weeks": ["2 Mar", "9 Mar", "16 Mar", "23 Mar", "30 Mar", "6 Apr"],
            "figure": _figure(),
            "ramp": _ramp(),
            "scales": SCALES,
            "tree": components.tree(_tree(), label="Systems"),
            "tabs": [Tab("Work", "#tabs", True), Tab("Measures", "#tabs", count=7), Tab("People", "#tabs", count=9), Tab("History", "#tabs")],
            "nav_items": [Tab("Overview", "#nav", True, icon="house"), Tab("Cycles", "#nav", icon="refresh-cw", count=12), Tab("Measures", "#nav", icon="chart-line")],
            "stages": components.stages(steps, "active"),
            "pdsa": components.stages([("plan", "Plan"), ("do", "Do"), ("study", "Study"), ("act", "Act")], "study"),
            "facts": [("Sponsor", "Dr Ngozi Adeyemi"), ("Protected time", "4 hours a week"), ("By when", "30 June 2026"), ("Patient partner", "")],
            "people": ["Amara Okafor", "Lucía Ferrer", "Tomasz Nowak", "Grace Lin", "Bert Haas", "Priya Nair"],
            "happenings": [
                Happening("today, 09:12", "Cycle 4 moved to study", "The wait fell on five of six days.", "Amara Okafor", "search", "brand"),
                Happening("3 days ago", "Barrier answered", "Porters come at 7:00 from Monday.", "Tomasz Nowak", "message-square", "good", "#timeline"),
                Happening("12 days ago", "Reply overdue", "", "", "clock", "bad"),
            ],
            "filter_form": ExampleForm(auto_id="filter_%s"),
            "form": ExampleForm(initial={"scale": "one"}),
            "bad_form": _checked_form(),
            "stale_form": _stale_form(),
            "page": Paginator(range(53), 20).page(2),
            "rows": [
                ("Sepsis in the emergency department", "8.4", components.badge("team", "active"), components.icon_pair("improvement_low", "hit_or_miss", size="s"), _sparkline("improvement_low", centre=12.3), "4 days ago"),
                ("Bed flow, acute medicine", "7.9", components.badge("team", "paused"), components.icon_pair("concern_high", "fail", size="s"), _sparkline("concern_low", centre=12.3), "31 days ago"),
                ("Falls on the older people's wards", "6.1", components.badge("team", "chartered"), components.icon_pair("none", "none", size="s"), components.sparkline([]), "never"),
            ],
        },
    )  # fmt: skip
