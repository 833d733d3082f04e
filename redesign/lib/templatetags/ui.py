"""The parts of pages as template tags: `{% load ui %}`. Each is shown with an example in docs/design-language.md.

The parts themselves are functions of `redesign.lib.components` and templates in `templates/components/`.
"""

from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django import forms, template
from django.core.paginator import Page
from django.forms import BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape as esc
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from redesign.lib import components
from redesign.lib.versions import as_sent
from redesign.lib.widgets import LongSelect

register = template.Library()


# -- Leaves -------------------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """`{% icon "house" %}`: an icon of the sprite."""
    return components.icon(name, str(label), size=size)


@register.simple_tag
def badge(kind: str, value: str, label: str = "") -> SafeString:
    """`{% badge "team" team.state %}`: the state of something."""
    return components.badge(kind, str(value), str(label))


@register.simple_tag
def tag(text: str, icon: str = "", tone: str = "plain") -> SafeString:
    """`{% tag "Needs a sponsor" tone="warn" %}`: a small label."""
    return components.tag(text, icon_name=icon, tone=tone)


@register.simple_tag
def chip(text: str, icon: str = "", url: str = "", tone: str = "plain", current: bool = False) -> SafeString:
    """`{% chip "Safe" icon="shield-check" url="?dimension=safe" %}`: a word to choose or follow."""
    return components.chip(text, icon_name=icon, url=url, tone=tone, current=current)


@register.simple_tag
def person(name: str, role: str = "", url: str = "") -> SafeString:
    """`{% person user.name "Team lead" %}`: a person with initials."""
    return components.person_chip(str(name), str(role), url=url)


@register.simple_tag
def people(names: list[str], most: int = 4) -> SafeString:
    """`{% people names %}`: a row of initials."""
    return components.people(names, most=most)


@register.simple_tag
def variation_icon(variation: str, size: str = "") -> SafeString:
    """`{% variation_icon summary.variation %}`."""
    return components.variation_icon(str(variation), size=size)


@register.simple_tag
def assurance_icon(assurance: str, size: str = "") -> SafeString:
    """`{% assurance_icon summary.assurance %}`."""
    return components.assurance_icon(str(assurance), size=size)


@register.simple_tag
def icon_pair(variation: str, assurance: str = "", size: str = "") -> SafeString:
    """`{% icon_pair summary.variation summary.assurance %}`."""
    return components.icon_pair(str(variation), str(assurance), size=size)


@register.simple_tag
def signal(variation: str) -> SafeString:
    """`{% signal summary.variation %}`: the variation in words with its letter."""
    return components.signal_badge(str(variation))


@register.simple_tag
def sparkline(values: list[float | None], **options: Any) -> SafeString:
    """`{% sparkline values centre=12 label="…" %}`: see `components.sparkline`."""
    return components.sparkline(values, **options)


@register.simple_tag
def progress(value: float, maximum: float = 100, label: str = "Progress", words: str = "") -> SafeString:
    """`{% progress 3 5 label="Charter" words="3 of 5" %}`."""
    return components.progress(value, maximum, label=label, words=words)


@register.simple_tag
def meter(value: float, maximum: float, label: str = "Used", words: str = "") -> SafeString:
    """`{% meter 14 12 label="Coach hours" words="14 of 12 h" %}`."""
    return components.meter(value, maximum, label=label, words=words)


@register.simple_tag
def dots(score: float, maximum: int = 5, label: str = "Score") -> SafeString:
    """`{% dots 3.5 label="Progress score" %}`."""
    return components.dots(score, maximum, label=label)


@register.simple_tag
def tile(facts: components.TileFacts, level: int = 3) -> SafeString:
    """`{% tile facts %}`: a wall tile from `components.TileFacts`."""
    return components.tile(facts, level=level)


# -- Page furniture -----------------------------------------------------------------------------------------------


@register.simple_tag
@lru_cache(maxsize=1)
def page_files() -> SafeString:
    """`{% page_files %}`: the styles and scripts of every page; read once."""
    return mark_safe(render_to_string("components/page_files.html"))  # noqa: S308 - our own template


def _crumb(step: Any) -> components.Crumb:
    if isinstance(step, components.Crumb):
        return step
    if isinstance(step, str):
        return components.Crumb(step)
    title, url = step
    return components.Crumb(str(title), url)


@register.simple_tag
def breadcrumb(trail: list[Any]) -> str:
    """`{% breadcrumb trail %}`: the way here; Crumbs, (title, url) pairs, or a plain title for the page itself."""
    return render_to_string("components/breadcrumb.html", {"trail": [_crumb(step) for step in trail]})


