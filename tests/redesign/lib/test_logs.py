"""Logs: one JSON object a line in production; every line of a request carries its id."""

import json
import subprocess
import sys

import pytest

from redesign.lib.env import ROOT

SCRIPT = """
import logging, logging.config, structlog
from redesign.lib import logs
logging.config.dictConfig(logs.configuration(form="json", level="info"))
with structlog.contextvars.bound_contextvars(request_id="r1"):
    logging.getLogger("django.request").warning("Not found: %s", "/x")
    structlog.get_logger("teams").info("job_failed", job=7)
    try:
        1 / 0
    except ZeroDivisionError:
        logging.getLogger("django").exception("broke")
logging.getLogger("redesign").debug("too small")
"""


def test_every_line_is_one_json_object_with_the_request_s_id():
    done = subprocess.run([sys.executable, "-c", SCRIPT], cwd=ROOT, capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [(line["event"], line["level"], line["request_id"]) for line in lines] == [
        ("Not found: /x", "warning", "r1"),
        ("job_failed", "info", "r1"),
        ("broke", "error", "r1"),
    ]
    assert lines[1]["job"] == 7
    assert lines[2]["exception"][0]["exc_type"] == "ZeroDivisionError"


@pytest.mark.parametrize(("sent", "kept"), [("abc", "abc"), ("x" * 500, "x" * 64)])
def test_an_answer_carries_the_request_s_id(client, sent, kept):
    assert client.get("/healthz", headers={"X-Request-ID": sent})["X-Request-ID"] == kept


def test_a_request_without_an_id_is_given_one(client):
    assert len(client.get("/healthz")["X-Request-ID"]) == 32
