"""The small parts that pages are made of, as functions from values to finished, escaped HTML.

Query functions call them to put ready strings into rows, so that a long loop in a template only prints; the tags of
`redesign.lib.templatetags.ui` are the same parts for templates. Every argument is escaped unless it is a SafeString.
docs/design-language.md shows each, /styleguide shows all their states.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.templatetags.static import static
from django.utils.html import conditional_escape as esc
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from redesign.lib.icons import ICONS

# -- Icons --------------------------------------------------------------------------------------------------------


@lru_cache
def _sprite() -> str:
    return static("vendor/lucide-static/sprite.svg")


@lru_cache(maxsize=1024)
def icon(name: str, label: str = "", *, size: str = "") -> SafeString:
    """An icon of `redesign.lib.icons.ICONS`. Hidden from screen readers unless it has a label of its own.

    `size` is "", "s", "l" or "xl". Raises KeyError for a name that is not in the sprite.
    """
    if name not in ICONS:
        raise KeyError(f"{name!r} is not in redesign/lib/icons.py: add it there, then run make vendor.")
    look = f"icon icon-{size}" if size else "icon"
    voice = f'role="img" aria-label="{esc(label)}"' if label else 'aria-hidden="true"'
    return mark_safe(f'<svg class="{look}" {voice}><use href="{_sprite()}#{name}"></use></svg>')  # noqa: S308 - escaped above


# -- Badges and chips ---------------------------------------------------------------------------------------------

BADGES: dict[str, dict[str, tuple[str, str, str]]] = {
    # kind: {value: (words, icon, tone)}
    "team": {
        "proposed": ("Proposed", "circle-dashed", "plain"),
        "chartered": ("Chartered", "clipboard-check", "plain"),
        "active": ("Active", "activity", "brand-soft"),
        "sustaining": ("Sustaining", "sprout", "good"),
        "paused": ("Paused", "circle-pause", "warn"),
        "closed": ("Closed", "archive", "quiet"),
    },
    "step": {
        "plan": ("Plan", "pencil", "plain"),
        "do": ("Do", "play", "brand-soft"),
        "study": ("Study", "search", "brand-soft"),
        "act": ("Act", "check", "brand-soft"),
    },
    "decision": {
        "adopt": ("Adopt", "circle-check", "good"),
        "adapt": ("Adapt", "refresh-cw", "brand-soft"),
        "abandon": ("Abandon", "circle-x", "quiet"),
    },
    "barrier": {
        "raised": ("Raised", "flag", "warn"),
        "escalated": ("Escalated", "arrow-up", "bad"),
        "overdue": ("Reply overdue", "clock", "bad"),
        "answered": ("Answered", "message-square", "brand-soft"),
        "removed": ("Removed", "circle-check", "good"),
        "withdrawn": ("Withdrawn", "undo-2", "quiet"),
    },
    "request": {
        "asked": ("Asked", "hand-helping", "plain"),
        "contested": ("Contested", "scale", "warn"),
        "granted": ("Granted", "circle-check", "good"),
        "trimmed": ("Granted in part", "scissors", "brand-soft"),
        "moved": ("Granted at another time", "arrow-right", "brand-soft"),
        "declined": ("Declined", "circle-x", "quiet"),
        "withdrawn": ("Withdrawn", "undo-2", "quiet"),
    },
    "level": {
        "macro": ("Macrosystem", "building-2", "plain"),
        "meso": ("Mesosystem", "network", "plain"),
        "micro": ("Microsystem", "users-round", "plain"),
    },
    "measure": {
        "outcome": ("Outcome", "target", "plain"),
        "process": ("Process", "route", "plain"),
        "balancing": ("Balancing", "scale", "plain"),
        "trial": ("On trial", "circle-dashed", "warn"),
        "established": ("Established", "check", "quiet"),
        "retired": ("Retired", "archive", "quiet"),
        "late": ("Data late", "clock", "warn"),
        "estimated": ("Estimated", "circle-dashed", "plain"),
    },
    "prediction": {
        "met": ("As predicted", "check", "good"),
        "not_met": ("Not as predicted", "x", "warn"),
        "partly": ("Partly as predicted", "minus", "plain"),
        "unclear": ("Cannot tell", "circle-help", "quiet"),
    },
}
"""Which words, icon and tone each state has, by kind. A state that is not here is shown plainly under its own name."""

TONES = frozenset({"plain", "quiet", "brand", "brand-soft", "good", "warn", "bad"})


@lru_cache(maxsize=1024)
def badge(kind: str, value: str, label: str = "") -> SafeString:
    """The state of something: an icon, a word and a tone, e.g. `badge("team", team.state)`.

    `label` replaces the word, for instance by the one that the organisation uses.
    """
    words, drawn, tone = BADGES.get(kind, {}).get(str(value), (str(value).replace("_", " ").capitalize(), "", "plain"))
    return tag(label or words, icon_name=drawn, tone=tone)


def tag(text: str, *, icon_name: str = "", tone: str = "plain") -> SafeString:
    """A small label that is not a link and not a state of `BADGES`."""
    drawn = icon(icon_name, size="s") if icon_name else ""
    return mark_safe(f'<span class="badge-state tone-{tone}">{drawn}{esc(text)}</span>')  # noqa: S308 - escaped above


def chip(text: str, *, icon_name: str = "", url: str = "", tone: str = "plain", current: bool = False) -> SafeString:
    """A rounded word to choose or to follow: a dimension, a tag, a filter that is on."""
    drawn = icon(icon_name, size="s") if icon_name else ""
    here = ' aria-current="true"' if current else ""
    body = f"{drawn}<span>{esc(text)}</span>"
    if url:
        return mark_safe(f'<a class="chip tone-{tone}" href="{esc(url)}"{here}>{body}</a>')  # noqa: S308 - escaped above
    return mark_safe(f'<span class="chip tone-{tone}"{here}>{body}</span>')  # noqa: S308 - escaped above


TITLES = frozenset({"Dr", "Professor", "Prof", "Mr", "Mrs", "Miss", "Ms", "Mx", "Sir", "Dame"})


def initials(name: str) -> str:
    """Two letters of a name: 'Dr Amara Okafor' gives 'AO', 'Cher' gives 'C'; '?' when there is no name."""
    letters = [part[0] for part in name.split() if part[0].isalpha() and part.rstrip(".") not in TITLES]
    return (letters[0] + (letters[-1] if len(letters) > 1 else "")).upper() if letters else "?"


def person_chip(name: str, role: str = "", *, url: str = "") -> SafeString:
    """A person: initials on a quiet disc, the name, and what they are here."""
    shade = sum(map(ord, name)) % 6
    part = f'<span class="person-role">{esc(role)}</span>' if role else ""
    shown = (
        f'<span class="avatar avatar-{shade}" aria-hidden="true">{esc(initials(name))}</span>'
        f'<span class="person-words"><span class="person-name">{esc(name)}</span>{part}</span>'
    )
    if url:
        return mark_safe(f'<a class="person" href="{esc(url)}">{shown}</a>')  # noqa: S308 - escaped above
    return mark_safe(f'<span class="person">{shown}</span>')  # noqa: S308 - escaped above


def people(names: Sequence[str], *, most: int = 4) -> SafeString:
    """A row of overlapping initials; the names are its text alternative."""
    if not names:
        return SafeString()
    discs = "".join(
        f'<span class="avatar avatar-{sum(map(ord, name)) % 6}" aria-hidden="true">{esc(initials(name))}</span>'
        for name in names[:most]
    )
    more = (
        f'<span class="avatar avatar-more" aria-hidden="true">+{len(names) - most}</span>' if len(names) > most else ""
    )
    voice = f'<span class="visually-hidden">{esc(", ".join(names))}</span>'
    return mark_safe(f'<span class="people">{discs}{more}{voice}</span>')  # noqa: S308 - escaped above


# -- What a chart says --------------------------------------------------------------------------------------------

VARIATIONS: dict[str, tuple[str, str]] = {
    # value: (letter, sentence)
    "common": ("", "Common cause: no significant change"),
    "improvement_high": ("H", "Special cause of improvement: higher values"),
    "improvement_low": ("L", "Special cause of improvement: lower values"),
    "concern_high": ("H", "Special cause of concern: higher values"),
    "concern_low": ("L", "Special cause of concern: lower values"),
    "neutral_high": ("H", "Special cause: higher values, neither better nor worse"),
    "neutral_low": ("L", "Special cause: lower values, neither better nor worse"),
}
"""The variation icons of the field: the state of the last point."""

ASSURANCES: dict[str, tuple[str, str]] = {
    "pass": ("P", "The target is consistently met"),
    "fail": ("F", "The target is consistently missed"),
    "hit_or_miss": ("?", "The target is met at times and missed at times"),
}
"""The assurance icons of the field: the target against the limits in force."""


def tone_of(variation: str) -> str:
    """The colour family of a variation: improvement, concern, neutral or common."""
    return variation.partition("_")[0] if variation in VARIATIONS else "common"


def _icon_frame(tone: str, sentence: str, drawing: str, size: str) -> SafeString:
    look = f"spc-icon spc-{tone}" + (f" spc-icon-{size}" if size else "")
    return mark_safe(  # noqa: S308 - sentence is escaped, the drawing is ours
        f'<svg class="{look}" viewBox="0 0 40 40" role="img" aria-label="{esc(sentence)}">'
        f'<circle class="spc-ring" cx="20" cy="20" r="17.5"/>{drawing}</svg>'
    )


def _no_icon(sentence: str, size: str) -> SafeString:
    return _icon_frame("none", sentence, '<path class="spc-dash" d="M13 20h14"/>', size)


def _dots(points: Sequence[tuple[float, float]], *, quiet: int) -> str:
    line = " ".join(f"{x},{y}" for x, y in points)
    dots = "".join(
        f'<circle class="{"spc-dot-quiet" if place < quiet else "spc-dot"}" cx="{x}" cy="{y}" r="2.4"/>'
        for place, (x, y) in enumerate(points)
    )
    return f'<polyline class="spc-line" points="{line}"/>{dots}'


_VARIATION_DRAWINGS = {
    "high": _dots([(10, 29), (17, 26.5), (24, 19), (30.5, 12.5)], quiet=2),
    "low": _dots([(10, 11), (17, 13.5), (24, 21), (30.5, 27.5)], quiet=2),
    "": '<path class="spc-rule" d="M8.5 13h23M8.5 27h23"/>'
    + _dots([(10, 22), (16.5, 17), (23.5, 22.5), (30, 18)], quiet=0),
}
_ASSURANCE_DRAWINGS = {
    "pass": '<path class="spc-target" d="M7.5 29h25"/><path class="spc-wave" d="M10 25q3.3-5 6.6-1.6T23 22t7 1"/>',
    "fail": '<path class="spc-target" d="M8 12.5h24"/><path class="spc-wave" d="M11.5 32q2.8-4 5.6-1.3T22.7 29.8t6 1"/>',
    "hit_or_miss": '<path class="spc-target" d="M7 27h26"/><path class="spc-wave" d="M8.5 29q4-9 8-3t7-1 7.5 0"/>',
}


@lru_cache(maxsize=128)
def variation_icon(variation: str, *, size: str = "") -> SafeString:
    """The field's variation icon for the last point; anything but a key of `VARIATIONS` shows 'not enough data yet'.

    `size` is "", "s", "l" or "xl".
    """
    if variation not in VARIATIONS:
        return _no_icon("Too few points to tell variation", size)
    letter, sentence = VARIATIONS[variation]
    way = variation.partition("_")[2]
    place = {"high": (12.5, 18.5), "low": (12.5, 31)}.get(way, (0, 0))
    said = f'<text class="spc-letter" x="{place[0]}" y="{place[1]}">{letter}</text>' if letter else ""
    return _icon_frame(tone_of(variation), sentence, _VARIATION_DRAWINGS[way] + said, size)


@lru_cache(maxsize=128)
def assurance_icon(assurance: str, *, size: str = "") -> SafeString:
    """The field's assurance icon; anything but a key of `ASSURANCES` shows that there is no target to hold it to."""
    if assurance not in ASSURANCES:
        return _no_icon("No target, or too few points for limits", size)
    letter, sentence = ASSURANCES[assurance]
    tone = {"pass": "improvement", "fail": "concern"}.get(assurance, "common")
    height = {"pass": 19, "fail": 25.5, "hit_or_miss": 18.5}[assurance]
    said = f'<text class="spc-letter spc-letter-big" x="20" y="{height}">{letter}</text>'
    return _icon_frame(tone, sentence, _ASSURANCE_DRAWINGS[assurance] + said, size)


