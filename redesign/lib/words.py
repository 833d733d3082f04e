"""Two vocabularies for one work: improvers read improvement words, clinicians may read clinical ones."""

from typing import NamedTuple


class Term(NamedTuple):
    """One thing under both names, and what it means."""

    improvement: str
    clinical: str
    meaning: str


TERMS = [
    Term("aim statement", "goal of treatment", "What will be better, for whom, by how much, by when."),
    Term("annotation", "chart note", "What happened on a day, written on the chart."),
    Term("assurance", "outlook", "Whether the process as it stands will meet its target."),
    Term("balancing measure", "side-effect measure", "Shows whether the change makes something else worse."),
    Term("barrier", "obstacle", "Something in the way that the team cannot remove by itself."),
    Term("baseline", "observation before treatment", "How things were before the change."),
    Term("centre line", "usual level", "The median or mean around which the points vary."),
    Term("change idea", "treatment idea", "Something that the team might do differently."),
    Term("charter", "team plan", "What the team is for, who is in it, what it may use."),
    Term("common cause", "normal variation", "Ups and downs that the system always has: nothing special happened."),
    Term("control limits", "usual range", "Between them lie nearly all points while nothing special happens."),
    Term("driver diagram", "map of causes", "From the aim to what drives it to what one might change."),
    Term("escalation", "referral upwards", "A barrier goes to the leaders of the system above when it is not answered."),
    Term("macrosystem", "organisation", "The whole, with everything in it."),
    Term("measure", "measure", "A figure, defined so that two people would count the same."),
    Term("mesosystem", "division or pathway", "The units that serve one population or belong to one division."),
    Term("microsystem", "unit", "A ward, a clinic, a practice: where patients, families and a care team meet."),
    Term("operational definition", "case definition", "What exactly is counted, and what is not."),
    Term("outcome measure", "outcome", "What matters to patients in the end."),
    Term("PDSA cycle", "small test", "Plan, do, study, act: one test of one change, as small as it can be."),
    Term("phase", "new usual range", "From here on the usual level is computed anew, because the system has changed."),
    Term("prediction", "expected result", "What you think will happen, said before the test begins."),
    Term("process measure", "care process measure", "Whether what should be done is done."),
    Term("progress score", "stage of recovery", "How far a team has come, from 0.5 to 5."),
    Term("protected time", "freed hours", "Hours a week in which a person is freed for this work."),
    Term("ramp", "series of small tests", "Tests of one idea that grow from one patient to the whole unit."),
    Term("redesign team", "improvement team", "People of many disciplines who change how their own unit works."),
    Term("run chart", "trend chart", "Points over time around their median."),
    Term("scale", "dose", "How far one test reaches: one patient, one shift, one unit."),
    Term("SPC chart", "trend chart with usual range", "Points over time with centre line and control limits."),
    Term("special cause", "real change", "More than the usual ups and downs: look for what happened."),
    Term("spread", "roll-out", "Other units take up what worked, each in its own way."),
    Term("standard work", "protocol", "The way of working that has been agreed, until a better one is found."),
    Term("strategic priority", "priority", "What the organisation wants most at present."),
    Term("sustaining", "follow-up", "The change holds; the team watches that it lasts."),
    Term("target", "treatment target", "The figure that the aim wants to reach."),
    Term("value compass", "health status compass", "Functional, clinical, satisfaction and cost, seen together."),
]  # fmt: skip
"""Every term that pages may show in either vocabulary, in the order of the alphabet."""

_UNCOUNTED = {"assurance", "escalation", "protected time", "spread", "standard work", "sustaining", "control limits"}


def plural(words: str) -> str:
    """'small test' gives 'small tests', 'unit' 'units', 'priority' 'priorities', 'series of small tests' itself."""
    if words in _UNCOUNTED or words.endswith("s"):
        return words
    if " of " in words or " with " in words or " or " in words or " before " in words:
        for between in (" of ", " with ", " or ", " before "):
            head, found, rest = words.partition(between)
            if found:
                return f"{plural(head)}{between}{plural(rest) if between == ' or ' else rest}"
    return f"{words[:-1]}ies" if words.endswith("y") and words[-2] not in "aeiou" else f"{words}s"


def _table() -> dict[str, str]:
    table = {}
    for term in TERMS:
        table[plural(term.improvement).casefold()] = plural(term.clinical)
        table[term.improvement.casefold()] = term.clinical  # last: some words have no plural of their own
    return table


CLINICAL = _table()


def in_words(words: str, *, clinical: bool) -> str:
    """The term as this reader reads it, with the capital that it was asked with; a word without a pair stays."""
    if not clinical:
        return words
    said = CLINICAL.get(words.casefold(), words)
    return said[:1].upper() + said[1:] if words[:1].isupper() and not words[:2].isupper() else said
