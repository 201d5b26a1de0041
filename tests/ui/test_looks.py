"""Tokens, the joined assets and their sizes."""

import gzip
import re
from itertools import product

import pytest

from drumbeat.ui.assets import LAYERS, ROOT, asset

STYLES = sorted((ROOT / "css").rglob("*.css"))
COMPONENTS = sorted((ROOT.parents[1] / "templates" / "cotton").glob("*.html"))
TOKENS = (ROOT / "css" / "tokens" / "tokens.css").read_text("utf-8")
COLOURS = {
    name: {"light": light, "dark": dark}
    for name, light, dark in re.findall(
        r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", TOKENS
    )
}
GROUNDS = ("paper", "card", "sunk")
WORDS = ("ink", "ink-2", "ink-3", "beat", "jade", "amber", "indigo")
MODULES = ("m-strategy", "m-content", "m-channels", "m-insight")


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(front, back, theme):
    """WCAG 2.2 contrast ratio of two tokens, 1–21."""
    pair = sorted(luminance(COLOURS[name][theme]) for name in (front, back))
    return (pair[1] + 0.05) / (pair[0] + 0.05)


def test_the_ratio_is_that_of_wcag():
    COLOURS["black"], COLOURS["white"] = {"light": "#000000"}, {"light": "#ffffff"}
    assert contrast("black", "white", "light") == pytest.approx(21)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("word", "ground"), [*product(WORDS + MODULES, GROUNDS)])
def test_words_can_be_read_on_every_ground(word, ground, theme):
    assert contrast(word, ground, theme) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("colour", ["beat", "jade", "amber", "indigo"])
def test_a_coloured_word_can_be_read_on_its_own_soft_ground(colour, theme):
    assert contrast(colour, f"{colour}-soft", theme) >= 4.5
    assert contrast("ink", f"{colour}-soft", theme) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), [*product(["edge", "beat"], GROUNDS)])
def test_the_edge_of_a_field_and_the_focus_ring_can_be_seen(edge, ground, theme):
    assert contrast(edge, ground, theme) >= 3


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_main_button_can_be_read(theme):
    assert contrast("paper", "ink", theme) >= 7


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.stem)
def test_a_style_file_is_short_and_uses_tokens_for_colour(path):
    text = path.read_text("utf-8")
    assert len(text.splitlines()) < 120
    if path.parent.name != "tokens":
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", text)


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_has_a_style_of_its_own_and_no_inline_style_or_script(path):
    shared = {
        "asked": "number",
        "state": "tag",
        "form": "field",
        "error_summary": "field",
        "confirm": "modal",
        "theme_toggle": "theme-toggle",
    }
    name = shared.get(path.stem, path.stem.replace("_", "-"))
    assert (ROOT / "css" / "components" / f"{name}.css").exists()
    assert not re.search(r'\s(style|on\w+)="|<script|hx-on', path.read_text("utf-8"))


def test_the_stylesheet_holds_every_file_once_in_the_order_of_the_layers():
    joined = asset("ui.css").body.decode()
    opened = re.findall(r"^@layer (\w+) \{", joined, re.MULTILINE)
    assert len(opened) == len(STYLES)
    assert [LAYERS.index(layer) for layer in opened] == sorted(map(LAYERS.index, opened))
    for path in STYLES:
        lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
        longest = max((line for line in lines if not line.startswith("/*")), key=len)
        assert joined.count(longest) == 1, path.name


def test_every_brace_in_the_stylesheet_is_closed():
    joined = asset("ui.css").body.decode()
    assert joined.count("{") == joined.count("}")


def test_what_a_first_visit_fetches_is_small():
    assert len(asset("ui.css").gzipped) < 14_000
    assert len(asset("ui.js").gzipped) < 25_000
    assert len(asset("icons.svg").gzipped) < 5_000


def test_an_asset_may_be_kept_for_a_year_under_its_hash_and_not_under_another(client):
    css = asset("ui.css")
    kept = client.get(f"/looks/{css.digest}/ui.css", headers={"accept-encoding": "gzip"})
    assert gzip.decompress(kept.content) == css.body
    assert "immutable" in kept["Cache-Control"]
    assert client.get("/looks/000000000000/ui.css")["Cache-Control"] == "no-cache"
    assert client.get(f"/looks/{css.digest}/settings.py").status_code == 404