def _within(content: str) -> SafeString:
    """What stands between the tags, without the blanks around it, so that nothing is nothing."""
    return mark_safe(content.strip())  # noqa: S308 - rendered by the template already


@register.simple_block_tag
def page_header(content: str, title: str, sub: str = "", kicker: str = "", icon: str = "", badges: str = "") -> str:
    """`{% page_header team.name sub=team.aim %} actions {% endpage_header %}`: the one h1 of a page."""
    facts = {"title": title, "sub": sub, "kicker": kicker, "icon": icon, "badges": badges, "actions": _within(content)}
    return render_to_string("components/page_header.html", facts)


@register.simple_block_tag
def section(content: str, title: str, id: str = "", sub: str = "", more: str = "", more_text: str = "See all") -> str:
    """`{% section "Cycles" %} … {% endsection %}`: a part of a page with its own h2, without a box."""
    facts = {"title": title, "id": id, "sub": sub, "more": more, "more_text": more_text, "content": content}
    return render_to_string("components/section.html", facts)


@register.simple_block_tag
def card(
    content: str,
    title: str = "",
    sub: str = "",
    icon: str = "",
    id: str = "",
    tone: str = "",
    level: int = 2,
    url: str = "",
) -> str:
    """`{% card "Aim" %} … {% endcard %}`: a sheet on the paper. `url` makes its title a link."""
    facts = {"title": title, "sub": sub, "icon": icon, "id": id, "tone": tone, "level": level, "url": url}
    return render_to_string("components/card.html", {**facts, "content": content})


@register.simple_block_tag
def empty_state(content: str, title: str, sentence: str = "", icon: str = "sprout") -> str:
    """`{% empty_state "No cycles yet" "Start with …" %} a button {% endempty_state %}`: what to do first."""
    facts = {"title": title, "sentence": sentence, "icon": icon, "actions": _within(content)}
    return render_to_string("components/empty_state.html", facts)


@register.simple_block_tag
def note(content: str, title: str = "", tone: str = "info", icon: str = "") -> str:
    """`{% note "Paused" tone="warn" %} … {% endnote %}`: something to know before going on. info, good, warn, bad."""
    drawn = icon or {"good": "circle-check", "warn": "triangle-alert", "bad": "circle-alert"}.get(tone, "info")
    return render_to_string("components/note.html", {"title": title, "tone": tone, "icon": drawn, "content": content})


@register.simple_block_tag
def toolbar(content: str, label: str = "Tools") -> SafeString:
    """`{% toolbar "What to show" %} … {% endtoolbar %}`: a row of small controls."""
    return format_html('<div class="toolbar" role="group" aria-label="{}">{}</div>', label, content)


@register.simple_tag
def tabs(items: list[components.Tab], label: str = "Views") -> str:
    """`{% tabs items %}`: tabs that are links, each to a URL of its own."""
    return render_to_string("components/tabs.html", {"items": items, "label": label, "look": "tabs"})


@register.simple_tag
def section_nav(items: list[components.Tab], label: str = "On this page") -> str:
    """`{% section_nav items %}`: the same as a quiet column on a laptop, a row to swipe on a phone."""
    return render_to_string("components/tabs.html", {"items": items, "label": label, "look": "section-nav"})


@register.simple_tag
def facts(pairs: list[tuple[Any, Any]], look: str = "") -> str:
    """`{% facts pairs %}`: (name, value) pairs as a list of facts; empty values read 'Not said yet'."""
    return render_to_string("components/facts.html", {"pairs": pairs, "look": look})


@register.simple_tag
def timeline(
    happenings: list[components.Happening], first: int = 0, empty: str = "Nothing has happened yet."
) -> SafeString:
    """`{% timeline happenings first=6 %}`: what happened, latest first as given; what is older than six folds away."""
    return components.timeline(happenings, first=first, empty=str(empty))


@register.simple_tag
def stepper(stages: list[components.Stage], label: str = "Stages") -> str:
    """`{% stepper stages %}`: where something stands among its stages, from `components.stages`."""
    return render_to_string("components/stepper.html", {"stages": stages, "label": label})


@register.simple_tag
def tree(nodes: list[components.TreeNode], label: str) -> SafeString:
    """`{% tree nodes label="Systems" %}`: a tree of links, from `components.TreeNode`."""
    return components.tree(nodes, label=label)


