"""Answers: computed once for all who ask at a time, bounded, and gone when the data change."""

import threading

import pytest

from locator.web.planner_query import Answers, Busy
from tests.waiting import eventually


def asking(answers, version, question, make, results):
    def ask():
        try:
            results.append(answers.get(version, question, make))
        except Exception as error:  # noqa: BLE001  # whatever it is, the test looks at it
            results.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    return thread


def counted(calls, name):
    def make():
        calls.append(name)
        return name

    return make


def test_who_asks_again_gets_what_is_kept():
    answers, calls = Answers(), []
    data = object()
    assert [answers.get(data, "q", counted(calls, b"a")) for _ in range(3)] == [b"a"] * 3
    assert calls == [b"a"]


def test_eight_who_ask_at_once_have_it_computed_once():
    answers, calls, results = Answers(most_waiting=7), [], []
    begun, go_on = threading.Event(), threading.Event()
    data = object()

    def make():
        calls.append(1)
        begun.set()
        assert go_on.wait(10)
        return b"answer"

    threads = [asking(answers, data, "q", make, results)]
    assert begun.wait(10)
    threads += [asking(answers, data, "q", make, results) for _ in range(7)]
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert results == [b"answer"] * 8
    assert calls == [1]


def test_an_error_reaches_all_who_wait_and_is_not_kept():
    answers, results = Answers(), []
    begun, go_on = threading.Event(), threading.Event()
    data = object()

    def fail():
        begun.set()
        assert go_on.wait(10)
        raise ValueError("no")

    threads = [asking(answers, data, "q", fail, results)]
    assert begun.wait(10)
    threads.append(asking(answers, data, "q", fail, results))
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert [str(result) for result in results] == ["no", "no"]
    assert answers.get(data, "q", lambda: b"now") == b"now"


def test_one_too_many_is_refused_and_served_later():
    answers, results = Answers(most_waiting=1), []
    begun, go_on = threading.Event(), threading.Event()
    data = object()

    def slow():
        begun.set()
        assert go_on.wait(10)
        return b"slow"

    first = asking(answers, data, 1, slow, results)
    assert begun.wait(10)
    second = asking(answers, data, 2, lambda: b"second", results)
    eventually(lambda: not answers._places._value)
    with pytest.raises(Busy):
        answers.get(data, 3, lambda: b"third")
    with pytest.raises(Busy):
        answers.get(data, 1, lambda: b"the same as the first")
    go_on.set()
    first.join(10)
    second.join(10)
    assert sorted(results) == [b"second", b"slow"]
    assert answers.get(data, 3, lambda: b"third") == b"third"


def test_the_longest_unasked_makes_room():
    answers, calls = Answers(most=2), []
    data = object()
    for question in (b"a", b"b", b"a", b"c", b"a", b"b"):
        answers.get(data, question, counted(calls, question))
    assert calls == [b"a", b"b", b"c", b"b"]


def test_bytes_are_bounded_too():
    answers, calls = Answers(most_bytes=10), []
    data = object()
    for question in (b"aaaa", b"bbbb", b"aaaa", b"cccc", b"bbbb", b"a" * 11, b"a" * 11):
        answers.get(data, question, counted(calls, question))
    assert calls == [b"aaaa", b"bbbb", b"cccc", b"bbbb", b"a" * 11, b"a" * 11]


def test_other_data_have_other_answers():
    answers, calls = Answers(), []
    old, new = object(), object()
    answers.get(old, "q", counted(calls, b"old"))
    assert answers.get(new, "q", counted(calls, b"new")) == b"new"
    assert answers.get(new, "q", counted(calls, b"newer")) == b"new"
    assert calls == [b"old", b"new"]


def test_an_answer_on_old_data_is_not_kept_for_the_new():
    answers, results = Answers(), []
    begun, go_on = threading.Event(), threading.Event()
    old, new = object(), object()

    def slow():
        begun.set()
        assert go_on.wait(10)
        return b"old"

    thread = asking(answers, old, "q", slow, results)
    assert begun.wait(10)
    other = asking(answers, new, "other", lambda: b"other", results)
    eventually(lambda: answers._version is new)
    go_on.set()
    thread.join(10)
    other.join(10)
    assert b"old" in results
    assert answers.get(new, "q", lambda: b"new") == b"new"
