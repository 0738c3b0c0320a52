"""Which stations to build next, and how far from the best possible the answer can be."""

from locator.plan.siting.lscp import solve_lscp
from locator.plan.siting.mclp import solve_mclp
from locator.plan.siting.p_centre import solve_p_centre
from locator.plan.siting.p_median import solve_p_median
from locator.plan.siting.plan import InfeasibleError, SitingPlan

__all__ = [
    "InfeasibleError",
    "SitingPlan",
    "solve_lscp",
    "solve_mclp",
    "solve_p_centre",
    "solve_p_median",
]
