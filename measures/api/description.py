"""The API's OpenAPI description as rows for a page."""

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from measures.api.routes import api


@dataclass(frozen=True)
class Given:
    """A parameter, or a field of what is sent or answered."""

    name: str
    type: str
    needed: bool
    words: str


@dataclass(frozen=True)
class Operation:
    """One address and method, in words."""

    method: str
    path: str
    title: str
    words: SafeString
    parameters: tuple[Given, ...]
    body: tuple[Given, ...]
    answer: tuple[Given, ...]


@cache
def described() -> list[tuple[str, list[Operation]]]:
    """Every operation under the name of its group, in the order of the description."""
    whole = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    groups: dict[str, list[Operation]] = {}
    for path, methods in whole["paths"].items():
        for method, said in methods.items():
            groups.setdefault((said.get("tags") or ["Other"])[0], []).append(_operation(whole, path, method, said))
    return list(groups.items())


def _operation(whole: dict[str, Any], path: str, method: str, said: dict[str, Any]) -> Operation:
    parameters = tuple(
        Given(each["name"], _type(whole, each["schema"]), each.get("required", False), _words(each, each["schema"]))
        for each in said.get("parameters", ())
    )
    body = said.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    answer = said["responses"].get(200, said["responses"].get("200", {}))
    shown = answer.get("content", {}).get("application/json", {}).get("schema")
    return Operation(
        method=method.upper(),
        path=path,
        title=said.get("summary", path),
        words=_with_code(said.get("description", "")),
        parameters=parameters,
        body=tuple(_fields(whole, body)) if body else (),
        answer=tuple(_fields(whole, shown)) if shown else (),
    )


def _with_code(text: str) -> SafeString:
    """Text whose `names` in backticks are set as code."""
    return mark_safe(re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text)))  # noqa: S308 - escaped here


def _resolved(whole: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema or len(schema.get("allOf", ())) == 1:
        if "$ref" not in schema:
            schema = schema["allOf"][0]
            continue
        found: Any = whole
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        schema = found
    return schema


def _fields(whole: dict[str, Any], schema: dict[str, Any], inside: str = "") -> list[Given]:
    """The fields of an object, with those of the objects in its lists behind their name."""
    schema = _resolved(whole, schema)
    found = []
    for name, each in schema.get("properties", {}).items():
        found.append(
            Given(f"{inside}{name}", _type(whole, each), name in schema.get("required", ()), _words(each, each))
        )
        plain = _resolved(whole, each)
        if plain.get("type") == "array" and "properties" in _resolved(whole, plain["items"]):
            found += _fields(whole, plain["items"], f"{inside}{name}[].")
    return found


def _type(whole: dict[str, Any], schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        kinds = [_type(whole, each) for each in schema["anyOf"] if each.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    plain = _resolved(whole, schema)
    if "enum" in plain:
        return " · ".join(map(str, plain["enum"]))
    if plain.get("type") == "array":
        inner = _resolved(whole, plain["items"])
        return "list" if "properties" in inner else f"list of {_type(whole, inner)}"
    return {"date": "day", "integer": "whole number", "boolean": "true or false", "string": "text"}.get(
        plain.get("format") or plain.get("type", ""), plain.get("type", "")
    )


def _words(*said: dict[str, Any]) -> str:
    return next((each["description"] for each in said if each.get("description")), "")
