"""What rooms raise.

RoomClosed      the room closed before it came to something; nothing of that was recorded
"""


class RoomClosed(Exception):
    """The room closed before it came to something; nothing of that was recorded: ask the next."""
