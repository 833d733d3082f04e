"""Every pair of tokens that is used together has the contrast that WCAG 2.2 AA asks for, in light and in dark."""

import re

import pytest

from redesign.lib.env import ROOT

CSS = (ROOT / "static" / "css" / "tokens.css").read_text()
DARK = re.search(r':root\[data-bs-theme="dark"\] \{(.*?)\n\}', CSS, re.DOTALL).group(1)
AUTO = re.search(r':root\[data-bs-theme="auto"\] \{(.*?)\n  \}', CSS, re.DOTALL).group(1)
LIGHT = CSS[CSS.index(":root {") : CSS.index(':root[data-bs-theme="dark"]')]

SURFACES = ("paper", "sheet", "well", "rail", "raised", "hover")
SIGNALS = ("improvement", "concern", "common", "neutral")
WORDS = [
    *((ink, surface) for surface in SURFACES for ink in ("ink", "ink-2", "ink-3", "brand", "brand-strong", "bad")),
    *((ink, "brand-tint") for ink in ("ink", "ink-2", "brand", "brand-strong")),
    *(("on-brand", surface) for surface in ("brand", "brand-strong")),
    *((ink, "hero") for ink in ("hero-ink", "hero-ink-2")),
    ("ink", "selection"),
    ("paper", "ink"),
    *((f"{signal}-ink", surface) for signal in SIGNALS for surface in (f"{signal}-tint", "sheet", "paper")),
    *((tone, surface) for tone in ("good", "warn", "bad") for surface in (f"{tone}-tint", "sheet", "paper")),
    *(("ink", f"{tone}-tint") for tone in ("good", "warn", "bad")),
    *(("sheet", surface) for surface in ("bad", "bad-strong")),
    ("bad-strong", "bad-tint"),
    *(("ink", f"load-{level}") for level in ("1", "2", "3", "4", "over")),
]
SHAPES = [
    *((signal, surface) for signal in SIGNALS for surface in ("sheet", "paper", "well", "band", f"{signal}-tint")),
    *((line, surface) for line in ("edge", "focus", "target", "centre") for surface in ("paper", "sheet", "well")),
    ("limit", "sheet"),
    ("load-over-line", "load-over"),
    ("load-over-line", "sheet"),
    ("brand", "sheet"),
]


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


THEMES = {"light": tokens(LIGHT), "dark": tokens(LIGHT) | tokens(DARK)}


def luminance(colour: str) -> float:
    shares = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_reckoned_as_wcag_does():
    assert (contrast("#000000", "#ffffff"), contrast("#777777", "#ffffff")) == pytest.approx((21, 4.478), abs=0.001)


@pytest.mark.parametrize("theme", THEMES)
def test_words_stand_out_from_what_is_behind_them(theme):
    colours = THEMES[theme]
    faint = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in WORDS}
    assert {pair: ratio for pair, ratio in faint.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_shapes_that_carry_meaning_stand_out(theme):
    colours = THEMES[theme]
    faint = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in SHAPES}
    assert {pair: ratio for pair, ratio in faint.items() if ratio < 3} == {}


def test_the_two_dark_blocks_are_the_same():
    assert DARK.split() == AUTO.split()


def test_no_colour_is_named_outside_the_tokens_and_print():
    named = re.compile(r"#(?:[0-9a-f]{3}){1,2}\b(?!')", re.IGNORECASE)
    for name in ("base.css", "components.css", "pages.css"):
        lines = (ROOT / "static" / "css" / name).read_text().splitlines()
        stray = [line for line in lines if named.search(line) and "entrance" not in line]
        assert stray == [], f"{name} names colours that no test knows"
