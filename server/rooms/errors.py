"""What rooms raise.

RoomClosed      the room closed before it came to something; nothing of that was recorded
NoRight         the right to an edit was lost before its turn came; nothing of it was recorded
"""


class RoomClosed(Exception):
    """The room closed before it came to something; nothing of that was recorded: ask the next."""


class NoRight(Exception):
    """Whoever wanted an edit may not do it any more; nothing was recorded. The words are theirs."""
