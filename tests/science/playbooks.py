"""The product's own playbooks, and random networks, for the scheduling tests."""

from importlib.resources import files

import yaml
from hypothesis import strategies as st

from drumbeat.science.schedule import Activity, Dependency, parse_dependency

PLAYBOOKS = {
    path.name.removesuffix(".yaml"): yaml.load(
        path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    for path in sorted(files("drumbeat").joinpath("work/playbooks/data").iterdir(), key=str)
    if path.name.endswith(".yaml")
}

ANCHORS = {
    "always_on_ads": "A05",
    "brand_tracking": "T05",
    "content_series": "S09",
    "crisis": "K01",
    "event": "E14",
    "kol": "O12",
    "launch": "L41",
    "promotion": "M14",
}

quarters = st.integers(0, 40).map(lambda n: n / 4)
lags = st.integers(-4, 12).map(lambda n: n / 4)


def activities_of(playbook: dict) -> list[Activity]:
    return [
        Activity(t["id"], t["duration"], tuple(map(parse_dependency, t["depends_on"])))
        for t in playbook["tasks"]
    ]


@st.composite
def networks(draw, max_tasks: int = 14) -> list[Activity]:
    """Tasks in an order of writing that is not the order of work; each waits for up to three."""
    count = draw(st.integers(1, max_tasks))
    tasks = []
    for n in range(count):
        before = st.sampled_from(range(n)) if n else st.nothing()
        chosen = sorted(draw(st.sets(before, max_size=3))) if n else []
        depends_on = tuple(Dependency(f"T{b}", draw(lags)) for b in chosen)
        tasks.append(Activity(f"T{n}", draw(quarters), depends_on))
    return draw(st.permutations(tasks))
