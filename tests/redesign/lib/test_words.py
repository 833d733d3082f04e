"""Two vocabularies for one work."""

import pytest
from django.template import Context, Template

from redesign.lib.words import CLINICAL, TERMS, in_words, plural


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("PDSA cycle", "small test"),
        ("PDSA cycles", "small tests"),
        ("Change ideas", "Treatment ideas"),
        ("control limits", "usual range"),
        ("microsystem", "unit"),
        ("Ramps", "Series of small tests"),
        ("strategic priorities", "priorities"),
        ("something else", "something else"),
    ],
)
def test_a_clinician_reads_clinical_words(asked, read):
    assert in_words(asked, clinical=True) == read
    assert in_words(asked, clinical=False) == asked


def test_every_term_says_something_and_stands_once_in_the_order_of_the_alphabet():
    names = [term.improvement.casefold() for term in TERMS]
    assert names == sorted(set(names))
    assert all(term.clinical and term.meaning.endswith(".") for term in TERMS)


@pytest.mark.parametrize("words", ["priority", "unit", "series of small tests", "division or pathway"])
def test_plurals_read_well(words):
    assert (
        plural(words)
        == {
            "priority": "priorities",
            "unit": "units",
            "series of small tests": "series of small tests",
            "division or pathway": "divisions or pathways",
        }[words]
    )


def test_no_word_stands_for_two_things():
    assert len(CLINICAL) >= len(TERMS)


def test_the_tag_reads_the_persons_choice():
    class Reader:
        words = "clinical"

    page = Template('{% load words %}{% word "PDSA cycles" capital=True %}')
    assert page.render(Context({"user": Reader()})) == "Small tests"
    assert page.render(Context({})) == "PDSA cycles"