@lru_cache(maxsize=256)
def icon_pair(variation: str, assurance: str = "", *, size: str = "") -> SafeString:
    """Variation and assurance side by side, as the field shows them."""
    pair = variation_icon(variation, size=size) + assurance_icon(assurance, size=size)
    return mark_safe(f'<span class="spc-pair">{pair}</span>')  # noqa: S308 - both are finished HTML


_MARKS = {
    "improvement": '<path d="M8 1.5 14.5 8 8 14.5 1.5 8z"/>',
    "concern": '<rect x="2.5" y="2.5" width="11" height="11"/>',
    "neutral": '<path d="M4.7 2h6.6l3.2 6-3.2 6H4.7L1.5 8z"/>',
    "common": '<circle cx="8" cy="8" r="5.5"/>',
    "none": '<circle class="mark-hollow" cx="8" cy="8" r="5.5"/>',
}


@lru_cache(maxsize=16)
def meaning_mark(tone: str) -> SafeString:
    """The shape and colour that charts give a meaning, for where either way counts: a diamond for improvement, a square
    for concern, a hexagon for neither, a disc for common cause, a ring for too few points. The word stands beside it.
    """
    known = tone if tone in _MARKS else "none"
    drawn = f'<svg class="meaning-mark mark-{known}" viewBox="0 0 16 16" aria-hidden="true">{_MARKS[known]}</svg>'
    return mark_safe(drawn)  # noqa: S308 - all ours


