"""`drumbeat checks corpus`: how well the advertising-law rules find what they should, as a table."""

from pathlib import Path

import click

from drumbeat.content.checks.corpus import Measured, Score, measured
from drumbeat.content.checks.rulebook import reading, rules, wordcheck

HEAD = """# Copy checks

How the advertising-law rules that come with the product do on the labelled lines that come with it. \
Written by `drumbeat checks corpus --page docs/copy-checks.md`; it gives the same on every run, offline.

- Rules: `ad_law_zh.yaml`, edition {edition}: {entries} entries, {structural} structural rules, \
{exemptions} exemptions. How texts are read: `reading_zh.yaml` ({reading}). Both in \
`src/drumbeat/content/checks/data/`, both replaceable.
- Lines: `lines_zh.tsv`, {lines} of Chinese marketing, {innocent} innocent and {guilty} guilty. They \
were labelled by what the law says of them, before any of them was run; the labels have not been \
changed since. One person wrote and labelled them and knew the rules, so what others write will do \
worse, most of all where a claim is made in words that no list has.
- Since the first run one rule changed: ZH136 no longer finds “国家/地区” and “中国香港”, the wording \
that it asks for itself.

A finding is a question to a person, not a verdict. A pair is a line and a rule: right where label \
and finding agree, a false alarm where only the rule says so, a miss where only the label does.

**In all: precision {precision}, recall {recall}** ({right} right, {false} false alarms, {missed} \
misses). {caught} of {guilty} guilty lines are found by a rule of their own; {told} of {innocent} \
innocent lines are told something.
"""
TABLE = "| rule | | severity | right | false alarms | misses | precision | recall |\n|---|---|---|---:|---:|---:|---:|---:|\n"


def run(page: str | None) -> None:
    found = measured()
    if page:
        Path(page).write_text(_page(found), "utf-8")
    for score in [*found.scores, found.whole]:
        if score.right or score.false or score.missed:
            click.echo(
                f"{score.key or 'in all':<20}{score.right:>5}{score.false:>5}{score.missed:>5}"
                f"{_percent(score.precision):>9}{_percent(score.recall):>9}"
            )


def _page(found: Measured) -> str:
    return "\n".join(
        [
            _head(found),
            "## By rule\n",
            TABLE + "".join(_row(score) for score in found.scores),
            "## What went wrong\n",
            _slips(found),
            "## What no text can show\n",
            "".join(f"- `{key}`: {why['en']}.\n" for key, why in reading()["unseen"].items()),
        ]
    )


def _head(found):
    law, whole = rules(), found.whole
    return HEAD.format(
        edition=wordcheck().edition,
        entries=len(law["entries"]),
        structural=len(law["structural_rules"]),
        exemptions=len(law["exemptions"]),
        reading=reading()["checked"],
        lines=found.guilty + found.innocent,
        precision=_percent(whole.precision),
        recall=_percent(whole.recall),
        **{name: getattr(found, name) for name in ("guilty", "caught", "innocent", "told")},
        **{name: getattr(whole, name) for name in ("right", "false", "missed")},
    )


def _row(score: Score) -> str:
    entry = wordcheck().entries[score.key]
    ratios = f"{_percent(score.precision)} | {_percent(score.recall)}"
    counts = f"{score.right} | {score.false} | {score.missed}"
    return f"| {score.key} | {entry.label} | {entry.severity} | {counts} | {ratios} |\n"


def _slips(found):
    rows = ["| line | false alarms | misses |\n|---|---|---|\n"]
    for line, keys in found.slips:
        false, missed = sorted(keys - line.keys), sorted(line.keys - keys)
        rows.append(f"| {line.text} | {' '.join(false)} | {' '.join(missed)} |\n")
    return "".join(rows)


def _percent(ratio: float | None) -> str:
    return "—" if ratio is None else f"{ratio:.1%}"
