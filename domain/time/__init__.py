"""Time: what a model was, is and will be, and what was known of it when.

    registers.py    the oracle (the definition), rectangles (its index), the projector
    moment.py       a moment is an instant asked about and the knowledge it is answered with
    intent.py       edit, correct, schedule, end -> operations with explicit periods
    creation.py     correcting since when an element exists
    rescind.py      taking a commit back: what all other intents give without it
    boundaries.py   the instants at which a register passes from one decision to the next

Pure: instants and commit numbers come in, values go out; nothing here reads a clock.
"""