@lru_cache(maxsize=64)
def signal_badge(variation: str) -> SafeString:
    """The variation in a word, with its letter: 'Improvement H', 'Concern L', 'Common cause'."""
    if variation not in VARIATIONS:
        return mark_safe('<span class="signal signal-none">Too few points</span>')
    tone, letter = tone_of(variation), VARIATIONS[variation][0]
    words = {"common": "Common cause", "neutral": "Special cause"}.get(tone, tone.capitalize())
    mark = f' <b aria-hidden="true">{letter}</b>' if letter else ""
    way = {
        "H": '<span class="visually-hidden">, higher values</span>',
        "L": '<span class="visually-hidden">, lower values</span>',
    }
    return mark_safe(f'<span class="signal signal-{tone}">{words}{mark}{way.get(letter, "")}</span>')  # noqa: S308 - all ours


def sparkline(
    values: Sequence[float | None],
    *,
    variation: str = "common",
    centre: float | None = None,
    lower: float | None = None,
    upper: float | None = None,
    target: float | None = None,
    label: str = "",
    width: int = 0,
    height: int = 0,
    size: str = "",
) -> SafeString:
    """A small line of the latest values, oldest first, made on the server.

    None among the values is a gap. The band between the limits is shaded, the centre line is thin, the target is
    dashed, the last point carries the colour of its signal. `label` is its text alternative; without one the line is
    hidden from screen readers, for rows that say the same in words. `size="wall"` is the wide form for tiles.
    """
    width, height = width or (320 if size == "wall" else 132), height or (72 if size == "wall" else 36)
    present = [value for value in values if value is not None]
    look = "sparkline" + (f" sparkline-{size}" if size else "")
    voice = f'role="img" aria-label="{esc(label)}"' if label else 'aria-hidden="true"'
    stretch = ' preserveAspectRatio="none"' if size == "wall" else ""
    opening = f'<svg class="{look}" viewBox="0 0 {width} {height}" width="{width}" height="{height}"{stretch} {voice}>'
    if not present:
        return mark_safe(f'{opening}<path class="spark-none" d="M4 {height / 2:g}H{width - 4}"/></svg>')  # noqa: S308 - escaped above
    levels = [level for level in (centre, lower, upper, target) if level is not None]
    low, high = min(present + levels), max(present + levels)
    pad = 6.0 if size == "wall" else 4.0
    step = (width - 2 * pad) / max(len(values) - 1, 1)
    first = pad if len(values) > 1 else width / 2
    # y = foot - value * rise; a flat line runs through the middle
    rise = (height - 2 * pad) / (high - low) if high > low else 0.0
    foot = height - pad + low * rise if rise else height / 2
    parts = [opening]
    if lower is not None and upper is not None:
        top, tall = foot - upper * rise, (upper - lower) * rise
        parts.append(f'<rect class="spark-band" x="0" y="{top:.1f}" width="{width}" height="{tall:.1f}"/>')
    if centre is not None:
        parts.append(f'<path class="spark-centre" d="M0 {foot - centre * rise:.1f}H{width}"/>')
    if target is not None:
        parts.append(f'<path class="spark-target" d="M0 {foot - target * rise:.1f}H{width}"/>')
    path, pen_down, last = [], False, (0.0, 0.0)
    for place, value in enumerate(values):
        if value is None:
            pen_down = False
            continue
        last = x, y = first + step * place, foot - value * rise
        path.append(f"L{x:.1f} {y:.1f}" if pen_down else f"M{x:.1f} {y:.1f}h0")  # h0: a point alone is a dot
        pen_down = True
    parts.append(f'<path class="spark-line" d="{"".join(path)}"/>')
    at, tone = f"{last[0]:.1f}", tone_of(variation)
    if size == "wall":  # a round end of a line of no length stays round however the tile stretches the drawing
        parts.append(f'<path class="spark-halo" d="M{at} {last[1]:.1f}h0"/>')
        parts.append(f'<path class="spark-end spark-{tone}" d="M{at} {last[1]:.1f}h0"/></svg>')
    else:
        parts.append(f'<circle class="spark-last spark-{tone}" cx="{at}" cy="{last[1]:.1f}" r="2.8"/></svg>')
    return mark_safe("".join(parts))  # noqa: S308 - label is escaped, the rest are numbers


