"""Kinds for telling how people work, before anything is modelled: stories, boards, stickies."""

from typing import Final

from domain.model.kinds.kind import Kind, declare, has, needs
from domain.model.kinds.shared import DRAWN, NAMED, TITLE
from domain.model.types import Choice, Phrases, Ref, Text, Whole

STORYTELLING: Final[tuple[Kind, ...]] = (
    declare(
        "story",
        NAMED,
        DRAWN,
        TITLE,
        has("tense", Choice(("asIs", "toBe")), "Whether it tells how it is, or shall be."),
        has("purity", Choice(("pure", "digitalised")), "Whether software takes part."),
        has("granularity", Choice(("coarse", "medium", "fine")), "How close it looks."),
        title="Story",
        doc="A domain story: who does what with what, in numbered sentences.",
        parents="model context",
    ),
    declare(
        "sentence",
        needs("number", Whole(1, 1_000_000), "Its number; sentences of one number are parallel."),
        needs("actor", Ref(), "Who acts."),
        has("verb", Text(200), "What the actor does."),
        has("object", Ref(), "With what."),
        has("phrases", Phrases(), "What follows: prepositions, and what they lead to."),
        title="Sentence",
        doc="One arrow of a story.",
        parents="story",
    ),
    declare(
        "board",
        NAMED,
        DRAWN,
        TITLE,
        title="Board",
        doc="A wall for event storming.",
        parents="model",
    ),
    declare(
        "sticky",
        DRAWN,
        has(
            "colour",
            Choice(
                (
                    *("event", "command", "actor", "policy", "aggregate"),
                    *("readModel", "system", "hotspot"),
                ),
            ),
            "What the note stands for; absent, not yet known.",
        ),
        has("text", Text(4_000, multiline=True), "What is written on it."),
        has("promotedTo", Ref(), "The element it became."),
        title="Sticky",
        doc="A note on a board.",
        parents="board",
    ),
)
