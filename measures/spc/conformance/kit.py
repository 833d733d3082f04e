"""The cases as they are kept: one file for each theme, a list of cases in each."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("cases")
KINDS = ("chart", "constants", "limits-of-runs", "funnel", "pareto", "cusum")


@dataclass(frozen=True, slots=True)
class Case:
    """One worked case. `check` says how its figures are found by hand or where they are printed; figures are compared
    to so many `decimals` where they are printed so, else to one in a million."""

    id: str
    about: str
    source: str
    check: str
    kind: str
    input: dict[str, Any]
    expected: dict[str, Any]
    decimals: int | None = None
    theme: str = field(default="", compare=False)

    @property
    def question(self) -> dict[str, Any]:
        """What a program is asked."""
        return {"id": self.id, "kind": self.kind, "input": self.input}


def all_cases() -> list[Case]:
    """Every case of the kit, theme by theme."""
    return [
        Case(**each, theme=path.stem) for path in sorted(FOLDER.glob("*.json")) for each in json.loads(path.read_text())
    ]
