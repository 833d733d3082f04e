"""The style guide shows every part, and nothing on it breaks the content security policy."""

import re

from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from redesign.lib import components
from redesign.lib.env import ROOT
from redesign.lib.templatetags import ui
from redesign.styleguide import styleguide


def page() -> str:
    request = RequestFactory().get("/styleguide")
    request.user = AnonymousUser()
    return styleguide(request).content.decode()


def test_the_style_guide_shows_every_state():
    html = page()
    missing = [
        (kind, value)
        for kind, states in components.BADGES.items()
        for value in states
        if components.badge(kind, value) not in html
    ]
    assert missing == []
    assert [v for v in components.VARIATIONS if components.variation_icon(v, size="l") not in html] == []
    assert [a for a in components.ASSURANCES if components.assurance_icon(a, size="l") not in html] == []


def test_nothing_on_it_is_inline():
    html = page()
    assert re.findall(r"\sstyle=|\son[a-z]+=|<style|javascript:", html) == []
    assert [s for s in re.findall(r"<script[^>]*>", html) if "src=" not in s and "application/json" not in s] == []


def test_no_id_is_there_twice():
    ids = re.findall(r'\sid="([^"]+)"', page())
    assert sorted({each for each in ids if ids.count(each) > 1}) == []


def test_every_tag_has_an_example_in_the_guide():
    guide = (ROOT / "docs" / "design-language.md").read_text()
    assert [name for name in ui.register.tags if f"{{% {name}" not in guide] == []
