"""Which stations to build next, and how far from the best possible the answer can be.

What the solvers take alike is said here; each says what it takes beside, and answers with a
`SitingPlan`. n rows of demand, m columns: what stands already, and candidates.

Parameters
----------
cover
    Which column covers which row, shape (n, m): scipy.sparse in any format, or dense; what is not
    0 covers.
distances
    From rows to columns, metres, 0 or more, shape (n, m): dense, infinite where out of reach; or
    scipy.sparse, where what is not stored is out of reach and stored zeros are distances of 0.
weights
    Of the rows, finite, 0 or more, shape (n,).
p
    How many new sites at most, 0 to the number of candidates.
existing
    Columns that stand already, by number or as a mask of shape (m,). They cost nothing and don't
    count in p.
required, excluded
    Candidates, likewise, that must be chosen, which count in p and cost what they cost, and that
    must not be.
costs
    Of the columns, finite, 0 or more, shape (m,).
capacities
    How much weight each column can serve, 0 or more, shape (m,); infinite where there is no limit.
    The weight of a row may then be split between columns.
time_limit_s
    Seconds, 0 or more, after which the best plan found is returned with its bound. With 0 it is
    the greedy one.
gap
    Between objective and bound, relative, from 0 to below 1, that is near enough; 0 asks for proof.
progress
    Called with a `Progress` at each better plan or bound.
stop
    Asked often; once it says True the best plan found is returned with its bound.

Raises
------
ParameterError
    If a value is not allowed: it names the parameter, the value and what is allowed.
InfeasibleError
    If no choice keeps to the constraints; `constraint` names the one that rules all of them out.
NoPlanInTimeError
    If the time was too short to find a plan that keeps to them.
"""

from locator.plan.siting.control import Progress
from locator.plan.siting.explain import NoPlanInTimeError
from locator.plan.siting.lscp import solve_lscp
from locator.plan.siting.mclp import solve_mclp
from locator.plan.siting.p_centre import solve_p_centre
from locator.plan.siting.p_median import solve_p_median
from locator.plan.siting.plan import InfeasibleError, SitingPlan

__all__ = [
    "InfeasibleError",
    "NoPlanInTimeError",
    "Progress",
    "SitingPlan",
    "solve_lscp",
    "solve_mclp",
    "solve_p_centre",
    "solve_p_median",
]
