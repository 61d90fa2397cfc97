"""Priors draw correlation matrices from the distributions that they name."""

import numpy as np
import pytest
from scipy.stats import beta, kstest

from clinical_data_survey.plausible import priors


def correlations(mixing: np.ndarray) -> np.ndarray:
    return mixing @ mixing.transpose(0, 2, 1)


@pytest.mark.parametrize("name", list(priors.PRIORS))
def test_every_prior_mixes_into_scores_of_unit_variance(name: str) -> None:
    prior = priors.named(name)
    mixing = prior.mixing(200, 13, 5, np.random.default_rng(1))
    assert mixing.shape[:2] == (200, 13)
    np.testing.assert_allclose(np.einsum("bij,bij->bi", mixing, mixing), 1)


@pytest.mark.parametrize(("shape", "latents"), [(1.0, 2), (1.0, 5), (64.0, 13)])
def test_lkj_correlations_are_beta_wherever_they_stand(shape: float, latents: int) -> None:
    matrices = correlations(priors.lkj_cholesky(shape, 4000, latents, np.random.default_rng(5)))
    a = shape - 1 + latents / 2
    for row, column in {(1, 0), (latents - 1, 0), (latents - 1, latents - 2)}:
        assert kstest(matrices[:, row, column], beta(a, a, loc=-1, scale=2).cdf).pvalue > 1e-4


def test_lkj_1_is_uniform_over_correlation_matrices_of_three() -> None:
    # The volume of the set of 3 x 3 correlation matrices is pi ** 2 / 2: the share of a cube in the set is known.
    rng = np.random.default_rng(2)
    cube = rng.uniform(-1, 1, size=(200_000, 3))
    inside = 1 + 2 * cube.prod(axis=1) - (cube**2).sum(axis=1) > 0
    assert inside.mean() * 8 == pytest.approx(np.pi**2 / 2, rel=0.01)
    drawn = correlations(priors.lkj_cholesky(1.0, 40_000, 3, rng))
    determinant = np.linalg.det(drawn)
    rejected = (1 + 2 * cube.prod(axis=1) - (cube**2).sum(axis=1))[inside]
    assert np.quantile(determinant, [0.1, 0.5, 0.9]) == pytest.approx(np.quantile(rejected, [0.1, 0.5, 0.9]), abs=0.01)


def test_one_factor_relates_every_two_scores_strongly_in_either_direction() -> None:
    matrices = correlations(priors.one_factor(500, 13, 5, np.random.default_rng(3)))
    off = matrices[:, *np.triu_indices(13, 1)]
    assert np.abs(off).min() >= 0.49 - 1e-9
    assert np.abs(off).max() <= 0.95**2
    assert 0.4 < (off > 0).mean() < 0.6


def test_opposed_headlines_correlate_as_far_below_nought_as_all_can_at_once_and_the_rest_not_at_all() -> None:
    matrices = correlations(priors.opposed(500, 13, 5, np.random.default_rng(3)))
    off = matrices[:, :5, :5][:, *np.triu_indices(5, 1)]
    assert off.max() <= -0.8 / 4 + 1e-9
    assert off.min() >= -1 / 4 - 1e-9
    assert np.linalg.eigvalsh(matrices).min() > -1e-9
    np.testing.assert_allclose(matrices[:, 5:], np.broadcast_to(np.eye(13)[5:], (500, 8, 13)), atol=1e-12)


def test_an_unknown_prior_is_refused_with_the_names_of_the_others() -> None:
    with pytest.raises(ValueError, match="'flat' is not a prior; choose one of opposed, near_independent, lkj_1"):
        priors.named("flat")


def test_a_shape_of_nought_is_refused() -> None:
    with pytest.raises(ValueError, match="above 0"):
        priors.lkj_cholesky(0, 1, 3, np.random.default_rng(1))
