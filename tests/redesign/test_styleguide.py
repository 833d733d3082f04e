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


HOOKS = frozenset(
    "aim brand-words chart-summary conflict-rows conflict-theirs dialog-title field-choices has-error history "
    "measure-panel no-inline-styles pager-words toast-success wall-choice".split()
)
"""Classes that scripts or tests hold on to, and that look as what is around them."""


def test_every_class_in_a_template_is_in_a_style_sheet():
    sheets = [*(ROOT / "static").rglob("*.css")]
    known = set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", "".join(sheet.read_text() for sheet in sheets)))
    known |= set(re.findall(r"[\w-]+", "".join(file.read_text() for file in (ROOT / "static" / "js").glob("*.js"))))
    unknown = {}
    for template in (ROOT / "templates").rglob("*.html"):
        for value in re.findall(r'class="([^"]*)"', template.read_text()):
            plain = re.sub(r"\{\{.*?\}\}", "…", re.sub(r"\{%.*?%\}", " ", value))
            for name in set(plain.split()) - known - HOOKS:
                if "…" not in name and not name.endswith("-"):
                    unknown.setdefault(name, template.name)
    assert unknown == {}
