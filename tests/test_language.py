"""Every text has a key, every key its words in each language, filled in alike in all of them."""

import ast
import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest

import locator
from locator.language import (
    LANGUAGES,
    joined,
    language_query,
    next_language,
    phrase,
    phrases,
    table,
    topics,
    verbatim,
)

PACKAGE = Path(locator.__file__).parent
BRACES = re.compile(r"\{(\w*)[^{}]*\}")
CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")

# What another language may say in two ways.
ALIKE_BY_CHANCE = {
    ("hours.months.may", "hours.short_months.may"),
    ("importing.severities.rejected", "importing.names.rejected"),
    ("kinds.driver_home.serves", "plan.groups.lorry_drivers"),
}

# What one language says and another leaves out: a month's number or its name, and the system's own
# words, which are English.
OPTIONAL = {"month", "month_name", "last_month", "last_month_name", "error", "why"}

# Keys that are put together from another table's.
COMPOSED = ("travel.", "kinds.", "services.", "hours.holidays.", "parameters.")


def calls():
    """Return each call of `phrase` and `phrases` in the program: where, its key, its values."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.name == "language.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if named and node.func.id in {"phrase", "phrases"}:
                yield path.relative_to(PACKAGE), node


def referred_to():
    """Return the keys whose words stand behind other keys, too."""
    cells = (
        cell
        for path in (PACKAGE / "texts").glob("*.csv")
        for cell in re.findall(r"^[^,]*,=([^,]*),", path.read_text("utf-8"), re.MULTILINE)
    )
    return set(cells)


def keys():
    return {f"{topic}.{key}" for topic in topics() for key in table(topic)}


def test_each_table_has_the_same_languages_and_each_key_once():
    for path in (PACKAGE / "texts").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            heading, *rows = csv.reader(file)
        assert tuple(heading) == ("key", *LANGUAGES), path.name
        assert all(len(row) == len(heading) for row in rows), path.name
        names = [row[0] for row in rows]
        assert len(names) == len(set(names)), path.name
        assert all(re.fullmatch(r"[\w.-]+(\[\w+\])?", name) for name in names), path.name


def test_each_text_is_filled_in_alike_in_every_language():
    for topic in topics():
        for key, plurals in table(topic).items():
            whole = plurals["other"]
            assert all(whole.values()), (topic, key)
            braces = [sorted(set(BRACES.findall(words))) for words in whole.values()]
            names = set().union(*map(set, braces))
            unnamed = [words for words in whole.values() if re.search(r"\{[:}]", words)]
            assert not unnamed, (topic, key, "a placeholder has a name")
            assert all(names - set(b) <= OPTIONAL for b in braces), (topic, key, braces)


def test_each_key_that_is_asked_for_is_there_and_filled():
    known, wrong = keys(), []
    for path, node in calls():
        first = node.args[0]
        if isinstance(first, ast.JoinedStr):
            assert first.values[0].value.startswith(COMPOSED), (path, node.lineno)
            continue
        assert isinstance(first, ast.Constant), (path, node.lineno, "write the key out")
        key = first.value
        if node.func.id == "phrases":
            assert phrases(key), key
            continue
        if key not in known:
            wrong.append((str(path), node.lineno, key))
        elif node.keywords and all(word.arg for word in node.keywords):
            topic, _, rest = key.partition(".")
            names = {word.arg for word in node.keywords}
            words = [w for p in table(topic)[rest].values() for w in p.values()]
            assert set().union(*(BRACES.findall(w) for w in words)) <= names, (path, key)
            assert names - {"count"} <= set().union(*(BRACES.findall(w) for w in words)), key
    assert not wrong


def test_each_key_is_asked_for():
    exact = {node.args[0].value for _, node in calls() if isinstance(node.args[0], ast.Constant)}
    prefixes = {
        node.args[0].value + "."
        for _, node in calls()
        if node.func.id == "phrases" and isinstance(node.args[0], ast.Constant)
    }
    used = (*COMPOSED, "language.", *prefixes)
    assert not {key for key in keys() - exact - referred_to() if not key.startswith(used)}


def test_words_are_written_once():
    keys_of = defaultdict(list)
    for topic in topics():
        for key, plurals in table(topic).items():
            if not plurals["other"][LANGUAGES[0]]:
                continue
            keys_of[str(plurals)].append((plurals, f"{topic}.{key}"))
    again = {
        tuple(key for _, key in alike)
        for alike in keys_of.values()
        if len({id(plurals) for plurals, _ in alike}) > 1
    }
    assert again == ALIKE_BY_CHANCE


def test_no_words_stand_in_the_code_of_pages_answers_and_commands():
    # Punctuation that is looked for, an example, and headings of tables that are read.
    allowed = {"郑州", "-周", "[；：;]", "[\\u4e00-\\u9fff]+[市县区旗]", "经度", "纬度"}
    for folder in ("cli", "web", "publish"):
        for path in (PACKAGE / folder).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            notes = {
                id(node.body[0].value)
                for node in ast.walk(tree)
                if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
                and isinstance(node.body[0], ast.Expr)
            }
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    is_chinese = CHINESE.search(node.value) and id(node) not in notes
                    assert not is_chinese or node.value in allowed, (path.name, node.value)


def test_a_count_chooses_the_plural():
    one, two = (phrase("errors.faults", source="a.csv", count=n) for n in (1, 2))
    assert one.in_language("en") == "a.csv: 1 fault"
    assert two.in_language("en") == "a.csv: 2 faults"
    assert one.in_language("zh") == "a.csv：1 处错误"


def test_a_text_within_a_text_is_in_its_language():
    inner = joined([verbatim("甲"), "乙"])
    outer = phrase("errors.wrong_value", parameter="k", value="'x'", allowed=inner)
    assert outer.in_language("zh").endswith("应为甲、乙")
    assert outer.in_language("en").endswith("expected 甲, 乙")


def test_an_unknown_key_is_an_error_where_it_is_written():
    for key in ("errors.nothing_of_the_kind", "nothing.faults", "nothing"):
        with pytest.raises(KeyError):
            phrase(key)
    with pytest.raises(KeyError):
        phrases("errors.nothing")


def test_links_lead_through_all_languages():
    lang, languages = LANGUAGES[0], []
    for _ in LANGUAGES:
        languages.append(lang)
        lang = next_language(lang)
    assert sorted(languages) == sorted(LANGUAGES)
    assert lang == LANGUAGES[0]
    assert language_query(LANGUAGES[0]) == ""
