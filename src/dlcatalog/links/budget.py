"""What one link may cost: requests, attempts, hops and seconds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from dlcatalog.links.policy import MAX_ATTEMPTS, MAX_REQUESTS, MAX_SECONDS, REQUEST_SECONDS


@dataclass(slots=True)
class Budget:
    """The account of one link. Waiting while others are served is not charged."""

    now: Callable[[], float]
    requests: int = 0
    failures: int = 0
    started: float = field(init=False)
    credit: float = 0.0

    def __post_init__(self) -> None:
        self.started = self.now()

    def left(self) -> float:
        """Seconds that are left."""
        return MAX_SECONDS + self.credit - (self.now() - self.started)

    def may_ask(self) -> bool:
        return self.requests < MAX_REQUESTS and self.left() > 0.5

    def may_fail_again(self) -> bool:
        return self.failures < MAX_ATTEMPTS

    def for_request(self) -> float:
        """Seconds for the next request."""
        return max(0.5, min(REQUEST_SECONDS, self.left()))
