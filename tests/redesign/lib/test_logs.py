"""Logs: one JSON object a line in production; every line of a request carries its id."""

import json
import subprocess
import sys

import pytest

from redesign.lib.env import ROOT
from redesign.lib.logs import without_secrets

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


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/welcome/0123abcd/", "/welcome/…/"),
        ("/setup/0123-abcd/", "/setup/…/"),
        ("/walls/screen/aB-c_9/tiles/?version=1", "/walls/screen/…/tiles/?version=1"),
        ("/walls/screens/7/end/", "/walls/screens/7/end/"),
        ("/setup/checklist/hide/", "/setup/checklist/hide/"),
        ("/account/password/reset/key/1-c4f-0123/", "/account/password/reset/key/…/"),
        ("/account/password/reset/key/done/", "/account/password/reset/key/done/"),
        ("/teams/7/", "/teams/7/"),
    ],
)
def test_the_secret_at_the_end_of_a_link_is_not_logged(path, logged):
    assert without_secrets(path) == logged


SECRETS = """
import logging, logging.config, sys
from redesign.lib import logs
logging.config.dictConfig(logs.configuration(form=sys.argv[1], level="info"))
def sign_in(password):
    raise ValueError("broke")
logging.getLogger("django.request").warning("Gone: %s", "/welcome/s3cret/", extra={"request": "<GET /welcome/s3cret/>"})
try:
    sign_in(password="s3cret")
except ValueError:
    logging.getLogger("django.request").exception("Internal Server Error: %s", "/setup/s3cret/")
"""


@pytest.mark.parametrize("form", ["json", "plain"])
def test_neither_links_nor_the_values_at_hand_when_something_broke_are_logged(form):
    command = [sys.executable, "-c", SECRETS, form]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "/welcome/" in done.stderr and "ValueError" in done.stderr
    assert "s3cret" not in done.stderr.replace('sign_in(password="s3cret")', "")  # the line of code itself


def test_an_id_that_could_be_mistaken_for_log_lines_is_not_taken(client):
    assert len(client.get("/healthz", headers={"X-Request-ID": "a b {}"})["X-Request-ID"]) == 32
