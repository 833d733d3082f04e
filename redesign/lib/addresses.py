"""Addresses of pages for rows: made once for each key and kept, because making one costs more than printing it."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=20_000)
def address(name: str, *keys: int) -> str:
    """The address of the page of this name, as `reverse(name, args=keys)`."""
    return reverse(name, args=keys)
