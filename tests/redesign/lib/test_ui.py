"""The tags of the design language: fields, errors, stale edits, lists by URL."""

import re
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory, SimpleTestCase

from redesign.lib.components import Crumb, Tab


def shown(source: str, url: str = "/teams/", **context) -> str:
    request = RequestFactory().get(url)
    return Template("{% load ui %}" + source).render(Context({"request": request, **context}))


def flat(html: str) -> str:
    return re.sub(r"\s+", " ", html).strip()


class Plan(forms.Form):
    question = forms.CharField(help_text="One sentence.")
    value = forms.DecimalField(label="How many", required=False)
    scale = forms.ChoiceField(choices=[("one", "One patient"), ("ward", "The ward")], widget=forms.RadioSelect)
    version = forms.IntegerField(widget=forms.HiddenInput)


def test_a_field_ties_label_help_and_error_to_its_control():
    form = Plan({"question": ""})
    html = flat(shown("{% field form.question %}", form=form))
    assert '<label for="id_question">Question</label>' in html
    assert '<div class="help" id="id_question_helptext">One sentence.</div>' in html
    assert 'aria-describedby="id_question_helptext id_question_error"' in html
    assert 'aria-invalid="true"' in html
    assert re.search(r'<div class="error" id="id_question_error"><svg .*?</svg>This field is required.</div>', html)


def test_a_number_gets_the_number_keyboard_and_an_optional_field_says_so():
    html = flat(shown("{% field form.value unit='beds' %}", form=Plan()))
    assert 'inputmode="decimal"' in html
    assert '<span class="optional">optional</span>' in html
    assert '<span class="unit">beds</span>' in html


def test_choices_are_a_fieldset_with_a_legend():
    html = flat(shown("{% field form.scale look='segments' %}", form=Plan()))
    assert html.startswith('<fieldset class="field field-choices field-segments" id="id_scale"')
    assert "<legend>Scale</legend>" in html
    assert html.count('class="form-check-input"') == 2


def test_a_help_text_of_the_template_is_tied_too():
    html = shown("{% field form.value help='Count beds.' %}", form=Plan())
    assert 'aria-describedby="id_value_helptext"' in html


def test_the_summary_of_errors_links_to_each_field():
    form = Plan({"question": "", "scale": "one", "value": "x", "version": "1"})
    form.add_error(None, "The team is paused.")
    html = flat(shown("{% form_errors form %}", form=form))
    assert "2 things to mend before this can be saved" in html
    assert "<p>The team is paused.</p>" in html
    assert '<a href="#id_question">Question</a>: This field is required.' in html
    assert '<a href="#id_value">How many</a>: Enter a number.' in html


@pytest.mark.parametrize("form", [Plan(), Plan({"question": "q", "scale": "one", "version": "1"})])
def test_there_is_no_summary_where_there_is_nothing_to_mend(form):
    assert shown("{% form_errors form %}", form=form) == ""


def test_a_whole_form_prints_hidden_fields_once_and_every_field():
    html = shown("{{ form }}", form=Plan())
    assert html.count('name="version"') == 1
    assert [name in html for name in ('name="question"', 'name="value"', 'name="scale"')] == [True, True, True]


def test_a_stale_edit_shows_only_what_differs_in_words():
    form = Plan({"question": "Mine", "scale": "one", "value": "4", "version": "1"})
    form.stale = SimpleNamespace(question="Theirs <b>", scale="ward", value=4)
    html = flat(shown("{% conflict form %}", form=form))
    assert html.count('class="conflict-row"') == 2
    assert "Mine" in html
    assert "Theirs &lt;b&gt;" in html
    assert "One patient" in html
    assert 'data-take="id_question" data-value="Theirs &lt;b&gt;"' in html


def test_without_a_stale_edit_there_is_no_comparison():
    assert shown("{% conflict form %}", form=Plan()) == ""


def test_a_list_without_column_heads_sorts_by_url_and_says_which_order_is_in_force():
    link = "{% sort_link '-latest' 'what is new' target='#t' %}"
    assert 'href="?q=a&amp;sort=-latest"' in shown(link, "/ideas/?q=a&page=3&sort=title", sort="title")
    assert "aria-current" not in shown(link, "/ideas/", sort="title")
    assert 'aria-current="true"' in shown(link, "/ideas/", sort="-latest")


