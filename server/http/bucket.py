"""A token bucket: how much a connection may bring before it is read more slowly (D7).

Nothing is ever refused here: what is over the limit is taken, and paid for by waiting.
"""


class Bucket:
    """Fills at `rate` a second up to `burst`; what is taken beyond that has to be waited for."""

    def __init__(self, rate: float, *, burst: float, now: float) -> None:
        self._rate = rate
        self._burst = burst
        self._level = burst
        self._filled_at = now

    def take(self, amount: float, now: float) -> float:
        """Take an amount; return for how many seconds nothing more should be taken."""
        filled = self._level + (now - self._filled_at) * self._rate
        self._level = min(self._burst, filled) - amount
        self._filled_at = now
        return max(0.0, -self._level / self._rate)
