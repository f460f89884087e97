"""Kinds that are only seen: views, and what is written or framed beside the model."""

from typing import Final

from domain.model.kinds.kind import Kind, declare, has
from domain.model.kinds.shared import DRAWN, NAMED, TITLE
from domain.model.types import Refs, Text, Texts

CANVAS: Final[tuple[Kind, ...]] = (
    declare(
        "view",
        NAMED,
        DRAWN,
        TITLE,
        has("query", Text(4_000, multiline=True), "Which elements it shows, as a search."),
        has("includes", Refs(), "Elements it shows whatever the search finds."),
        has("excludes", Refs(), "Elements it never shows."),
        has("onlyKinds", Texts(60), "The kinds it shows; absent, all."),
        has("onlyTags", Texts(200), "The tags one of which an element must have; absent, any."),
        title="View",
        doc="A picture of a part of the model, with places of its own.",
        parents="model",
    ),
    declare(
        "note",
        DRAWN,
        title="Note",
        doc="Words beside the model; they are its documentation.",
        parents="model view board",
    ),
    declare(
        "area",
        DRAWN,
        TITLE,
        title="Area",
        doc="A named frame on a canvas.",
        parents="model view board",
    ),
)
