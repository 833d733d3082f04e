"""Reading the project's own source, for the tests that hold its shape."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from redesign.lib.env import ROOT

APPS = ("teams", "measures", "oversight")
OURS = ("redesign", *APPS)


def python_files(*packages: str) -> list[Path]:
    """The packages' own modules; migrations, which machines write, are left out."""
    found = (file for package in packages or OURS for file in (ROOT / package).rglob("*.py"))
    return sorted(file for file in found if "migrations" not in file.parts)


def module_name(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(), filename=str(file))


def imports_of(file: Path, *, top_only: bool = False) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything imported; `from a import b` gives a.b. Type-checking blocks do not count."""
    nodes = tree_of(file).body if top_only else ast.walk(tree_of(file))
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def at(file: Path, line: int) -> str:
    return f"{file.relative_to(ROOT)}:{line}"
