"""Quotation marks of delimited text that were never closed: the rows after them are swallowed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from locator.errors import Words
from locator.stations.importing.findings import Finding, finding

if TYPE_CHECKING:
    from locator.stations.importing.draft import Draft

_MANY = 4


def check_quotes(
    draft: Draft, heading: str, text: str, columns: int, findings: list[Finding]
) -> None:
    """Judge a cell of several lines, which may have swallowed rows.

    One that holds the delimiters of a whole row and a decimal number between them has: its row is
    refused, as what stands in it is several stations'. With fewer delimiters, or where its row is
    not as long as the headings, it is warned of.
    """
    mark = draft.table.delimiter
    count = text.count(mark)
    if count >= max(columns - 1, 2) and re.search(
        re.escape(mark) + r"\s*-?[0-9]{1,3}\.[0-9]{2}", text
    ):
        problem = Words("引号没有配对，吞掉了后面的行", "lacks a quotation mark: it holds rows")
        remedy = Words(
            "请补上或删去引号后重新导入", "close or drop the quotation mark, and import again"
        )
        draft.refusals.append(
            finding("quotes", "rejected", draft.place(heading), text, problem, remedy)
        )
    elif count >= _MANY or (count and len(draft.row) != columns):
        problem = Words("单元格跨行且含分隔符", "runs over lines and holds delimiters")
        remedy = Words(
            "请检查引号，是否吞掉了几行", "look for a missing quotation mark: rows may be lost"
        )
        findings.append(
            finding(
                "quotes", "warning", draft.place(heading), text, problem, remedy, name=draft.name
            )
        )
