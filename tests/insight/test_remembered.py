"""The same question, asked by several at once, is answered once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from drumbeat.insight.results.remembered import is_remembered, remembered
from drumbeat.warehouse.lake import Lake

QUESTION = ("how many",)


@pytest.fixture
def lake(tmp_path):
    return Lake(tmp_path).brand("tea")


@pytest.fixture
def pool():
    with ThreadPoolExecutor(2) as threads:
        yield threads


class Slow:
    """Answers when it is let."""

    def __init__(self, answer: object) -> None:
        self.asked, self.may_answer = Event(), Event()
        self._answer = answer

    def __call__(self) -> object:
        self.asked.set()
        assert self.may_answer.wait(10)
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer


def never() -> None:
    raise AssertionError("asked a second time")


def test_who_asks_meanwhile_gets_the_same_answer(lake, pool):
    slow = Slow(42)
    first = pool.submit(remembered, lake, QUESTION, slow)
    slow.asked.wait(10)
    assert not is_remembered(lake, QUESTION)
    second = pool.submit(remembered, lake, QUESTION, never)
    slow.may_answer.set()
    assert [first.result(10), second.result(10)] == [42, 42]
    assert is_remembered(lake, QUESTION)
    assert remembered(lake, QUESTION, never) == 42


def test_whoever_waits_asks_again_when_the_first_one_failed(lake, pool):
    slow = Slow(ConnectionError("gone"))
    first = pool.submit(remembered, lake, QUESTION, slow)
    slow.asked.wait(10)
    second = pool.submit(remembered, lake, QUESTION, lambda: 7)
    slow.may_answer.set()
    with pytest.raises(ConnectionError):
        first.result(10)
    assert second.result(10) == 7


def test_another_question_is_not_held_up(lake, pool):
    slow = Slow(1)
    first = pool.submit(remembered, lake, QUESTION, slow)
    slow.asked.wait(10)
    assert remembered(lake, ("how much",), lambda: 2) == 2
    slow.may_answer.set()
    assert first.result(10) == 1