# -- How much -----------------------------------------------------------------------------------------------------


def progress(value: float, maximum: float = 100, *, label: str, words: str = "") -> SafeString:
    """How far something has come. `label` names it for screen readers, `words` stand beside the bar ('3 of 5')."""
    beside = f'<span class="progress-words">{esc(words)}</span>' if words else ""
    return mark_safe(  # noqa: S308 - escaped above
        f'<span class="progress-line"><progress value="{value:g}" max="{maximum:g}" aria-label="{esc(label)}"></progress>{beside}</span>'
    )


def meter(value: float, maximum: float, *, label: str, words: str = "") -> SafeString:
    """How much of something is used, as ten steps; above the maximum it says so in word, pattern and colour."""
    share = value / maximum if maximum else (2.0 if value else 0.0)
    over = value > maximum
    filled = min(round(share * 10), 10)
    steps = "".join(
        f'<rect class="{"meter-on" if place < filled else "meter-off"}" x="{place * 10 + 1}" y="1" width="8" height="8" rx="2"/>'
        for place in range(10)
    )
    said = esc(words or f"{value:g} of {maximum:g}")
    late = '<b class="meter-over">Over</b>' if over else ""
    return mark_safe(  # noqa: S308 - escaped above
        f'<span class="meter{" is-over" if over else ""}"><svg viewBox="0 0 100 10" role="img" aria-label="{esc(label)}: {said}">'
        f"{steps}</svg><span>{said}</span>{late}</span>"
    )


