"""What the product itself says of accepting work and of gates, in Chinese too.

What people wrote stays as it is. Apart from the change of the table, as PostgreSQL wants it.
"""

from importlib.resources import files

import yaml
from django.db import migrations, models

TASK, GATE = ("acceptance",), ("pass_if", "on_fail")


def chinese() -> dict[str, str]:
    """The Chinese of the product's own sentences."""
    told = {}
    for path in files("drumbeat.work.playbooks").joinpath("data").iterdir():
        if path.name.endswith(".yaml"):
            body = yaml.safe_load(path.read_text(encoding="utf-8"))
            rows = [(row, TASK) for row in body["tasks"]] + [(row, GATE) for row in body["gates"]]
            told |= {
                row[f"{name}_en"]: row[f"{name}_zh"]
                for row, names in rows
                for name in names
                if f"{name}_zh" in row
            }
    return told


def parted(row: dict, names: tuple[str, ...], told: dict[str, str]) -> dict:
    """The row with `name_en` and `name_zh` in place of each `name` that it has."""
    found = {name: row[name] for name in names if name in row}
    kept = {key: value for key, value in row.items() if key not in found}
    for name, text in found.items():
        kept |= {f"{name}_en": text, f"{name}_zh": told.get(text, "")}
    return kept


def translate(apps, schema_editor):
    told = chinese()
    Version, Task = (apps.get_model("work", name) for name in ("PlaybookVersion", "Task"))
    for version in Version.objects.iterator(chunk_size=50):
        body = version.body
        tasks = [parted(task, TASK, told) for task in body["tasks"]]
        gates = [parted(gate, GATE, told) for gate in body["gates"]]
        version.body = {**body, "tasks": tasks, "gates": gates}
        version.save(update_fields=["body"])
    for text, words in told.items():
        Task.objects.filter(acceptance_en=text).update(acceptance_zh=words)
    for task in Task.objects.filter(kind="gate").exclude(gate_rule={}).iterator(chunk_size=200):
        task.gate_rule = parted(task.gate_rule, GATE, told)
        task.save(update_fields=["gate_rule"])


def as_before(apps, schema_editor):
    """One sentence again, English where there is one."""
    Version, Task = (apps.get_model("work", name) for name in ("PlaybookVersion", "Task"))
    for version in Version.objects.iterator(chunk_size=50):
        body = version.body
        tasks = [joined(task, TASK) for task in body["tasks"]]
        gates = [joined(gate, GATE) for gate in body["gates"]]
        version.body = {**body, "tasks": tasks, "gates": gates}
        version.save(update_fields=["body"])
    Task.objects.filter(acceptance_en="").update(acceptance_en=models.F("acceptance_zh"))
    for task in Task.objects.filter(kind="gate").exclude(gate_rule={}).iterator(chunk_size=200):
        task.gate_rule = joined(task.gate_rule, GATE)
        task.save(update_fields=["gate_rule"])


def joined(row: dict, names: tuple[str, ...]) -> dict:
    both = {name: row.get(f"{name}_en") or row.get(f"{name}_zh", "") for name in names}
    gone = {f"{name}_{language}" for name in names for language in ("en", "zh")}
    return {key: value for key, value in row.items() if key not in gone} | both


class Migration(migrations.Migration):
    dependencies = [("work", "0003_rules_in_two_languages")]

    operations = [migrations.RunPython(translate, as_before)]
