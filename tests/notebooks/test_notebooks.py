"""The notebooks run from a clean kernel, use the program and define nothing of their own."""

import ast
import getpass
import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError

from tools.execute_notebooks import ROOT, execute, normalise, notebooks

NOTEBOOKS = pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
LARGEST_BYTES = 1_500_000
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
LOADING = {"src", "href", "data", "poster", "srcset", "action", "background"}
OUTSIDE = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
OUTSIDE_IN_CSS = re.compile(r"(?:@import|url\()\s*['\"]?\s*(?:[a-z]+:)?//", re.IGNORECASE)


class Outside(HTMLParser):
    """Collects what a page would load from elsewhere, frames within it included."""

    def __init__(self):
        super().__init__()
        self.found = []
        self._in_style = False

    def handle_starttag(self, tag, attributes):
        self._in_style = tag == "style"
        for name, value in attributes:
            if name in LOADING and OUTSIDE.match(value or ""):
                self.found.append(f"{tag} {name}={value}")
            if name == "style" and OUTSIDE_IN_CSS.search(value or ""):
                self.found.append(value)
            if name == "srcdoc":
                inner = Outside()
                inner.feed(value)
                self.found += inner.found

    def handle_data(self, data):
        if self._in_style and OUTSIDE_IN_CSS.search(data):
            self.found.append(data)


def _read(path):
    return nbformat.read(path, as_version=4)


def _code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _texts(notebook, mime):
    """Return what code cells have put out of a type; streams count as plain text."""
    for cell in _code(notebook):
        for output in cell.outputs:
            if output.output_type == "stream" and mime == "text/plain":
                yield output.text
            elif mime in output.get("data", {}):
                yield output.data[mime]


def test_there_are_notebooks():
    assert notebooks()


@pytest.mark.slow
@NOTEBOOKS
def test_runs_from_a_clean_kernel(path, tmp_path):
    executed = normalise(execute(path, tmp_path))
    assert [cell.execution_count for cell in _code(executed)] == list(
        range(1, len(_code(executed)) + 1)
    )
    # Words and figures are the stored ones; pictures may differ by a version of matplotlib.
    assert list(_texts(executed, "text/plain")) == list(_texts(_read(path), "text/plain"))


def test_a_failing_cell_is_an_error(tmp_path):
    broken = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0")])
    nbformat.write(broken, tmp_path / "broken.ipynb")
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        execute(tmp_path / "broken.ipynb", tmp_path)


@NOTEBOOKS
def test_imports_the_program_and_defines_nothing(path):
    trees = [ast.parse(cell.source) for cell in _code(_read(path))]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    modules = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    modules |= {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    assert any((module or "").split(".")[0] == "locator" for module in modules)
    assert not [ast.unparse(node) for node in nodes if isinstance(node, DEFINITIONS)]


@NOTEBOOKS
def test_is_stored_executed_small_and_stable(path):
    notebook = _read(path)
    assert path.stat().st_size < LARGEST_BYTES
    assert all(cell.execution_count for cell in _code(notebook))
    assert not [cell.id for cell in _code(notebook) if "execution" in cell.metadata]
    assert notebook.metadata.language_info == {"name": "python"}
    assert not [
        text for text in _texts(notebook, "text/plain") if re.search(r"0x[0-9a-f]{6}", text)
    ]


@NOTEBOOKS
def test_stored_outputs_load_nothing_from_outside(path):
    notebook = _read(path)
    for html in _texts(notebook, "text/html"):
        page = Outside()
        page.feed(html)
        assert page.found == []
    for text in _texts(notebook, "text/plain"):
        assert "://" not in text


@NOTEBOOKS
def test_tells_nothing_of_the_machine_it_ran_on(path):
    content = path.read_text(encoding="utf-8")
    private = [str(ROOT), str(Path.home()) + "/", "site-packages", "/tmp/"]
    if len(getpass.getuser()) > 4:  # a short one may be a word of the text
        private.append(getpass.getuser())
    assert [name for name in private if name in content] == []


@pytest.mark.parametrize(
    "page",
    [
        '<script src="https://cdn.example/x.js"></script>',
        '<link href="//cdn.example/x.css">',
        '<img src="HTTP://cdn.example/x.png">',
        "<style>@import 'https://cdn.example/x.css';</style>",
        "<p style='background:url(https://cdn.example/x.png)'>",
        '<iframe srcdoc="&lt;img src=&quot;https://cdn.example/x&quot;&gt;"></iframe>',
    ],
)
def test_the_check_sees_what_loads_from_outside(page):
    parser = Outside()
    parser.feed(page)
    assert parser.found