def share_bar(parts: Sequence[tuple[str, int, str]], *, label: str) -> SafeString:
    """How many of a whole fall into each group: (tone, count, words) in their order, tones as of `tone_of`, or 'none'.

    The words with their counts are its text alternative; nothing at all is an empty bar.
    """
    total = sum(count for _, count, _ in parts)
    drawn, at = [], 0.0
    for tone, count, _ in parts:
        if count:
            width = 100 * count / total
            drawn.append(f'<rect class="share-{tone}" x="{at:.2f}" width="{width:.2f}" height="8"/>')
            at += width
    said = ", ".join(f"{count} {words}" for _, count, words in parts if count) or "none"
    return mark_safe(  # noqa: S308 - escaped here, the rest are numbers and our own names
        f'<svg class="share-bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="{esc(label)}: {esc(said)}">{"".join(drawn)}</svg>'
    )


def dots(score: float, maximum: int = 5, *, label: str) -> SafeString:
    """A score of a few steps, as filled and hollow dots: a progress score, a rating. Half steps are half dots."""
    drawn = []
    for place in range(maximum):
        share = max(0.0, min(1.0, score - place))
        look = "dot-on" if share >= 0.75 else "dot-half" if share >= 0.25 else "dot-off"
        drawn.append(f'<circle class="{look}" cx="{place * 12 + 6}" cy="6" r="4"/>')
        if look == "dot-half":
            drawn.append(f'<path class="dot-on" d="M{place * 12 + 6} 2a4 4 0 0 0 0 8z"/>')
    said = f"{esc(label)}: {score:g} of {maximum}"
    return mark_safe(  # noqa: S308 - escaped above
        f'<svg class="dots" viewBox="0 0 {maximum * 12} 12" width="{maximum * 12}" height="12" role="img" aria-label="{said}">{"".join(drawn)}</svg>'
    )


