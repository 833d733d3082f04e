"""The environment is read in words that a person can act on."""

import pytest

from redesign.lib import env


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("DEBUG", "yes", True),
        ("DEBUG", "off", False),
        ("DEBUG", "", False),
        ("WEB_THREADS", " 8 ", 8),
        ("ALLOWED_HOSTS", "a.example, b.example,", ["a.example", "b.example"]),
        ("EMAIL_SECURITY", "TLS", "tls"),
        ("PORT", "", 8000),
    ],
)
def test_a_value_is_read_in_its_own_kind(name, raw, value):
    assert env.read(name, {name: raw}) == value


@pytest.mark.parametrize(
    ("name", "raw", "sentence"),
    [
        ("DEBUG", "perhaps", "DEBUG should be 1 or 0, not 'perhaps'"),
        ("WEB_THREADS", "-1", "WEB_THREADS should not be below zero, not '-1'"),
        ("LOG_FORMAT", "xml", "LOG_FORMAT should be one of json, plain, not 'xml'"),
    ],
)
def test_a_wrong_value_is_refused_in_words(name, raw, sentence):
    with pytest.raises(env.BadEnvironment, match=sentence):
        env.read(name, {name: raw})


def test_a_variable_that_is_not_declared_cannot_be_read():
    with pytest.raises(KeyError):
        env.read("UNHEARD_OF", {"UNHEARD_OF": "1"})
