"""The published table of the copy checks is what the command says today."""

from pathlib import Path

from click.testing import CliRunner

from drumbeat.config.cli import main
from drumbeat.content.checks.corpus import lines, measured
from drumbeat.content.checks.rulebook import wordcheck

PAGE = Path(__file__).parents[2] / "docs" / "copy-checks.md"


def test_the_page_in_the_repository_is_what_the_command_writes(tmp_path):
    page = tmp_path / "page.md"
    told = CliRunner().invoke(main, ["checks", "corpus", "--page", str(page)])
    assert told.exit_code == 0, told.output
    assert page.read_text("utf-8") == PAGE.read_text("utf-8")
    assert told.output.splitlines()[-1].startswith("in all")


def test_there_are_400_lines_half_of_them_innocent_each_once():
    known = lines()
    assert len(known) >= 400
    assert len({line.text for line in known}) == len(known)
    assert 0.45 < sum(not line.keys for line in known) / len(known) < 0.55


def test_every_label_is_a_rule_and_every_sector_one_that_the_rules_know():
    check = wordcheck()
    for line in lines():
        assert line.keys <= set(check.entries), line.text
        assert line.sector in check.sectors | {""}, line.text


def test_the_sums_are_those_of_the_lines():
    found = measured()
    assert found.whole.right + found.whole.missed == sum(len(line.keys) for line in lines())
    assert len(found.slips) >= found.told
