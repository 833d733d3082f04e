"""The habits of the house that a machine can see."""

import ast
import re

import pytest

from redesign.lib.env import ROOT
from tests.architecture.source import APPS, at, python_files, tree_of

ALL_PYTHON = [*python_files(), *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "benchmarks").rglob("*.py"))]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

WAIVER = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:\s*no cover)(?P<rest>.*)$")
REASONED = {
    "noqa": re.compile(r"#\s*noqa: [A-Z0-9, ]+ [-(]\s?\S.{3,}"),
    "type: ignore": re.compile(r"#\s*type: ignore\[[a-z-, ]+\]\s+[#(-]\s?\S.{3,}"),
    "pragma: no cover": re.compile(r"#\s*pragma: no cover - \S.{5,}"),
}


def test_every_waiver_gives_its_reason():
    wrong = []
    for file in ALL_PYTHON:
        if file == ROOT / "tests/architecture/test_habits.py":
            continue
        for number, line in enumerate(file.read_text().splitlines(), start=1):
            if found := WAIVER.search(line):
                kind = re.sub(r"\s+", " ", found.group(1))
                if not REASONED[kind].search(line):
                    wrong.append(f"{at(file, number)}: {line.strip()}")
    assert wrong == []


def test_public_functions_of_actions_say_what_a_caller_may_rely_on():
    wrong = [
        at(file, node.lineno)
        for app in APPS
        for file in python_files(f"{app}/actions")
        for node in tree_of(file).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert wrong == []


ORM = {"objects", "filter", "exclude", "select_related", "prefetch_related", "annotate", "values_list", "in_bulk"}


def test_views_ask_the_database_through_queries_and_fetch_alone():
    """A view fetches, asks the form, hands over to an action, answers: what it reads has a name in a lower layer."""
    wrong = [
        f"{at(file, node.lineno)} .{node.attr}"
        for app in APPS
        for file in python_files(f"{app}/views", f"{app}/api")
        if file.name not in {"fetch.py", "keys.py"}  # keys.py is where a call is answered once, a row of its own
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Attribute) and node.attr in ORM
    ]
    assert wrong == []


def test_locks_hold_no_addresses():
    locks = sorted((ROOT / "locks").glob("*.txt"))
    assert [lock.name for lock in locks] == ["dev.txt", "embedded.txt", "run.txt"]
    assert [lock.name for lock in locks if "://" in lock.read_text()] == []


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a style attribute", r"<[^>]*\sstyle\s*="),
        ("a style element", r"<style\b"),
        ("a script without a file", r"<script\b(?![^>]*\bsrc=)(?![^>]*\btype=[\"']application/json)"),
        ("an event attribute", r"<[^>]*\son[a-z]+\s*="),
        ("a javascript: address", r"[\"']javascript:"),
        ("htmx evaluating text", r"hx-on|hx-vals=[\"']js:|hx-vars"),
        ("an address elsewhere", r"<(?:script|link|img|iframe)[^>]*(?:src|href)=[\"']https?://"),
    ],
)
def test_templates_hold_nothing_that_the_content_policy_forbids(what, pattern):
    found = [
        f"{at(file, file.read_text()[: match.start()].count(chr(10)) + 1)} has {what}"
        for file in TEMPLATES
        if "emails" not in file.parts
        for match in re.finditer(pattern, file.read_text(), flags=re.IGNORECASE)
    ]
    assert found == []


def test_every_static_file_that_a_template_names_is_there():
    wrong = [
        f"{file.relative_to(ROOT)} names {name}"
        for file in TEMPLATES
        for name in re.findall(r"{%\s*static\s+[\"']([^\"']+)[\"']\s*%}", file.read_text())
        if not (ROOT / "static" / name).is_file() and not name.startswith("django_htmx/")
    ]
    assert wrong == []


def test_the_environment_is_read_in_one_place():
    may = {"redesign/lib/env.py", "manage.py"}
    wrong = [
        at(file, node.lineno)
        for file in python_files()
        if str(file.relative_to(ROOT)) not in may and "embedded" not in file.parts
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "os"
        and node.attr in {"environ", "getenv"}
        and not _sets_the_settings_module(file, node)
    ]
    assert wrong == []


def _sets_the_settings_module(file, node):
    return 'setdefault("DJANGO_SETTINGS_MODULE"' in file.read_text().splitlines()[node.lineno - 1]


def test_no_page_waits_on_lapack():
    """It takes more stack than the threads of the web server have: the process ends, and with it every request."""
    wrong = [
        at(file, node.lineno)
        for file in python_files()
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Attribute) and node.attr == "linalg"
    ]
    assert wrong == []