# -- Shapes that templates of components take ---------------------------------------------------------------------


@dataclass(frozen=True)
class Crumb:
    """One step of the way to a page. The last one of a trail needs no url."""

    title: str
    url: str = ""


@dataclass(frozen=True)
class Tab:
    """A tab is a link to a page of its own."""

    title: str
    url: str
    current: bool = False
    count: int | None = None
    icon: str = ""


@dataclass(frozen=True)
class Happening:
    """One thing that happened, for a timeline. `when` is a ready string; `body` may be SafeString."""

    when: str
    title: str
    body: str = ""
    who: str = ""
    icon: str = "circle-dot"
    tone: str = "plain"
    url: str = ""


def timeline(
    happenings: Sequence[Happening], *, first: int = 0, empty: str = "Nothing has happened yet."
) -> SafeString:
    """What happened, in the order given; `empty` where nothing did. What comes after the `first` ones folds away."""
    if not happenings:
        return mark_safe(f'<p class="quiet">{esc(empty)}</p>')  # noqa: S308 - escaped
    if not first or len(happenings) <= first + 1:  # to fold a single one away would save nothing
        return _timeline(happenings)
    rest = f"<span>Before that</span><small>{len(happenings) - first}</small>"
    return mark_safe(  # noqa: S308 - each item is finished HTML
        f'{_timeline(happenings[:first])}<details class="fold timeline-rest"><summary>{icon("chevron-right", size="s")}{rest}</summary>'
        f'<div class="fold-body">{_timeline(happenings[first:])}</div></details>'
    )


def _timeline(happenings: Sequence[Happening]) -> SafeString:
    return mark_safe(f'<ol class="timeline">{"".join(map(_happening, happenings))}</ol>')  # noqa: S308 - each item is finished HTML


def _happening(each: Happening) -> str:
    title = f'<a href="{esc(each.url)}">{esc(each.title)}</a>' if each.url else esc(each.title)
    body = f'<div class="timeline-body">{esc(each.body)}</div>' if each.body else ""
    who = f' <span aria-hidden="true">·</span> {esc(each.who)}' if each.who else ""
    return (
        f'<li class="timeline-item tone-{each.tone}"><span class="timeline-mark">{icon(each.icon, size="s")}</span>'
        f'<div class="timeline-words"><p class="timeline-title">{title}</p>{body}'
        f'<p class="timeline-when">{esc(each.when)}{who}</p></div></li>\n'
    )


@dataclass(frozen=True)
class Stage:
    """One step of a stepper: 'done', 'current' or 'next'."""

    title: str
    state: str
    note: str = ""


def stages(titles: Sequence[tuple[str, str]], current: str) -> list[Stage]:
    """The stages of a stepper from (value, title) pairs: those before the current one are done."""
    values = [value for value, _ in titles]
    at = values.index(current) if current in values else -1
    return [
        Stage(title, "done" if place < at else "current" if place == at else "next")
        for place, (_, title) in enumerate(titles)
    ]


@dataclass(frozen=True)
class TreeNode:
    """One line of a tree and what stands below it, in ready strings; `key` is unique in the tree."""

    key: str
    title: str
    url: str
    icon: str = "circle"
    icon_says: str = ""
    sub: str = ""
    badges: str = ""
    count: str = ""
    faint: bool = False
    current: bool = False
    children: Sequence["TreeNode"] = ()


def tree(nodes: Sequence[TreeNode], *, label: str) -> SafeString:
    """A tree of links to walk through: all open without JavaScript; with it, branches fold and arrow keys walk.

    `faint` nodes are only on the way to others. Hundreds of nodes cost no template.
    """
    lines = "".join(map(_tree_line, nodes))
    return mark_safe(f'<ul class="tree" data-tree aria-label="{esc(label)}">{lines}</ul>')  # noqa: S308 - escaped here and below


