"""The gallery shows every component, in both languages, and every page of the shell."""

import re

import pytest

from drumbeat.ui.gallery.pages import PAGES
from tests.ui.test_looks import COMPONENTS

LANGUAGES = ["en", "zh-hans"]
INNER = {"asked", "error_summary", "confirm", "theme_toggle", "state"}


def words(response):
    return response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_works(client, language):
    response = client.get("/gallery/", headers={"accept-language": language})
    assert response.status_code == 200
    page = words(response)
    assert ("岩雾冷泡茶上市" in page) is (language == "zh-hans")
    assert "<c-" not in page
    assert "{{" not in page


def test_it_only_allows_get(client):
    assert client.post("/gallery/").status_code in (403, 405)


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda path: path.stem)
def test_it_shows_every_component(component):
    used = "".join(
        path.read_text("utf-8")
        for path in component.parents[1].rglob("*.html")
        if path != component
    )
    assert f"<c-{component.stem.replace('_', '-')}" in used


def test_every_icon_it_shows_is_drawn(client):
    from drumbeat.ui.assets import asset

    drawn = set(re.findall(r'<symbol id="([\w-]+)"', asset("icons.svg").body.decode()))
    shown = set(re.findall(r"icons\.svg#([\w-]+)", words(client.get("/gallery/"))))
    assert shown <= drawn
    assert len(shown) >= 40


def test_ids_are_unique_and_every_reference_has_its_target(client):
    page = words(client.get("/gallery/"))
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    named = re.findall(
        r'(?:aria-describedby|aria-labelledby|aria-controls|popovertarget|for)="([^"]+)"', page
    )
    assert {name for group in named for name in group.split()} <= set(ids)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_the_shell_works(client, page, language):
    response = client.get(f"/gallery/{page}/", headers={"accept-language": language})
    assert response.status_code == 200
    assert response.content.decode().count("<h1>") == 1


def test_a_stale_edit_shows_theirs_and_yours(client):
    page = words(client.get("/gallery/conflict/", headers={"accept-language": "en"}))
    assert "Theirs" in page
    assert '<span class="sr-only">added: </span>eight' in page
    assert "overnight" in page
    assert 'name="version" value="7"' in page


def test_a_number_that_is_asked_tells_where_it_comes_from(client):
    answer = words(client.get("/gallery/number/", headers={"accept-language": "en"}))
    for fact in ("Period", "Source", "Fresh as of", "Complete", "The rows behind it"):
        assert fact in answer


def test_an_unknown_page_is_not_found(client):
    assert client.get("/gallery/nothing-here/").status_code == 404