def test_a_column_head_sorts_by_url_and_keeps_the_filters():
    up = shown("{% sort_head 'name' 'Team' target='#t' %}", "/teams/?q=a&page=3&sort=name")
    assert 'aria-sort="ascending"' in up
    assert 'href="?q=a&amp;sort=-name"' in up
    assert 'hx-target="#t"' in up
    other = shown("{% sort_head 'score' 'Score' number=True first='down' %}", "/teams/?sort=name")
    assert 'href="?sort=-score"' in other
    assert "aria-sort" not in other
    assert 'class="num"' in other


def test_a_pager_links_by_url_and_says_where_one_is():
    html = flat(shown("{% pager page noun='teams' %}", "/teams/?q=a&page=2", page=Paginator(range(53), 20).page(2)))
    assert "21–40 of 53 teams" in html
    assert 'href="?q=a&amp;page=1"' in html
    assert 'href="?q=a&amp;page=3"' in html


def test_a_pager_of_one_row_does_not_count_it_in_the_plural():
    assert "One alone" in shown("{% pager page noun='teams' %}", page=Paginator(range(1), 20).page(1))


def test_a_pager_of_one_page_has_no_links():
    html = shown("{% pager page noun='teams' %}", page=Paginator([], 20).page(1))
    assert "No teams" in html
    assert "<a" not in html


def test_a_filter_bar_keeps_the_sort_and_offers_to_clear():
    html = flat(shown("{% filter_bar target='#t' %}x{% endfilter_bar %}", "/teams/?q=a&sort=-name"))
    assert '<input type="hidden" name="sort" value="-name">' in html
    assert '<a class="btn btn-plain" href="/teams/">Clear</a>' in html
    assert "Clear" not in shown("{% filter_bar %}x{% endfilter_bar %}", "/teams/?sort=name")


def test_the_last_step_of_a_breadcrumb_is_the_page():
    html = shown("{% breadcrumb trail %}", trail=[Crumb("Riverside", "/s/1"), ("Medicine", "/s/2"), "Ward <7>"])
    assert '<span aria-current="page">Ward &lt;7&gt;</span>' in html
    assert html.count("<a ") == 2


def test_what_stands_between_the_tags_is_kept_as_it_is():
    html = shown("{% page_header name %}<a href='/x'>Go</a>{% endpage_header %}", name="Ward <7>")
    assert "Ward &lt;7&gt;" in html
    assert "<a href='/x'>Go</a>" in html


def test_a_page_header_without_actions_leaves_no_empty_box():
    assert "page-actions" not in shown("{% page_header 'Ward' %} {% endpage_header %}")


def test_tabs_are_links_and_say_which_is_current():
    html = shown("{% tabs items %}", items=[Tab("Work", "/a", True), Tab("People", "/b", count=0)])
    assert '<a href="/a" aria-current="page">' in html
    assert '<span class="count">0</span>' in html


def test_a_chart_carries_its_figure_as_data_and_is_named():
    html = shown("{% chart figure 'c1' label='Falls' summary='Better.' %}", figure={"data": [{"x": ["</script>"]}]})
    assert '<script id="c1" type="application/json">' in html
    assert "</script>\\u" not in html
    assert 'aria-label="Falls. Arrow keys walk from point to point."' in html
    assert "Better." in html


class Choosing(forms.Form):
    ward = forms.ChoiceField(
        choices=[("", "Choose"), ("7", "Ward <7>"), ("Surgery", [("s1", "Elm"), ("s2", "Birch & Ash")])], required=False
    )
    beds = forms.TypedChoiceField(choices=[(None, "Any"), (1, "One"), (2, "Two")], coerce=int)


@pytest.mark.parametrize("data", [None, {"ward": "s2", "beds": "2"}, {"ward": "7", "beds": ""}, {"ward": "gone"}])
@pytest.mark.parametrize("name", ["ward", "beds"])
def test_a_select_written_in_one_go_is_the_one_that_django_writes(data, name):
    form, plain = Choosing(data), Choosing(data)
    look = "form-select is-invalid" if form.errors.get(name) else "form-select"
    expected = plain[name].as_widget(attrs={"class": look})
    SimpleTestCase().assertHTMLEqual(shown(f"{{% widget form.{name} %}}", form=form), expected)