def _tree_line(node: TreeNode) -> str:
    look = "tree-line is-faint" if node.faint else "tree-line"
    here = ' aria-current="page"' if node.current else ""
    fold, below = "", ""
    if node.children:
        lines = "".join(map(_tree_line, node.children))
        below = f'<ul id="tree-{esc(node.key)}">{lines}</ul>'
        fold = (
            f'<button type="button" class="tree-fold" data-tree-fold aria-controls="tree-{esc(node.key)}" aria-expanded="true" '
            f'aria-label="Below {esc(node.title)}" hidden>{icon("chevron-down", size="s")}</button>'
        )
    sub = f'<span class="tree-sub">{esc(node.sub)}</span>' if node.sub else ""
    count = f'<span class="tree-count">{esc(node.count)}</span>' if node.count else ""
    return (
        f'<li><div class="{look}">{fold or "<i></i>"}{icon(node.icon, node.icon_says)}'
        f'<a href="{esc(node.url)}"{here}>{esc(node.title)}</a>{sub}{esc(node.badges)}{count}</div>{below}</li>'
    )


@dataclass(frozen=True)
class RampStep:
    """One cycle of a ramp, in ready strings. `level` is its scale from 0; `state` its step, or its decision."""

    number: int
    title: str
    url: str
    level: int
    state: str
    badges: str = ""
    when: str = ""
    scale: str = ""
    outcome: str = ""
    verdict: str = ""
    learnt: str = ""
    current: bool = False


_RAMP_ICONS = {"plan": "pencil", "do": "play", "study": "search", "act": "ellipsis"} | {
    decision: drawn for decision, (_, drawn, _) in BADGES["decision"].items()
}


