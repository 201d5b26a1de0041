"""What a lake's log says of old versions may go while it is copied into a backup."""

import tarfile

import pytest

from drumbeat.config.commands.backup import _add_log


@pytest.fixture
def log(settings, tmp_path):
    """log(*names) → their paths, all there."""
    settings.LAKE_ROOT = tmp_path / "lake"
    folder = tmp_path / "lake" / "b" / "events" / "_delta_log"
    folder.mkdir(parents=True)

    def made(*names):
        for name in names:
            (folder / name).write_text(name)
        return [folder / name for name in names]

    return made


def copied(entries, tmp_path) -> list[str]:
    with tarfile.open(tmp_path / "backup.tar", "w") as tar:
        _add_log(tar, entries)
        return [name.rpartition("/")[2] for name in tar.getnames()]


def named(version: int, kind: str) -> str:
    return f"{version:020}.{kind}"


def test_an_entry_that_went_is_in_a_later_summary(log, tmp_path):
    old, summary, new = log(named(38, "json"), named(39, "checkpoint.parquet"), named(40, "json"))
    old.unlink()
    assert copied([old, summary, new], tmp_path) == [summary.name, new.name]


def test_without_a_later_summary_there_is_no_backup(log, tmp_path):
    summary, old = log(named(39, "checkpoint.parquet"), named(40, "json"))
    old.unlink()
    with pytest.raises(FileNotFoundError, match=old.name):
        copied([summary, old], tmp_path)
