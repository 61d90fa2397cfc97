"""What a reader of linked tables can work out of hidden cells, by linear programs."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import vstack

from clinical_data_survey.disclosure.suppression import Floats, Integers, LinkedSystem, Truths


def attack(system: LinkedSystem, hidden: Truths, cells: Integers) -> tuple[Floats, Floats]:
    """What a reader of everything that is not hidden can say of `cells`: the least and the largest value of each.

    Linear programs over all blocks together, without whole numbers: never narrower than what is shown by counting.
    """
    search = system.together
    shown = np.flatnonzero(system.published & ~hidden)
    equal = vstack([search.sums[shown], search.links])
    known = np.concatenate([system.values[shown].astype(float), search.linked])
    ends = np.zeros((2, len(cells)))
    for i, cell in enumerate(cells):
        aim = search.sums[[cell]].toarray().ravel()
        for row, sign in enumerate((1, -1)):
            answer = linprog(
                sign * aim,
                A_ub=-search.rules if search.rules.shape[0] else None,
                b_ub=np.zeros(search.rules.shape[0]) if search.rules.shape[0] else None,
                A_eq=equal,
                b_eq=known,
                bounds=(0, None),
                method="highs",
            )
            ends[row, i] = sign * answer.fun
    return ends[0], ends[1]
