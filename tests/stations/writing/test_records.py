import pytest
from hypothesis import given
from hypothesis import strategies as st

from locator.stations.writing.records import guard_cell, unguard_cell


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "'=1", "\r="])
def test_formulas_are_guarded(text):
    assert guard_cell(text).startswith("'")


@pytest.mark.parametrize("text", ["", "爱心驿站", "a=b", " =1", "12"])
def test_other_texts_stay(text):
    assert guard_cell(text) == text


@given(st.text())
def test_unguarding_is_the_inverse(text):
    assert unguard_cell(guard_cell(text)) == text
