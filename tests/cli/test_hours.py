import json

import pytest
from click.testing import CliRunner

from locator.cli import main
from locator.stations.hours import Calendar


def run(*arguments, **environment):
    result = CliRunner().invoke(main, [str(a) for a in arguments], env=environment)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_a_text_is_explained():
    result = run("hours", "周一至周五 8:30-18:00，节假日除外", "--at", "2026-10-10T09:00")
    assert result.exit_code == 0
    for words in (
        "Mo-Fr 08:30-18:00; PH off",
        "营业中 · 18:00 关",
        "10月10日 调休上班",
        "调休上班",
    ):
        assert words in result.stdout
    week = result.stdout.splitlines()[-7:]
    assert week[0].split() == ["2026-10-10", "周六", "调休上班", "08:30-18:00"]
    assert week[1].split() == ["2026-10-11", "周日", "关闭"]


def test_a_holiday_in_english():
    result = run("hours", "Mo-Fr 08:30-18:00; PH off", "--at", "2026-10-01T09:00", "--lang", "en")
    assert "closed for National Day" in result.stdout
    assert "day off" in result.stdout


def test_nights_and_unknown_days_through_the_week():
    night = run("hours", "22:00-2:00", "--at", "2026-11-25T12:00").stdout.splitlines()[-1]
    assert night.split()[-2:] == ["00:00-02:00,", "22:00-24:00"]
    unknown = run("hours", "工作日开放", "--at", "2026-11-25T12:00").stdout
    assert "未知" in unknown


def test_a_note_without_hours():
    result = run("hours", "搬迁中")
    assert result.exit_code == 0
    assert "搬迁中" in result.stdout
    assert "暂停" in result.stdout


@pytest.mark.parametrize("text", ["", "早上好", "25:61-26:00", "9-17", "x" * 10_000, "\x00", "🙂"])
def test_nonsense_is_refused_in_a_line(text):
    for lang in ("zh", "en"):
        result = run("hours", text, "--lang", lang)
        assert result.exit_code == 1
        assert result.stderr.strip()
        assert len(result.stderr.splitlines()) == 1


def year_2027():
    off = {
        "2027-01-01": "元旦",
        "2027-02-05": "春节", "2027-02-06": "春节", "2027-02-07": "春节",
        "2027-02-08": "春节", "2027-04-05": "清明节",
        "2027-05-01": "劳动节", "2027-05-02": "劳动节",
        "2027-06-09": "端午节", "2027-09-15": "中秋节",
        "2027-10-01": "国庆节", "2027-10-02": "国庆节",
        "2027-10-03": "国庆节",
    }  # fmt: skip
    return {"year": 2027, "off": off, "worked": {"2027-02-20": "春节"}}


def test_a_further_year_is_kept_and_used(tmp_path):
    folder, file = tmp_path / "calendars", tmp_path / "2027.json"
    file.write_text(json.dumps(year_2027()), encoding="utf-8")
    environment = {"LOCATOR_CALENDARS": str(folder)}
    question = ("hours", "工作日 9:00-17:00", "--at", "2027-02-20T10:00")
    assert "营业中" not in run(*question, **environment).stdout
    result = run("calendar", "add", file, **environment)
    assert result.exit_code == 0, result.output
    assert "2027" in run("calendar", "list", **environment).stdout
    assert 2027 in Calendar.load(folder).published_years
    assert "2月20日 调休上班" in run(*question, **environment).stdout


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"year": 2027}', '{"year": 2027, "off": {"2027-13-01": "元旦"}}']
)
def test_a_wrong_year_is_refused(tmp_path, text):
    file = tmp_path / "bad.json"
    file.write_text(text)
    result = run("calendar", "add", file, LOCATOR_CALENDARS=str(tmp_path / "calendars"))
    assert result.exit_code == 1
    assert "bad.json" in result.stderr
    assert not (tmp_path / "calendars").exists() or not list((tmp_path / "calendars").iterdir())


def test_open_and_travel_at_the_command_line():
    night = ("--at", "2026-11-25T03:00")
    result = run("nearest", 113.65, 34.76, "--open", "only", "--travel", "walk", *night)
    assert result.exit_code == 0
    assert "分钟" in result.stdout
    assert "已关" not in result.stdout
    assert run("nearest", "--points", __file__, "-o", "x.csv", "--open", "only").exit_code == 2
