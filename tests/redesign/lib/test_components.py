"""The parts of pages: what they print, that they escape, and what they say to those who cannot see them."""

import re

import pytest
from django.utils.safestring import SafeString, mark_safe

from measures.enums import Assurance, Variation
from oversight.enums import BarrierState, RequestState
from redesign.lib import components
from redesign.lib.components import HeatCell, Stage, TileFacts
from teams.enums import ActDecision, Level, Step, TeamState

NASTY = '<script>alert("x")</script>'


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


@pytest.mark.parametrize(
    "made",
    [
        components.tag(NASTY),
        components.badge("team", NASTY),
        components.badge("team", "active", NASTY),
        components.chip(NASTY, url='" onclick="x'),
        components.person_chip(NASTY, NASTY, url='"><b>'),
        components.people([NASTY]),
        components.icon("house", NASTY),
        components.sparkline([1, 2], label=NASTY),
        components.progress(1, 2, label=NASTY, words=NASTY),
        components.meter(1, 2, label=NASTY, words=NASTY),
        components.dots(1, label=NASTY),
        components.tile(
            TileFacts(NASTY, NASTY, NASTY, target=NASTY, since=NASTY, where=NASTY, url='"><b>', spark=NASTY)
        ),
    ],
)
def test_whatever_is_handed_in_is_escaped(made):
    assert isinstance(made, SafeString)
    assert "<script>" not in made
    assert "<b>" not in made
    assert '" onclick' not in made


def test_an_icon_is_hidden_unless_it_has_a_label():
    assert components.icon("house") == (
        '<svg class="icon" aria-hidden="true"><use href="/static/vendor/lucide-static/sprite.svg#house"></use></svg>'
    ) or re.fullmatch(
        r'<svg class="icon" aria-hidden="true"><use href="/static/.+#house"></use></svg>', components.icon("house")
    )
    assert 'role="img" aria-label="Home"' in components.icon("house", "Home")


def test_an_icon_that_is_not_in_the_sprite_is_refused():
    with pytest.raises(KeyError, match="make vendor"):
        components.icon("unicorn")


@pytest.mark.parametrize(
    ("kind", "choices"),
    [
        ("team", TeamState),
        ("step", Step),
        ("decision", ActDecision),
        ("barrier", BarrierState),
        ("request", RequestState),
        ("level", Level),
    ],
)
def test_every_state_has_a_badge_with_its_own_words(kind, choices):
    assert {value: words(components.badge(kind, value)) for value in choices.values} == dict(choices.choices)


def test_a_badge_has_an_icon_so_that_colour_is_never_alone():
    for kind, states in components.BADGES.items():
        for value, (_, _, tone) in states.items():
            assert "<svg" in components.badge(kind, value)
            assert tone in components.TONES


def test_an_unknown_state_is_shown_plainly():
    assert components.badge("team", "in_limbo") == '<span class="badge-state tone-plain">In limbo</span>'


@pytest.mark.parametrize(
    ("name", "letters"), [("Amara Okafor", "AO"), ("Ana María de la Cruz", "AC"), ("Cher", "C"), ("", "?"), ("42", "?")]
)
def test_initials(name, letters):
    assert components.initials(name) == letters


def test_names_are_read_out_in_full_where_initials_are_shown():
    assert (
        words(components.people(["Amara Okafor", "Grace Lin", "Bert Haas"], most=2))
        == "AO GL +1 Amara Okafor, Grace Lin, Bert Haas"
    )


def test_every_variation_and_assurance_of_the_measures_has_its_icon():
    assert set(components.VARIATIONS) == set(Variation.values) - {"none"}
    assert set(components.ASSURANCES) == set(Assurance.values) - {"none"}


@pytest.mark.parametrize(
    ("variation", "tone", "letter"),
    [
        ("common", "common", None),
        ("improvement_high", "improvement", "H"),
        ("improvement_low", "improvement", "L"),
        ("concern_high", "concern", "H"),
        ("concern_low", "concern", "L"),
        ("neutral_high", "neutral", "H"),
        ("neutral_low", "neutral", "L"),
        ("none", "none", None),
    ],
)
def test_a_variation_icon_has_colour_letter_and_sentence(variation, tone, letter):
    drawn = components.variation_icon(variation)
    sentence = components.VARIATIONS.get(variation, ("", "Too few points to tell variation"))[1]
    found = re.search(r'<text class="spc-letter"[^>]*>(.)</text>', drawn)
    assert drawn.startswith(f'<svg class="spc-icon spc-{tone}" viewBox="0 0 40 40" role="img" aria-label="{sentence}">')
    assert (found.group(1) if found else None) == letter


@pytest.mark.parametrize(
    ("assurance", "tone", "letter"),
    [("pass", "improvement", "P"), ("fail", "concern", "F"), ("hit_or_miss", "common", "?")],
)
def test_an_assurance_icon_has_colour_letter_and_sentence(assurance, tone, letter):
    drawn = components.assurance_icon(assurance)
    assert f'class="spc-icon spc-{tone}"' in drawn
    assert f">{letter}</text>" in drawn
    assert f'aria-label="{components.ASSURANCES[assurance][1]}"' in drawn


