"""Every sentence of the product has its Chinese: what gettext finds is what the catalogues hold."""

import ast
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polib
import pytest

import drumbeat
from drumbeat.config.catalogue import LANGUAGE, compiled, sources

PACKAGE = Path(drumbeat.__file__).parent
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|(?<!\{)\{\w*\}")
CATALOGUES = {str(path.relative_to(PACKAGE)): polib.pofile(str(path)) for path in sources(PACKAGE)}


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """What Django's own extractor finds in a copy of all rooms, each with the files it is in."""
    if not shutil.which("xgettext"):
        pytest.skip("needs gettext (apt-get install gettext)")
    copy = tmp_path_factory.mktemp("rooms") / "drumbeat"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("locale", "static", "*.pyc"))
    (copy / "locale").mkdir()
    command = ["makemessages", "--locale", LANGUAGE, "--add-location", "file", "--verbosity", "0"]
    plain = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run([sys.executable, "-m", "django", *command], cwd=copy, env=plain, check=True)
    return polib.pofile(str(copy / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"))


def told(entry):
    """The translation as one string, or "" when there is none to rely on."""
    if entry is None or entry.fuzzy or entry.obsolete:
        return ""
    return entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr


def key(entry):
    return entry.msgctxt, entry.msgid


def test_every_sentence_in_code_and_templates_is_translated(template):
    known = {key(entry) for po in CATALOGUES.values() for entry in po if told(entry)}

    missing = [
        f"{sorted({path for path, _line in entry.occurrences})}: {entry.msgid}"
        for entry in template
        if key(entry) not in known
    ]

    assert missing == []


@pytest.mark.parametrize("name", CATALOGUES)
def test_a_translation_keeps_its_placeholders(name):
    for entry in CATALOGUES[name]:
        asked = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        assert not told(entry) or set(PLACEHOLDER.findall(told(entry))) == asked, entry.msgid


@pytest.mark.parametrize("name", CATALOGUES)
def test_a_catalogue_holds_nothing_doubtful_or_left_over(name):
    doubtful = [entry.msgid for entry in CATALOGUES[name] if entry.fuzzy or entry.obsolete]
    assert doubtful == []


def test_rooms_that_share_a_sentence_say_it_with_the_same_words():
    said = {}
    for po in CATALOGUES.values():
        for entry in po:
            said.setdefault(key(entry), set()).add(told(entry))

    assert {key: words for key, words in said.items() if len(words) > 1} == {}


def test_every_verb_that_the_trail_keeps_can_be_said_in_both_languages():
    known = {entry.msgid for po in CATALOGUES.values() for entry in po if told(entry)}
    assert set(_recorded_verbs()) - known == set()


def _recorded_verbs():
    """The words given to `recorded(by, "verb", …)` and `save_recorded(by, "verb")` in the code."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            name = isinstance(node, ast.Call) and getattr(
                node.func, "id", getattr(node.func, "attr", "")
            )
            if name in ("recorded", "save_recorded") and len(node.args) > 1:
                said = node.args[1]
                if isinstance(said, ast.Constant):
                    yield said.value


@pytest.mark.slow
def test_processes_that_start_together_in_one_home_all_speak_chinese(tmp_path):
    with ThreadPoolExecutor(4) as starting:
        folders = set(starting.map(lambda _: compiled(PACKAGE, tmp_path), range(4)))
    [made] = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert len(polib.mofile(str(made))) > 1000
