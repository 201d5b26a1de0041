"""A server that serves has loaded what its pages are made with."""

import gc

import pytest
from django.template import Template

from drumbeat.config.loading import load_pages, our_templates
from tests.world import signed_in


@pytest.fixture
def loaded():
    before = gc.get_threshold()
    load_pages()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


@pytest.mark.django_db
def test_the_first_visitor_waits_for_none_of_our_templates(lead, loaded, monkeypatch):
    read, late, ours = Template.compile_nodelist, [], set(our_templates())

    def told(template):
        late.append(template.name)
        return read(template)

    monkeypatch.setattr(Template, "compile_nodelist", told)
    browser = signed_in(lead)
    for page in ("/today/", "/calendar/", "/content/matrix/", "/content/assets/"):
        assert browser.get(page).status_code == 200
    assert ours.isdisjoint(late)


def test_what_is_loaded_is_never_looked_through_for_garbage(loaded):
    assert gc.get_freeze_count() > 100_000


def test_the_templates_of_all_rooms_are_ours():
    names = set(our_templates())
    assert {"ui/base.html", "content/planning/matrix.html", "review/calendar/page.html"} <= names