@register.simple_tag
def ramp(steps: list[components.RampStep], scales: list[str], label: str) -> SafeString:
    """`{% ramp steps scales "Ramp of three cycles" %}`: a chain of cycles at growing scale."""
    return components.ramp(steps, scales, label=label)


@register.simple_block_tag
def fold(content: str, title: str, sub: str = "", open: bool = False) -> str:
    """`{% fold "Plan" %} … {% endfold %}`: something read rarely, one click away."""
    return render_to_string("components/fold.html", {"title": title, "sub": sub, "open": open, "content": content})


@register.simple_tag
def history_panel(kind: str, pk: int) -> SafeString:
    """`{% history_panel "team" team.pk %}`: who changed what and when, folded; fetched when it is opened."""
    link = format_html('<a href="{}">Who changed what, and when</a>', reverse("teams:history", args=[kind, pk]))
    part = format_html(
        '<div hx-get="{}" hx-trigger="toggle from:closest details once" hx-swap="outerHTML">{}</div>',
        reverse("teams:history", args=[kind, pk]),
        link,
    )
    return fold(part, "History of changes")


@register.simple_tag
def heat_map(rows: list[components.HeatRow], columns: list[str], caption: str, first: str = "Resource") -> str:
    """`{% heat_map rows columns "Hours asked for, by week" %}`: demand against capacity."""
    return render_to_string(
        "components/heat_map.html", {"rows": rows, "columns": columns, "caption": caption, "first": first}
    )


@register.simple_tag
def chart(figure: dict[str, Any], id: str, label: str, summary: str = "", height: str = "") -> str:
    """`{% chart figure "measure-chart" label=measure.name summary=sentence %}`: a Plotly figure with its words.

    The page must also have `{% include "components/chart_head.html" %}` in its head block. `height` is "", "s" or "l".
    """
    facts = {"figure": figure, "id": id, "label": label, "summary": summary, "height": height}
    return render_to_string("components/chart.html", facts)


# -- Dialogs ------------------------------------------------------------------------------------------------------


@register.simple_block_tag
def dialog(content: str, id: str, title: str, size: str = "") -> str:
    """`{% dialog "add-member" "Add a member" %} … {% enddialog %}`; a link with data-dialog="add-member" opens it."""
    return render_to_string("components/dialog.html", {"id": id, "title": title, "size": size, "content": content})


@register.simple_tag
def confirm_link(
    url: str,
    text: str,
    question: str,
    detail: str = "",
    ok: str = "Yes, go on",
    tone: str = "quiet",
    icon: str = "",
) -> str:
    """A link to a page that asks (GET) and does (POST); with JavaScript the question comes in a dialog instead."""
    facts = {"url": url, "text": text, "question": question, "detail": detail, "ok": ok, "tone": tone, "icon": icon}
    return render_to_string("components/confirm_link.html", facts)


# -- Lists by URL -------------------------------------------------------------------------------------------------


def _query(context: Context, **changes: Any) -> str:
    """The query string of this page with some keys changed; None takes a key away."""
    request = context.get("request")
    kept = request.GET.copy() if request is not None else None
    if kept is None:
        return "?" + urlencode({key: value for key, value in changes.items() if value is not None})
    for key, value in changes.items():
        if value is None:
            kept.pop(key, None)
        else:
            kept[key] = str(value)
    return "?" + kept.urlencode()


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """`<a href="{% query state="active" page=None %}">`: this page's URL with other values."""
    return _query(context, **changes)


def _live(url: str, target: str) -> SafeString:
    """What makes a link fetch only a part of the page, where htmx is there."""
    if not target:
        return SafeString()
    return format_html(' hx-get="{}" hx-target="{}" hx-swap="outerHTML" hx-push-url="true"', url, target)


@register.simple_tag(takes_context=True)
def sort_link(context: Context, sort: str, words: str, target: str = "") -> SafeString:
    """`{% sort_link "-latest" "what is new" target="#idea-cards" %}`: sorts by URL a list that has no column heads."""
    here = mark_safe(' aria-current="true"') if context.get("sort") == sort else ""
    url = _query(context, sort=sort, page=None)
    return format_html(
        '<a class="sort{}" href="{}"{}{}>{}</a>', " is-on" if here else "", url, here, _live(url, target), words
    )


