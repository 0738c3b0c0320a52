"""What a plan's map, files and command say, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from locator.errors import Language, Words

if TYPE_CHECKING:
    from locator.plan.propose import Proposal

PANEL: dict[str, Words] = {
    "title": Words("新建站点方案", "Plan of new stations"),
    "sample": Words("示例数据", "示例数据 · sample data"),
    "curve": Words("站点数与覆盖", "Coverage by number of sites"),
    "sites": Words("建议新建（按增量排序）", "Proposed sites, by what each adds"),
    "nothing": Words("没有能带来改善的新站点", "No new site would gain anything"),
    "closures": Words("现有站点中撤销损失最大的", "Present stations whose closure would lose most"),
    "print": Words("打印", "Print"),
    "present": Words("现有站点", "Present stations"),
    "reach": Words("新站点的服务范围", "Reach of proposed sites"),
}
PROBLEMS: dict[str, Words] = {
    "mclp": Words("最大覆盖（MCLP）", "Maximal covering (MCLP)"),
    "lscp": Words("最少站点全覆盖（LSCP）", "Fewest sites that cover all (LSCP)"),
    "p-median": Words("p-中位（总距离最短）", "p-median (least total distance)"),
    "p-centre": Words("p-中心（最远距离最短）", "p-centre (shortest longest distance)"),
}
_OBJECTIVES: dict[str, Words] = {
    "mclp": Words("建成后覆盖", "Covered with the plan"),
    "lscp": Words("新站点数或造价", "Number or cost of new sites"),
    "p-median": Words("人·米合计", "Total person-metres"),
    "p-centre": Words("最远距离（米）", "Longest distance, metres"),
}
CSV_COLUMNS: dict[str, Words] = {
    "rank": Words("排名", "rank"),
    "id": Words("编号", "id"),
    "name": Words("名称", "name"),
    "kind": Words("类别", "kind"),
    "lon": Words("经度", "lon"),
    "lat": Words("纬度", "lat"),
    "prefecture": Words("市", "prefecture"),
    "county": Words("县区", "county"),
    "adcode": Words("区划代码", "adcode"),
    "gain": Words("增量", "gain"),
    "covered": Words("累计覆盖", "covered_weight"),
    "cost": Words("造价", "cost"),
    "sample_data": Words("示例数据", "sample_data"),
}


def number(value: float) -> str:
    """Return a number as people read it: whole above 100, else with two decimals at most."""
    if abs(value) >= 100.0 or value == round(value):
        return f"{value:,.0f}"
    return f"{value:,.2f}"


def query_text(proposal: Proposal, lang: Language) -> str:
    """Return what was asked for, in a line."""
    ask, coverage = proposal.ask, proposal.coverage
    zh = [PROBLEMS[ask.problem].zh, f"半径 {coverage.radius_m:,.0f} 米"]
    en = [PROBLEMS[ask.problem].en, f"radius {coverage.radius_m:,.0f} m"]
    if ask.p is not None:
        zh.append(f"至多 {ask.p:,} 个")
        en.append(f"at most {ask.p:,} sites")
    if ask.budget is not None:
        zh.append(f"预算 {number(ask.budget)}")
        en.append(f"budget {number(ask.budget)}")
    if ask.min_share is not None:
        zh.append(f"各县区覆盖率至少 {ask.min_share:.0%}")
        en.append(f"at least {ask.min_share:.0%} in each county")
    if coverage.at is not None:
        moment = coverage.at.strftime("%Y-%m-%d %H:%M")
        zh.append(f"{moment}（{coverage.open}）")
        en.append(f"{moment} ({coverage.open})")
    return "，".join(zh) if lang == "zh" else ", ".join(en)


def figures(proposal: Proposal, lang: Language) -> list[tuple[str, str]]:
    """Return the headline figures: what they are, and their values."""
    plan, total = proposal.plan, float(proposal.weight.sum())
    told = [
        (Words("候选点", "Candidates"), _candidates(proposal, lang)),
        (Words("建议新建", "Proposed sites"), number(len(plan.sites))),
        (Words("现覆盖", "Covered at present"), _share(proposal.covered_before, total)),
        (Words("建成后覆盖", "Covered with the plan"), _share(proposal.covered_after, total)),
    ]
    if plan.problem != "mclp":
        told.append((_OBJECTIVES[plan.problem], number(plan.objective)))
    told.append((Words("理论界", "Bound"), number(plan.bound)))
    return [(words.in_language(lang), value) for words, value in told]


def proof(proposal: Proposal, lang: Language) -> str:
    """Return how far from the best possible the plan can be."""
    plan = proposal.plan
    if plan.optimal:
        words = Words("已证明最优：没有更好的方案。", "Proven optimal: no plan is better.")
    elif plan.gap < float("inf"):
        words = Words(
            f"未证明最优：与最优至多相差 {plan.gap * 100:.2g}%。",
            f"Not proven optimal: within {plan.gap * 100:.2g}% of the best possible.",
        )
    else:
        words = Words("未证明最优，尚无有限的界。", "Not proven optimal; no finite bound yet.")
    return words.in_language(lang)


def notes(proposal: Proposal, lang: Language) -> list[str]:
    """Return why it is not better: demand that no candidate reaches, and what would."""
    lost, radius_m = proposal.unreached, proposal.coverage.radius_m
    if not lost.weight:
        return []
    far = "∞" if lost.radius_m == float("inf") else f"{lost.radius_m:,.0f}"
    words = Words(
        f"{number(lost.weight)} 人在 {radius_m:,.0f} 米内没有任何候选点或站点；"
        f"半径 {far} 米才能全部到达。",
        f"{number(lost.weight)} people have neither candidate nor station within "
        f"{radius_m:,.0f} m; a radius of {far} m would reach them all.",
    )
    return [words.in_language(lang)]


def _candidates(proposal: Proposal, lang: Language) -> str:
    """Return how many there are, and how far apart, where they were spaced."""
    count, spacing_m = number(len(proposal.candidates)), proposal.candidates.spacing_m
    if not spacing_m:
        return count
    apart = Words(f"（间距 {spacing_m:,.0f} 米）", f" ({spacing_m:,.0f} m apart)")
    return count + apart.in_language(lang)


def _share(part: float, total: float) -> str:
    return f"{number(part)} ({part / total:.2%})" if total else number(part)