@pytest.mark.parametrize(
    ("variation", "said"),
    [
        ("improvement_low", "Improvement L , lower values"),
        ("concern_high", "Concern H , higher values"),
        ("neutral_high", "Special cause H , higher values"),
        ("common", "Common cause"),
        ("none", "Too few points"),
    ],
)
def test_a_signal_says_the_variation_in_words(variation, said):
    assert words(components.signal_badge(variation)) == said


def test_a_sparkline_draws_levels_gap_and_last_point():
    drawn = components.sparkline(
        [0, 10, None, 5],
        variation="concern_high",
        centre=5,
        lower=0,
        upper=10,
        target=10,
        label="Now 5",
        width=108,
        height=28,
    )
    assert drawn == (
        '<svg class="sparkline" viewBox="0 0 108 28" width="108" height="28" role="img" aria-label="Now 5">'
        '<rect class="spark-band" x="0" y="4.0" width="108" height="20.0"/>'
        '<path class="spark-centre" d="M0 14.0H108"/><path class="spark-target" d="M0 4.0H108"/>'
        '<path class="spark-line" d="M4.0 24.0h0L37.3 4.0M104.0 14.0h0"/>'
        '<circle class="spark-last spark-concern" cx="104.0" cy="14.0" r="2.8"/></svg>'
    )


@pytest.mark.parametrize("values", [[], [None], [None, None]])
def test_a_sparkline_of_nothing_is_a_quiet_line(values):
    assert 'class="spark-none"' in components.sparkline(values)


@pytest.mark.parametrize("values", [[4.0], [4.0, 4.0], [0, 0, 0], [1e-300, 1e300], [-5, None, 5]])
def test_a_sparkline_stays_within_its_frame(values):
    drawn = components.sparkline(values, width=100, height=30)
    heights = [float(y) for y in re.findall(r"[ML][\d.]+ ([\d.-]+)", drawn)]
    assert all(0 <= y <= 30 for y in heights)
    assert "nan" not in drawn
    assert "inf" not in drawn


def test_a_meter_above_its_maximum_says_so_in_a_word():
    assert words(components.meter(26, 20, label="Hours")) == "26 of 20 Over"
    assert 'aria-label="Hours: 26 of 20"' in components.meter(26, 20, label="Hours")


def test_a_meter_of_nothing_is_not_over():
    assert words(components.meter(0, 0, label="Hours")) == "0 of 0"


@pytest.mark.parametrize(
    ("demand", "capacity", "cell"),
    [
        (0, 20, HeatCell("0/20", "Week 9: 0 of 20 h asked for", "0")),
        (5, 20, HeatCell("5/20", "Week 9: 5 of 20 h asked for", "1")),
        (10, 20, HeatCell("10/20", "Week 9: 10 of 20 h asked for", "2")),
        (16, 20, HeatCell("16/20", "Week 9: 16 of 20 h asked for", "3")),
        (20, 20, HeatCell("20/20", "Week 9: 20 of 20 h asked for", "4")),
        (22.5, 20, HeatCell("22.5/20", "Week 9: 22.5 of 20 h asked for, 2.5 too many", "over")),
        (1, 0, HeatCell("1/0", "Week 9: 1 of 0 h asked for, 1 too many", "over")),
    ],
)
def test_a_heat_cell_says_demand_against_capacity(demand, capacity, cell):
    assert components.heat_cell(demand, capacity, when="Week 9") == cell


def test_stages_before_the_current_one_are_done():
    titles = [("plan", "Plan"), ("do", "Do"), ("study", "Study")]
    assert components.stages(titles, "do") == [Stage("Plan", "done"), Stage("Do", "current"), Stage("Study", "next")]
    assert {stage.state for stage in components.stages(titles, "elsewhere")} == {"next"}


def test_a_tile_says_all_that_a_wall_must_say():
    spark = mark_safe("<svg></svg>")
    facts = TileFacts(
        "Falls",
        "6.4",
        "per 1,000 bed days",
        "concern_high",
        "fail",
        spark,
        "Target 4.5",
        "12 days",
        "Ward 7",
        stale=True,
    )
    drawn = components.tile(facts)
    assert (
        words(re.sub(r"<svg.*?</svg>", "", drawn)) == "Falls Data late Ward 7 6.4 per 1,000 bed days Target 4.5 12 days"
    )
    assert drawn.count("<svg") == 4
    assert 'class="tile tile-concern"' in drawn


def test_a_timeline_folds_away_what_is_older_than_asked_for():
    three = [components.Happening(f"{day} March", f"Test {day}", "", "", "play") for day in (3, 2, 1)]
    two = [components.Happening("4 March", "Test 4", "", "", "play"), *three]
    drawn = components.timeline(two, first=2)
    shown, folded = drawn.split("<details")
    assert [title in shown for title in ("Test 4", "Test 3", "Test 2", "Test 1")] == [True, True, False, False]
    assert [title in folded for title in ("Test 4", "Test 3", "Test 2", "Test 1")] == [False, False, True, True]
    assert "<span>Before that</span><small>2</small>" in folded


def test_a_timeline_folds_nothing_away_for_the_sake_of_one():
    three = [components.Happening(f"{day} March", f"Test {day}", "", "", "play") for day in (3, 2, 1)]
    assert "<details" not in components.timeline(three, first=2)
