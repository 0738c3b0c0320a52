"""Small random siting problems, and full enumeration of their plans."""

import itertools

import numpy as np
from hypothesis import strategies as st
from scipy.optimize import linprog

LOOSE = 1e-7  # between solvers' sums and enumeration's, of numbers up to a few thousand


@st.composite
def covers(draw, rows=10, columns=7):
    """A cover matrix, weights (whole or not), and columns that stand."""
    n, m = draw(st.integers(1, rows)), draw(st.integers(1, columns))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    cover = rng.random((n, m)) < draw(st.floats(0.05, 0.6))
    weights = rng.integers(0, 10, n) if draw(st.booleans()) else rng.random(n) * 10
    existing = [j for j in range(m) if rng.random() < 0.15]
    return cover, weights.astype(float), existing, rng


@st.composite
def distance_cases(draw, rows=9, columns=6):
    """Distances (some out of reach), weights, and columns that stand."""
    n, m = draw(st.integers(1, rows)), draw(st.integers(1, columns))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    metres = rng.integers(0, 20, (n, m)).astype(float)
    if draw(st.booleans()):
        metres = rng.random((n, m)) * 1000
    if draw(st.booleans()):
        metres[rng.random((n, m)) < 0.3] = np.inf
    weights = rng.integers(0, 6, n).astype(float)
    existing = [j for j in range(m) if rng.random() < 0.15]
    return metres, weights, existing, rng


def some_required_and_excluded(count, existing, p, rng):
    """Arguments of a solver: columns that must and must not be chosen; and p as it then may be."""
    free = [j for j in range(count) if j not in existing]
    required = [j for j in free if rng.random() < 0.1]
    excluded = [j for j in free if j not in required and rng.random() < 0.1]
    p = max(len(required), min(p, len(free) - len(excluded)))
    return {"existing": existing, "required": required, "excluded": excluded}, p


def plans(count, existing, required=(), excluded=()):
    """Every choice of new columns that keeps to what is required and excluded."""
    free = [j for j in range(count) if j not in existing and j not in excluded]
    for size in range(len(free) + 1):
        for chosen in itertools.combinations(free, size):
            if set(required) <= set(chosen):
                yield list(chosen)


def covered(cover, columns):
    return cover[:, columns].any(axis=1) if len(columns) else np.zeros(len(cover), bool)


def shares_met(served, weights, districts, share):
    return all(
        served[districts == d].sum() >= share * weights[districts == d].sum() - 1e-9
        for d in set(districts[districts >= 0].tolist())
    )


def most_served(cover, weights, capacity, columns, districts=None, share=0.0):
    """The most that columns with capacities can serve, by linear programming; None if none can."""
    pairs = [(i, j) for i in range(len(cover)) for j in columns if cover[i, j]]
    limits, most = [], []
    for i in range(len(cover)):
        limits.append([float(a == i) for a, _ in pairs])
        most.append(weights[i])
    for j in columns:
        limits.append([float(b == j) for _, b in pairs])
        most.append(min(capacity[j], weights.sum()))
    if districts is not None:
        for d in set(districts[districts >= 0].tolist()):
            limits.append([-float(districts[a] == d) for a, _ in pairs])
            most.append(1e-9 - share * weights[districts == d].sum())
    if not pairs:
        return 0.0 if all(limit >= 0.0 for limit in most) else None
    solution = linprog(-np.ones(len(pairs)), A_ub=limits, b_ub=most)
    return -solution.fun if solution.status == 0 else None


def least_distance(metres, weights, columns, rows, capacity=None):
    """The least weighted distance from rows to columns; None where not all can be served."""
    if not len(rows):
        return 0.0
    if not len(columns):
        return None
    if capacity is None:
        nearest = metres[np.ix_(rows, columns)].min(axis=1)
        return float(weights[rows] @ nearest) if np.isfinite(nearest).all() else None
    pairs = [(i, j) for i in rows for j in columns if np.isfinite(metres[i, j])]
    if {i for i, _ in pairs} != set(rows):
        return None
    solution = linprog(
        [weights[i] * metres[i, j] for i, j in pairs],
        A_ub=[[weights[i] * (b == j) for i, b in pairs] for j in columns],
        b_ub=[capacity[j] for j in columns],
        A_eq=[[float(a == i) for a, _ in pairs] for i in rows],
        b_eq=np.ones(len(rows)),
    )
    return solution.fun if solution.status == 0 else None


def reached(metres, existing, excluded=()):
    """The rows that a column reaches which stands or may be chosen."""
    columns = [j for j in range(metres.shape[1]) if j in existing or j not in excluded]
    return np.isfinite(metres[:, columns]).any(axis=1)


def best_of(values, better):
    """The best of values, None left out; None without any."""
    known = [value for value in values if value is not None]
    return better(known) if known else None


def road_graph(nodes, seed):
    """All distances in a random graph made as OR-Library's p-median cases are.

    Beasley (1985): n * n / 50 edges with lengths from 1 to 100, connected; shortest paths.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import shortest_path

    rng = np.random.default_rng(seed)
    order = rng.permutation(nodes)
    pairs = list(itertools.pairwise(order))
    while len(pairs) < nodes * nodes // 50:
        a, b = rng.integers(0, nodes, 2)
        if a != b:
            pairs.append((a, b))
    lengths = np.zeros((nodes, nodes))
    for a, b in pairs:
        lengths[a, b] = lengths[b, a] = rng.integers(1, 101)
    return shortest_path(csr_array(lengths), directed=False)