def ramp(steps: Sequence[RampStep], scales: Sequence[str], *, label: str) -> SafeString:
    """A ramp drawn: cycles from left to right, each at the height of its scale, the largest on top.

    `label` is its text alternative; the same steps stand below it as a list, which says more.
    """
    left, across, rise, top = 178, 62 if len(steps) < 3 else 46, 46, 34
    look = "ramp ramp-fits" if len(steps) <= 4 else "ramp"
    width, height = left + across * max(len(steps), 2), top + 24 + rise * (len(scales) - 1)

    def y(level: int) -> int:
        return top + rise * (len(scales) - 1 - level)

    lines = "".join(
        f'<path class="ramp-rule" d="M{left} {y(level)}H{width}"/><text class="ramp-scale" x="0" y="{y(level) + 4}">{esc(words)}</text>'
        for level, words in enumerate(scales)
    )
    places = [(left + across * place + across // 2, y(step.level)) for place, step in enumerate(steps)]
    path = "M" + "L".join(f"{x} {height_}" for x, height_ in places) if places else "M0 0"
    marks = "".join(_ramp_mark(step, x, height_) for step, (x, height_) in zip(steps, places, strict=True))
    return mark_safe(  # noqa: S308 - escaped above and in each mark
        f'<div class="scroll-x" tabindex="0" role="region" aria-label="{esc(label)}"><svg class="{look}" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}"><g aria-hidden="true">{lines}<path class="ramp-line" d="{path}"/></g>{marks}</svg></div>'
    )


def _ramp_mark(step: RampStep, x: int, y: int) -> str:
    here = ' aria-current="page"' if step.current else ""
    drawn = f'<use href="{_sprite()}#{_RAMP_ICONS.get(step.state, "circle")}" x="{x - 8}" y="{y - 8}" width="16" height="16"></use>'
    said = f"Cycle {step.number}: {step.scale}, {step.state}. {step.outcome}"
    return (
        f'<a class="ramp-mark ramp-{esc(step.state)}" href="{esc(step.url)}" aria-label="{esc(said)}"{here}><title>{esc(said)}</title>'
        f'<circle cx="{x}" cy="{y}" r="16"/>{drawn}<text x="{x}" y="{y - 22}">{step.number}</text></a>'
    )


@dataclass(frozen=True)
class HeatCell:
    """Demand against capacity in one span. `text` is what the cell prints, `sentence` its text alternative."""

    text: str
    sentence: str
    level: str = "0"
    url: str = ""


@dataclass(frozen=True)
class HeatRow:
    """One resource and its cells."""

    title: str
    cells: Sequence[HeatCell]
    url: str = ""
    note: str = ""


def brief(number: float) -> str:
    """A figure for a narrow cell: '7.5', '480', '12k', '1.2m'."""
    for size, letter in ((1_000_000, "m"), (1_000, "k")):
        if abs(number) >= 10 * size or (letter == "m" and abs(number) >= size):
            return f"{number / size:.1f}".removesuffix(".0") + letter
    return f"{number:.1f}".removesuffix(".0")


def heat_cell(demand: float, capacity: float, *, when: str, unit: str = "h", url: str = "") -> HeatCell:
    """A cell of the heat map: level 0 to 4 by the share in demand, 'over' where more is asked for than there is."""
    sentence = f"{when}: {demand:,g} of {capacity:,g} {unit} asked for"
    text = f"{brief(demand)}/{brief(capacity)}"
    if demand > capacity:
        return HeatCell(text, f"{sentence}, {demand - capacity:,g} too many", "over", url)
    share = demand / capacity if capacity else 0.0
    level = 0 if share == 0 else 1 if share <= 0.25 else 2 if share <= 0.5 else 3 if share <= 0.8 else 4
    return HeatCell(text, sentence, str(level), url)


@dataclass(frozen=True)
class TileFacts:
    """A tile of a data wall, in ready strings."""

    title: str
    value: str
    unit: str = ""
    variation: str = ""
    assurance: str = ""
    spark: str = ""
    target: str = ""
    since: str = ""
    where: str = ""
    url: str = ""
    stale: bool = False


def tile(facts: TileFacts, *, level: int = 2) -> SafeString:
    """A wall tile: a huge value with its icon pair, sparkline, target and days since. 24 of them cost no template.

    `level` is the level of its heading.
    """
    head = format_html('<a href="{}">{}</a>', facts.url, facts.title) if facts.url else esc(facts.title)
    late = f'<span class="tile-late">{icon("clock", size="s")}<span>Data late</span></span>' if facts.stale else ""
    where = f'<p class="tile-where">{late}{esc(facts.where)}</p>' if late or facts.where else ""
    look = "tile-unit is-long" if len(facts.unit) > 4 else "tile-unit"
    unit = f'<span class="{look}">{esc(facts.unit)}</span>' if facts.unit else ""
    target = f"<span>{esc(facts.target)}</span>" if facts.target else ""
    since = f'<span class="tile-since">{esc(facts.since)}</span>' if facts.since else ""
    pair = icon_pair(facts.variation, facts.assurance, size="wall")
    return mark_safe(  # noqa: S308 - every part is escaped above; spark is a SafeString or escaped
        f'<article class="tile tile-{tone_of(facts.variation)}"><header><h{level} class="tile-title">{head}</h{level}>{where}</header>'
        f'<div class="tile-middle"><p class="tile-value">{esc(facts.value)}{unit}</p>{pair}</div>'
        f'<div class="tile-spark">{esc(facts.spark)}</div><footer class="tile-foot">{target}{since}</footer></article>'
    )


# -- Figures in a row ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Figure:
    """One number of a figure strip and what it counts; `tone` is "" or "warn" for what waits for somebody."""

    value: int
    words: str
    url: str = ""
    tone: str = ""


def figure_strip(figures: Sequence[Figure], *, label: str) -> SafeString:
    """Numbers side by side, each a link to what it counts: the top of a page that many things come together on."""
    parts = []
    for each in figures:
        inner = f"<b>{each.value:,}</b><span>{esc(each.words)}</span>"
        look = f' class="tone-{each.tone}"' if each.tone else ""
        parts.append(
            f'<li{look}><a href="{esc(each.url)}">{inner}</a></li>' if each.url else f"<li{look}><p>{inner}</p></li>"
        )
    return mark_safe(f'<ul class="figure-strip" aria-label="{esc(label)}">{"".join(parts)}</ul>')  # noqa: S308 - escaped above


# -- Rows of long tables ------------------------------------------------------------------------------------------


def table_row(title: str, url: str, sub: str, cells: Sequence[tuple[str, str]]) -> SafeString:
    """A finished row of a data table: its linked title, then (name of the column, content) pairs.

    For tables that would cost a page its budget when a template put each cell together.
    """
    finished = ((name, text if isinstance(text, SafeString) else escape(text)) for name, text in cells)
    rest = "".join(f'<td data-label="{name}">{text}</td>' for name, text in finished)
    small = f"<small>{escape(sub)}</small>" if sub else ""
    return mark_safe(f'<tr><th scope="row"><a href="{escape(url)}">{escape(title)}</a>{small}</th>{rest}</tr>')  # noqa: S308 - escaped above
