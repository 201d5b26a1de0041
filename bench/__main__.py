"""`python -m bench [NAME…] [--quick] [--json]`: run the measurements and print ratios of medians."""

import argparse
import json
from statistics import median

from bench import derive, freeze, freshness, intake, pages, questions, survey

BENCHES = {
    "derive": derive.measure,
    "intake": intake.measure,
    "freeze": freeze.measure,
    "freshness": freshness.measure,
    "questions": questions.measure,
    "pages": pages.measure,
    "survey": survey.measure,
}


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    options.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHES)}")
    options.add_argument("--quick", action="store_true", help="a tenth of the size")
    options.add_argument("--json", action="store_true", help="one object a line")
    chosen = options.parse_args()
    if unknown := set(chosen.names) - set(BENCHES):
        options.error(f"no bench {', '.join(sorted(unknown))}")
    for name in chosen.names or BENCHES:
        for line in BENCHES[name](quick=chosen.quick):
            _show(line, as_json=chosen.json)


def _show(line: dict, *, as_json: bool) -> None:
    """line: name, ours and reference (lists of seconds from alternating runs), bar, what; unit
    where it is not seconds."""
    ours, reference = median(line["ours"]), median(line["reference"])
    told = {
        "name": line["name"],
        "ours": round(ours, 4),
        "reference": round(reference, 4),
        "ratio": round(reference / ours, 2),
        "bar": line["bar"],
        "unit": line.get("unit", "s"),
    }
    if as_json:
        print(json.dumps(told))
        return
    met = "met" if told["ratio"] >= line["bar"] else "NOT met"
    unit = told["unit"]
    print(f"{line['name']:<34} {ours:8.4f} {unit} against {reference:8.4f} {unit} ({line['what']}): "
          f"{told['ratio']:.2f}, bar {line['bar']} {met}")  # fmt: skip


if __name__ == "__main__":
    main()
