"""Imports go one way: oversight → measures → teams → redesign.lib, and downhill within an app."""

from pathlib import Path

import pytest

from redesign.lib.env import ROOT
from tests.architecture.source import APPS, at, imports_of, module_name, python_files

HEIGHT = {"teams": 1, "measures": 2, "oversight": 3}
LAYERS = ["enums", "models", ("permissions", "queries"), "actions", "forms", ("views", "api"), "urls"]
LAYER = {name: number for number, names in enumerate(LAYERS) for name in ([names] if isinstance(names, str) else names)}
PURE = [
    file
    for pattern in (
        "measures/spc/**/*.py",
        "measures/charts*.py",
        "measures/drawing.py",
        "measures/fit.py",
        "measures/gaps.py",
        "measures/quality.py",
        "measures/suppression.py",
        "oversight/ranking/**/*.py",
        "oversight/allocation/**/*.py",
        "oversight/gains.py",
    )
    for file in ROOT.glob(pattern)
]


def uphill(file: Path, imported: str) -> bool:
    """Whether a module of ours may not import this name."""
    here, there = module_name(file).split(".")[0], imported.split(".")[0]
    if there == "redesign":
        return here in APPS and not imported.startswith("redesign.lib")
    if there not in APPS:
        return False
    if here == "redesign":
        return module_name(file).startswith(("redesign.lib", "redesign.embedded"))
    return HEIGHT[there] > HEIGHT[here]


def test_no_app_imports_a_higher_one():
    wrong = [
        f"{at(file, line)} imports {name}"
        for file in python_files()
        for line, name in imports_of(file)
        if uphill(file, name)
    ]
    assert wrong == []


def test_within_an_app_imports_go_down_the_layers():
    wrong = []
    for file in python_files(*APPS):
        app, layer = (*module_name(file).split("."), "")[:2]
        for line, name in imports_of(file):
            there_app, there_layer = (*name.split("."), "")[:2]
            if app == there_app and LAYER.get(there_layer, -1) > LAYER.get(layer, 99):
                wrong.append(f"{at(file, line)} imports {name}")
    assert wrong == []


@pytest.mark.parametrize("app", APPS)
def test_tasks_are_a_leaf_that_imports_inside_its_functions(app):
    file = ROOT / app / "tasks.py"
    if not file.exists():
        pytest.skip(f"{app} owes no tasks")
    assert [name for _, name in imports_of(file, top_only=True) if name.split(".")[0] in APPS] == []


def test_pure_packages_know_nothing_of_django():
    assert PURE
    wrong = [
        f"{at(file, line)} imports {name}"
        for file in PURE
        for line, name in imports_of(file)
        if name.split(".")[0] in {"django", "celery", "psycopg", "redis"}
        or name.startswith(("teams.", "redesign."))
        or ".models" in name
    ]
    assert wrong == []


def test_the_launcher_runs_without_django():
    wrong = [
        f"{at(file, line)} imports {name}"
        for file in python_files("redesign/embedded")
        for line, name in imports_of(file)
        if name.startswith(("django", "celery", "redesign.settings"))
    ]
    assert wrong == []
