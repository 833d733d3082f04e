"""`{% load words %}{% word "PDSA cycles" %}`: the term in the vocabulary that this person reads."""

from django import template
from django.template import Context

from redesign.lib.words import in_words

register = template.Library()


@register.simple_tag(takes_context=True)
def word(context: Context, words: str, capital: bool = False) -> str:
    """The term of redesign/lib/words.py as this person reads it; `capital=True` begins it with one."""
    user = context.get("user")
    said = in_words(words, clinical=getattr(user, "words", "") == "clinical")
    return said[:1].upper() + said[1:] if capital else said
