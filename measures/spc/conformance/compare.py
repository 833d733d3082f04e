"""An answer held against what a case expects: each difference in a sentence, none where they agree."""

from __future__ import annotations

from typing import Any

from measures.spc.conformance.kit import Case

NEAR = 1e-6
"""The relative distance within which two figures are the same, where nothing else is said."""
NEARLY_NOUGHT = 1e-9


def differences(case: Case, answer: dict[str, Any]) -> list[str]:
    """Where the answer differs. Only what the case expects is looked at; an answer may say more."""
    found = []
    for name, expected in case.expected.items():
        if name not in answer:
            found.append(f"{name}: no answer, expected {_short(expected)}")
        elif name == "signals":
            found += _signals(expected, answer[name])
        elif not _same(expected, answer[name], case.decimals):
            found.append(f"{name}: {_short(answer[name])}, expected {_short(expected)}")
    return found


def _same(expected: Any, given: Any, decimals: int | None) -> bool:
    if isinstance(given, list) and not isinstance(expected, list):
        # One figure stands for every point that has one.
        told = [each for each in given if each is not None]
        return (bool(told) or expected is None) and all(_same(expected, each, decimals) for each in told)
    if isinstance(expected, list):
        return (
            isinstance(given, list)
            and len(given) == len(expected)
            and all(_same(left, right, decimals) for left, right in zip(expected, given, strict=True))
        )
    if isinstance(expected, bool) or not isinstance(expected, int | float):
        return bool(expected == given)
    if isinstance(given, bool) or not isinstance(given, int | float):
        return False
    if decimals is not None:
        return abs(given - expected) <= 0.5000001 * 10.0**-decimals
    return abs(given - expected) <= max(NEAR * abs(expected), NEARLY_NOUGHT)


SIDES = {1: "high", -1: "low", 0: "no side"}
Signal = tuple[str, int, tuple[int, ...]]


def _signals(expected: list[dict[str, Any]], given: Any) -> list[str]:
    """The same rules at the same points on the same sides, in whatever order."""
    try:
        wanted, told = _as_set(expected), _as_set(given)
    except (TypeError, KeyError, ValueError):
        return [f"signals: {_short(given)} is no list of rule, side and points"]
    return [f"signals: missed {_named(each)}" for each in sorted(wanted - told)] + [
        f"signals: {_named(each)} is none" for each in sorted(told - wanted)
    ]


def _as_set(signals: list[dict[str, Any]]) -> set[Signal]:
    return {(str(each["rule"]), int(each["side"]), tuple(int(point) for point in each["points"])) for each in signals}


def _named(signal: Signal) -> str:
    rule, side, points = signal
    return f"{rule} ({SIDES[side]}) at {', '.join(map(str, points))}"


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 120 else f"{text[:117]}…"
