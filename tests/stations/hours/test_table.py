"""States of many stations at once equal the states of each."""

import datetime as dt
import pickle

import numpy as np
import pytest

from locator.stations.hours import STATE_NAMES, HoursError, HoursTable, OpeningHours

TEXTS = ["Mo-Fr 08:30-18:00; PH off", None, "24/7", "", "22:00-02:00", "24/7", "Mo-Fr"]
MONDAY = dt.date(2025, 9, 22)


def state(text, moment):
    return OpeningHours(text).state_at(moment) if text else "unknown"


@pytest.mark.parametrize("hour", [0, 1, 9, 20, 23])
def test_states_at(hour):
    moment = dt.datetime(2025, 9, 28, hour)
    states = HoursTable(TEXTS).states_at(moment)
    assert states.dtype == np.int8
    assert [STATE_NAMES[code] for code in states] == [state(text, moment) for text in TEXTS]


def test_week_states():
    states = HoursTable(TEXTS).week_states(MONDAY)
    assert states.shape == (7, 168)
    assert states.dtype == np.int8
    for column in range(168):
        moment = dt.datetime(2025, 9, 22) + dt.timedelta(hours=column)
        named = [STATE_NAMES[code] for code in states[:, column]]
        assert named == [state(text, moment) for text in TEXTS]


def test_each_text_is_compiled_once():
    table = HoursTable(TEXTS)
    assert len(table) == 7
    assert [hours.osm for hours in table.distinct] == [TEXTS[0], "24/7", "22:00-02:00", "Mo-Fr"]
    assert table.hours_of(2) is table.hours_of(5)
    assert table.hours_of(1) is None
    again = pickle.loads(pickle.dumps(table))
    assert again.week_states(MONDAY).tolist() == table.week_states(MONDAY).tolist()


@pytest.mark.parametrize("texts", [[], [None], ["", None]])
def test_no_hours_at_all(texts):
    table = HoursTable(texts)
    assert table.states_at(dt.datetime(2025, 9, 28)).tolist() == [1] * len(texts)
    assert table.week_states(MONDAY).shape == (len(texts), 168)


def test_a_week_past_the_end_of_time():
    with pytest.raises(HoursError):
        HoursTable(TEXTS).week_states(dt.date(9999, 12, 30))


def test_a_wrong_text_is_named():
    with pytest.raises(HoursError, match="nonsense"):
        HoursTable([*TEXTS, "nonsense"])
