"""What a plan's map, files and command say, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from locator.language import Language, Phrase, joined, phrase, phrases

if TYPE_CHECKING:
    from locator.plan.propose import Proposal

PANEL: dict[str, Phrase] = phrases("plan_map.panel")
PROBLEMS: dict[str, Phrase] = phrases("plan_map.problems")
_OBJECTIVES: dict[str, Phrase] = phrases("plan_map.objectives")
CSV_COLUMNS: dict[str, Phrase] = phrases("plan_map.csv_columns")


def number(value: float) -> str:
    """Return a number as people read it: whole above 100, else with two decimals at most."""
    if abs(value) >= 100.0 or value == round(value):
        return f"{value:,.0f}"
    return f"{value:,.2f}"


def query_text(proposal: Proposal, lang: Language) -> str:
    """Return what was asked for, in a line."""
    query, coverage = proposal.query, proposal.coverage
    asked = [
        PROBLEMS[query.problem],
        phrase("plan_map.asked.radius", radius_m=coverage.radius_m),
    ]
    if query.p is not None:
        asked.append(phrase("plan_map.asked.sites", count=query.p))
    if query.budget is not None:
        asked.append(phrase("plan_map.asked.budget", budget=number(query.budget)))
    if query.min_share is not None:
        asked.append(phrase("plan_map.asked.least_share", share=query.min_share))
    if coverage.at is not None:
        moment = coverage.at.strftime("%Y-%m-%d %H:%M")
        asked.append(phrase("plan_map.asked.moment", moment=moment, open=coverage.open))
    return joined(asked, phrase("language.comma")).in_language(lang)


def figures(proposal: Proposal, lang: Language) -> list[tuple[str, str]]:
    """Return the headline figures: what they are, and their values."""
    plan, total = proposal.plan, float(proposal.weight.sum())
    told = [
        (phrase("plan_map.candidates"), _candidates(proposal, lang)),
        (phrase("plan_map.proposed_sites"), number(len(plan.sites))),
        (phrase("plan_map.covered_present"), _share(proposal.covered_before, total)),
        (phrase("plan_map.covered_plan"), _share(proposal.covered_after, total)),
    ]
    if plan.problem != "mclp":
        told.append((_OBJECTIVES[plan.problem], number(plan.objective)))
    told.append((phrase("plan_map.bound"), number(plan.bound)))
    return [(words.in_language(lang), value) for words, value in told]


def proof(proposal: Proposal, lang: Language) -> str:
    """Return how far from the best possible the plan can be."""
    plan = proposal.plan
    if plan.optimal:
        words = phrase("plan_map.proven_optimal_no_plan_better")
    elif plan.gap < float("inf"):
        words = phrase("plan_map.proven_optimal_within_best_possible", value=plan.gap * 100)
    else:
        words = phrase("plan_map.proven_optimal_no_finite_bound")
    return words.in_language(lang)


def notes(proposal: Proposal, lang: Language) -> list[str]:
    """Return why it is not better: demand that no candidate reaches, and what would."""
    lost, radius_m = proposal.unreached, proposal.coverage.radius_m
    if not lost.weight:
        return []
    far = "∞" if lost.radius_m == float("inf") else f"{lost.radius_m:,.0f}"
    words = phrase(
        "plan_map.people_neither_candidate_nor_station",
        weight=number(lost.weight),
        radius_m=radius_m,
        far=far,
    )
    return [words.in_language(lang)]


def _candidates(proposal: Proposal, lang: Language) -> str:
    """Return how many there are, and how far apart, where they were spaced."""
    count, spacing_m = number(len(proposal.candidates)), proposal.candidates.spacing_m
    if not spacing_m:
        return count
    apart = phrase("plan_map.m_apart", spacing_m=spacing_m)
    return count + apart.in_language(lang)


def _share(part: float, total: float) -> str:
    return f"{number(part)} ({part / total:.2%})" if total else number(part)
