"""`python -m bench [NAME…] [--quick] [--json] [--report FILE]`: run the measurements and print ratios of medians."""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from statistics import median

from bench import (
    demo,
    derive,
    freeze,
    freshness,
    intake,
    library,
    packages,
    pages,
    questions,
    survey,
    words,
)
from bench.report import begun_anew, written

BENCHES = {
    "demo": demo.measure,
    "derive": derive.measure,
    "intake": intake.measure,
    "freeze": freeze.measure,
    "freshness": freshness.measure,
    "questions": questions.measure,
    "growth": questions.growth,
    "library": library.measure,
    "packages": packages.measure,
    "pages": pages.measure,
    "survey": survey.measure,
    "words": words.measure,
}


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    options.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHES)}")
    options.add_argument("--quick", action="store_true", help="a tenth of the size")
    options.add_argument("--json", action="store_true", help="one object a line")
    options.add_argument("--report", type=Path, metavar="FILE", help="write it as a page, too")
    chosen = options.parse_args()
    if unknown := set(chosen.names) - set(BENCHES):
        options.error(f"no bench {', '.join(sorted(unknown))}")
    if chosen.report and chosen.quick:
        options.error("a report is of the full size")
    if len(chosen.names) == 1:
        _measured(chosen)
        return
    if chosen.report and not chosen.names:
        begun_anew(chosen.report)
    flags = [word for word in sys.argv[1:] if word not in chosen.names]
    # Each in a process of its own: some open a home, and a process has one.
    done = [
        subprocess.run([sys.executable, "-m", "bench", name, *flags]).returncode
        for name in chosen.names or BENCHES
    ]
    sys.exit(max(done))


def _measured(chosen: argparse.Namespace) -> None:
    told = []
    for line in BENCHES[chosen.names[0]](quick=chosen.quick):
        told.append(_told(line))
        print(json.dumps(_plain(told[-1])) if chosen.json else _in_words(told[-1]), flush=True)
        if chosen.report:  # after each: what was measured stays when a later one fails
            written(chosen.report, told)


def _told(line: dict) -> dict:
    """line: name, ours and reference (lists of seconds from alternating runs), bar, what; unit
    where it is not seconds; points (events, seconds) where it grows."""
    ours, reference = median(line["ours"]), median(line["reference"])
    return line | {
        "ours": round(ours, 4),
        "reference": round(reference, 4),
        "ratio": round(reference / ours, 2),
        "unit": line.get("unit", "s"),
    }


def _plain(told: dict) -> dict:
    return {key: told[key] for key in ("name", "ours", "reference", "ratio", "bar", "unit")}


def _in_words(told: dict) -> str:
    met = "met" if told["ratio"] >= told["bar"] else "NOT met"
    unit = told["unit"]
    return (
        f"{told['name']:<34} {told['ours']:8.4f} {unit} against {told['reference']:8.4f} {unit}"
        f" ({told['what']}): {told['ratio']:.2f}, bar {told['bar']} {met}"
    )


if __name__ == "__main__":
    main()