@register.simple_tag(takes_context=True)
def sort_head(
    context: Context, key: str, title: str, target: str = "", number: bool = False, first: str = "up"
) -> SafeString:
    """`{% sort_head "name" "Team" target="#team-table" %}`: a column head that sorts by URL.

    The sort in force is `sort` in the context, else `?sort=`: 'name' upwards, '-name' downwards.
    """
    request = context.get("request")
    now = context.get("sort") or (request.GET.get("sort", "") if request is not None else "")
    up, down = now == key, now == f"-{key}"
    following = f"-{key}" if up or (not down and first == "down") else key
    url = _query(context, sort=following, page=None)
    aria = ' aria-sort="ascending"' if up else ' aria-sort="descending"' if down else ""
    drawn = components.icon("arrow-up" if up else "arrow-down" if down else "arrow-up-down", size="s")
    return format_html(
        '<th scope="col"{}{}><a class="sort{}" href="{}"{}>{}{}</a></th>',
        mark_safe(aria),  # noqa: S308 - ours
        mark_safe(' class="num"' if number else ""),  # noqa: S308 - ours
        " is-on" if up or down else "",
        url,
        _live(url, target),
        title,
        drawn,
    )


@register.simple_tag(takes_context=True)
def pager(context: Context, page: Page, target: str = "", noun: str = "rows") -> str:
    """`{% pager page target="#team-table" noun="teams" %}`: first, previous, next, last, by URL."""
    number, last = page.number, page.paginator.num_pages
    links = [
        {"title": title, "icon": drawn, "url": url, "live": _live(url, target)}
        for title, drawn, to, there in (
            ("Previous page", "chevron-left", number - 1, page.has_previous()),
            ("Next page", "chevron-right", number + 1, page.has_next()),
        )
        for url in [_query(context, page=to) if there else ""]
    ]
    facts = {"page": page, "last": last, "links": links, "noun": noun}
    return render_to_string("components/pager.html", facts)


@register.simple_block_tag(takes_context=True)
def filter_bar(context: Context, content: str, target: str = "", label: str = "Filter", action: str = "") -> str:
    """`{% filter_bar target="#team-table" %} fields {% endfilter_bar %}`: a GET form; with htmx it answers at once.

    It keeps `?sort=`, forgets `?page=`, and offers to clear the filters when there are any.
    """
    request = context.get("request")
    given = request.GET if request is not None else {}
    facts = {
        "content": content,
        "target": target,
        "label": label,
        "action": action or (request.path if request is not None else ""),
        "sort": given.get("sort", ""),
        "filtered": any(value for key, value in given.items() if key not in ("sort", "page")),
    }
    return render_to_string("components/filter_bar.html", facts)


# -- Forms --------------------------------------------------------------------------------------------------------

_LOOKS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.RadioSelect, "form-check-input"),
    (forms.CheckboxSelectMultiple, "form-check-input"),
    (forms.CheckboxInput, "form-check-input"),
    (forms.Select, "form-select"),
    (forms.FileInput, "form-control"),
    (forms.Textarea, "form-control"),
    (forms.Widget, "form-control"),
)


def _look_of(widget: forms.Widget) -> str:
    return next(look for kind, look in _LOOKS if isinstance(widget, kind))


def _kind_of(widget: forms.Widget) -> str:
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "line"


def _keyboard(bound: BoundField) -> dict[str, str]:
    """The keyboard that a phone should offer for this field."""
    widget, asked = bound.field.widget, bound.field
    if "inputmode" in widget.attrs or not isinstance(widget, forms.NumberInput | forms.TextInput):
        return {}
    if isinstance(asked, forms.DecimalField | forms.FloatField):
        return {"inputmode": "decimal"}
    if isinstance(asked, forms.IntegerField):
        return {"inputmode": "numeric"}
    return {}


@register.simple_tag
def widget(bound: BoundField, **attrs: Any) -> SafeString:
    """`{% widget form.name %}`: the control alone, with its look, keyboard and description."""
    own = bound.field.widget
    given = {name.replace("_", "-"): value for name, value in attrs.items()}
    look = " ".join(
        part
        for part in (
            _look_of(own),
            own.attrs.get("class", ""),
            given.pop("class", ""),
            "is-invalid" if bound.errors else "",
        )
        if part
    )
    if isinstance(own, forms.Textarea) and "rows" not in given and own.attrs.get("rows") in (None, "10"):
        given["rows"] = 3
    return bound.as_widget(_in_one_go(own), attrs={**_keyboard(bound), **given, "class": look})


