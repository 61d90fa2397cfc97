"""How many cases a fuzz test tries: a small share in `make test`, 100,000 of all kinds together in `make drill`."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

QUICK = 60
IN_ALL = 100_000


def cases(share: float, quick: int = QUICK) -> settings:
    """Settings of one test: `quick` cases, or its share of all under the profile `drill`."""
    drilled = settings.get_current_profile_name() == "drill"
    return settings(
        max_examples=round(share * IN_ALL) if drilled else quick,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
    )
