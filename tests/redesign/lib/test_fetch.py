"""Keys in addresses: what a link may name, and what is no key at all."""

import pytest

from redesign.lib.fetch import LARGEST_KEY, key_in, named
from teams.models import System
from tests.factories.systems import SystemFactory


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("7", 7),
        ("0", 0),
        ("", None),
        ("-7", None),
        ("7.0", None),
        ("seven", None),
        ("1e3", None),
        (str(LARGEST_KEY), LARGEST_KEY),
        (str(LARGEST_KEY + 1), None),
        ("9" * 5000, None),  # more digits than Python turns into a number
    ],
)
def test_a_key_is_a_number_that_the_database_can_hold(text, key):
    assert key_in(text) == key


@pytest.mark.django_db
def test_a_row_is_named_by_its_key_in_one_query(django_assert_num_queries):
    system = SystemFactory()
    with django_assert_num_queries(1):
        assert named(System.objects.all(), str(system.pk)) == system
    assert named(System.objects.all(), str(system.pk + 1)) is None
    with django_assert_num_queries(0):
        assert named(System.objects.all(), "no key") is None