def _in_one_go(own: forms.Widget) -> forms.Widget:
    """A plain select writes its options without a template for each; any other widget is itself."""
    if type(own) is not forms.Select:
        return own
    quick = LongSelect(own.attrs, own.choices)
    quick.is_required, quick.is_localized = own.is_required, own.is_localized
    return quick


@register.simple_tag
def field(
    bound: BoundField,
    help: str = "",
    label: str = "",
    look: str = "",
    unit: str = "",
    hide_label: bool = False,
    **attrs: Any,
) -> str:
    """`{% field form.title %}`: label, control, help and error, tied together.

    `look` is "", "segments" (radios side by side), "big" (a huge number for a phone) or "row" (label beside it);
    `unit` stands behind the control; other keywords become attributes of the control (`autocomplete="off"`).
    """
    kind = _kind_of(bound.field.widget)
    if bound.is_hidden:
        return bound.as_widget()
    if kind == "choices":  # each choice is drawn by the template, and takes its look from the widget
        bound.field.widget.attrs.setdefault("class", "form-check-input")
    facts = {
        "bound": bound,
        "kind": kind,
        "label": label or bound.label,
        "help": help or bound.help_text,
        "look": look,
        "unit": unit,
        "hide_label": hide_label,
        "control": widget(bound, **_described(bound, help), **attrs),
    }
    return render_to_string("components/field.html", facts)


def _described(bound: BoundField, help: str) -> dict[str, str]:
    """Django ties help and errors that it knows; a help text given in the template is tied here."""
    if not help or bound.help_text or bound.field.widget.attrs.get("aria-describedby"):
        return {}
    ids = [f"{bound.auto_id}_helptext", *([f"{bound.auto_id}_error"] if bound.errors else [])]
    return {"aria_describedby": " ".join(ids)}


@register.simple_tag
def form_errors(form: forms.BaseForm, focus: bool = True) -> str:
    """`{% form_errors form %}`: the summary of what to mend, with a link to each field; nothing when all is well.

    It takes the focus, so that a screen reader begins there.
    """
    if not form.is_bound or not form.errors:
        return ""
    by_field = [(form[name], errors) for name, errors in form.errors.items() if name in form.fields]
    return render_to_string(
        "components/form_errors.html",
        {"general": form.non_field_errors(), "by_field": by_field, "count": len(by_field), "focus": focus},
    )


@register.simple_tag
def form_fields(form: forms.BaseForm) -> SafeString:
    """`{% form_fields form %}`: every field in its order, hidden ones first, errors summed up on top."""
    parts = [form_errors(form), *(bound.as_widget() for bound in form.hidden_fields())]
    parts += [field(bound) for bound in form.visible_fields()]
    return mark_safe("".join(map(esc, map(mark_safe, parts))))  # noqa: S308 - each part is finished HTML


@register.simple_tag
def conflict(form: forms.BaseForm, labels: dict[str, str] | None = None) -> str:
    """`{% conflict form %}`: after a stale edit, what was typed beside what is saved now, field by field.

    Shows nothing unless the form has `stale` (see `redesign.lib.refusals`). Only fields that differ are shown; a button
    takes the saved text over into the field, which otherwise keeps what was typed.
    """
    saved = getattr(form, "stale", None)
    if saved is None:
        return ""
    rows = []
    for bound in form.visible_fields():
        if not hasattr(saved, bound.name):
            continue
        theirs, yours = getattr(saved, bound.name), bound.value()
        kept = as_sent(bound.field, theirs)
        if kept == as_sent(bound.field, yours):
            continue
        rows.append(
            {
                "label": (labels or {}).get(bound.name, bound.label),
                "id": bound.id_for_label or bound.auto_id,
                "yours": _in_words(bound, yours),
                "theirs": _in_words(bound, kept),
                "value": kept,
            }
        )
    return render_to_string("components/conflict.html", {"rows": rows, "taken_over": getattr(form, "taken_over", [])})


def _in_words(bound: BoundField, value: Any) -> str:
    """A value as the person sees it: the words of a choice, 'empty' for nothing."""
    choices = getattr(bound.field, "choices", None)
    if choices is not None:
        chosen = {str(each) for each in value} if isinstance(value, list | tuple) else {str(value)}
        words = [str(text) for key, text in forms.ChoiceField(choices=list(choices)).choices if str(key) in chosen]
        value = ", ".join(words) or value
    return "empty" if value in (None, "", []) else str(value)


@register.simple_tag
def autosave_note() -> str:
    """`{% autosave_note %}` inside a form with data-draft: says when what was typed was last kept."""
    return render_to_string("components/autosave_note.html")
