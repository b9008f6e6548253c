"""What one link may cost: requests, attempts, hops and seconds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from dlcatalog.links.policy import Limits


@dataclass(slots=True)
class Budget:
    """The account of one link. Waiting while others are served is not charged."""

    now: Callable[[], float]
    limits: Limits = field(default_factory=Limits)
    requests: int = 0
    failures: int = 0
    started: float = field(init=False)
    credit: float = 0.0

    def __post_init__(self) -> None:
        self.started = self.now()

    def left(self) -> float:
        """Seconds that are left."""
        return self.limits.seconds + self.credit - (self.now() - self.started)

    def may_ask(self) -> bool:
        return self.requests < self.limits.requests and self.left() > 0.02 * self.limits.seconds

    def may_fail_again(self) -> bool:
        return self.failures < self.limits.attempts

    def for_request(self) -> float:
        """Seconds for the next request."""
        return max(0.01, min(self.limits.request, self.left()))
