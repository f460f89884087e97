"""Single facts of a relational schema as registers."""

from typing import Final

from domain.model.values import Json
from server.importers.postgres_expressions import quoted
from server.importers.relational import ColumnType, ForeignKey, Index

_DDL_NAMES: Final = {
    "bool": "boolean",
    "bytes": "bytea",
    "datetime": "timestamp with time zone",
    "decimal": "numeric",
    "duration": "interval",
    "float": "double precision",
    "int": "integer",
    "json": "jsonb",
    "long": "bigint",
    "string": "varchar",
}


def annotation(text: str) -> Json:
    """Return the register of an annotation with one text argument."""
    return {"order": "a0", "args": [quoted(text)]}


def limits(least: str | None, most: str | None) -> dict[str, Json]:
    """Return the `min` and `max` registers of what a check allows."""
    return {name: number for name, number in (("min", least), ("max", most)) if number is not None}


def key_facts(key: ForeignKey) -> dict[str, Json]:
    """Return what a foreign key says beside its target."""
    facts: dict[str, Json] = {}
    if key.on_delete is not None:
        facts["onDelete"] = key.on_delete
    if key.on_update is not None:
        facts["@db.onUpdate"] = annotation(key.on_update)
    return facts


def ddl(column_type: ColumnType, builtin: str) -> str:
    """Print the exact type of a column whose builtin says all."""
    name = column_type.user_type[1] if column_type.user_type else _DDL_NAMES.get(builtin, builtin)
    numbers = column_type.arguments or (
        (column_type.length,) if column_type.length is not None else ()
    )
    return f"{name}({', '.join(map(str, numbers))})" if numbers else name


def is_unique_on(index: Index, column: str) -> bool:
    """Tell whether an index makes this one column unique in all rows."""
    alone = len(index.keys) == 1 and index.keys[0].column == column
    return alone and index.is_unique and index.where_sql is None


def identifier(label: str) -> str:
    """Return a name for an enum label; an empty label has none of its own."""
    return label if label.strip() else "empty"


def path_name(name: str) -> str:
    """Print a name as a part of a path."""
    return name if name.isidentifier() else f"`{name}`"


def free_name(wanted: str, taken: set[str]) -> str:
    """Return `wanted`, numbered when it is taken."""
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}{number}", number + 1
    return name
