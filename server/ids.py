"""The id source of the server: time-ordered UUIDs, so that rows made together lie together."""

import uuid_utils


class Uuid7Source:
    """Gives UUIDs of version 7 (RFC 9562), ascending within the process."""

    def next_id(self) -> str:
        """Return an id that was never returned before."""
        return str(uuid_utils.uuid7())
