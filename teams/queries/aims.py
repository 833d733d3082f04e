"""A team's aim as one sentence, made of the typed fields of its charter."""

from decimal import Decimal

from django.utils.formats import date_format, number_format

from teams.models import Team

PER_CENT = frozenset({"%", "per cent", "percent", "percentage"})


def aim_sentence(team: Team) -> str:
    """'Reduce waits for a first visit for new patients from 21 to 14 days by 31 March 2027.'; '' without any aim.

    The verb follows from the two figures; what has not been said yet is left out.
    """
    if not team.aim_what:
        return ""
    whom = f" for {team.aim_for_whom}" if team.aim_for_whom else ""
    by = f" by {date_format(team.aim_by, 'j F Y')}" if team.aim_by else ""
    opening = _opening(team.aim_what, team.aim_from, team.aim_to)
    return f"{opening}{whom}{_span(team.aim_from, team.aim_to, team.aim_unit)}{by}."


def efficiency_sentence(team: Team) -> str:
    """'Reduce bed days from 480 to 400 a month.'; '' without an efficiency aim."""
    if not team.efficiency_what:
        return ""
    opening = _opening(team.efficiency_what, team.efficiency_from, team.efficiency_to, otherwise="Reduce")
    return f"{opening}{_span(team.efficiency_from, team.efficiency_to, team.efficiency_unit)}."


def figure(value: Decimal | None, unit: str = "") -> str:
    """A figure with its unit as people write it: '34%', '21 days', '1,200'."""
    if value is None:
        return ""
    plain = value.normalize()
    places = max(0, -int(plain.as_tuple().exponent))
    written = number_format(plain.quantize(Decimal(1)) if places == 0 else plain, places, use_l10n=True)
    if unit.strip().lower() in PER_CENT:
        return f"{written}%"
    return f"{written} {unit}".rstrip()


def _opening(what: str, first: Decimal | None, last: Decimal | None, otherwise: str = "Improve") -> str:
    verb = otherwise
    if first is not None and last is not None and first != last:
        verb = "Reduce" if last < first else "Raise"
    return f"{verb} {_in_a_sentence(what)}"


def _in_a_sentence(words: str) -> str:
    """The words without a capital at their head, unless it is an abbreviation or a name like 'ICU' or 'HbA1c'."""
    words = words.strip().rstrip(".")
    first = words.split(" ")[0]
    return words if first[1:] != first[1:].lower() else words[:1].lower() + words[1:]


def _span(first: Decimal | None, last: Decimal | None, unit: str) -> str:
    per_cent = unit.strip().lower() in PER_CENT
    if first is not None and last is not None:
        return f" from {figure(first, unit if per_cent else '')} to {figure(last, unit)}"
    if last is not None:
        return f" to {figure(last, unit)}"
    return f", now {figure(first, unit)}" if first is not None else ""
