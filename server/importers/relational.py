"""A database schema as its tables, columns and constraints, whatever dialect it was written in.

Importers of SQL dialects fill a catalogue; `relational_model` turns it into elements. Types are
kept as the dialect prints them, beside the builtin of the meta-model that they mean.
"""

from dataclasses import dataclass, field, replace
from typing import TypeAlias

TableName: TypeAlias = tuple[str, str]
"""Schema and table; the schema is "" where the script names none."""


@dataclass(frozen=True, slots=True)
class ColumnType:
    """A column's type: the builtin or named type it means, and the text the DDL needs.

    `ddl` is None when the builtin, its arguments and the length say everything. `user_type` names
    an enum or domain of the catalogue instead of a builtin.
    """

    builtin: str
    arguments: tuple[int, ...] = ()
    length: int | None = None
    is_array: bool = False
    ddl: str | None = None
    user_type: TableName | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `default` is SOML literal text, `default_sql` what is no literal."""

    name: str
    type: ColumnType
    line: int
    is_nullable: bool = True
    default: str | None = None
    default_sql: str | None = None
    generated_sql: str | None = None
    identity: str | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A reference to another table; `target_columns` empty means its primary key."""

    name: str | None
    columns: tuple[str, ...]
    target: TableName
    target_columns: tuple[str, ...]
    on_delete: str | None
    on_update: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Check:
    """A condition on rows; `expression` is its translation, None where there is none."""

    name: str | None
    sql: str
    expression: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Bound:
    """The smallest and largest value a check allows one column, as whole numbers or text."""

    column: str
    least: str | None = None
    most: str | None = None


@dataclass(frozen=True, slots=True)
class IndexKey:
    """One column of an index."""

    column: str
    is_descending: bool = False


@dataclass(frozen=True, slots=True)
class Index:
    """An index or a unique rule over columns."""

    name: str | None
    keys: tuple[IndexKey, ...]
    is_unique: bool
    line: int
    where_sql: str | None = None


@dataclass(slots=True)
class Table:
    """A table while its script is being read; ALTER statements change it."""

    name: TableName
    line: int
    columns: dict[str, Column] = field(default_factory=dict)
    primary_key: tuple[str, ...] = ()
    foreign_keys: list[ForeignKey] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    bounds: list[Bound] = field(default_factory=list)
    indexes: list[Index] = field(default_factory=list)
    comment: str | None = None
    parent: TableName | None = None
    is_partition: bool = False

    def change_column(self, name: str, **facts: object) -> bool:
        """Replace facts of a column; return False when there is no such column."""
        column = self.columns.get(name)
        if column is None:
            return False
        self.columns[name] = replace(column, **facts)  # type: ignore[arg-type]  # names checked by Column
        return True

    def rename_column(self, old: str, new: str) -> bool:
        """Give a column another name, in place; return False when that cannot be."""
        if old not in self.columns or new in self.columns:
            return False
        renamed = {old: new}
        self.columns = {
            renamed.get(name, name): replace(column, name=renamed.get(name, name))
            for name, column in self.columns.items()
        }
        self.primary_key = tuple(renamed.get(name, name) for name in self.primary_key)
        return True


@dataclass(frozen=True, slots=True)
class Enumeration:
    """An enum type and its labels in order."""

    name: TableName
    labels: tuple[str, ...]
    line: int
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Domain:
    """A named type over another, with what it allows."""

    name: TableName
    type: ColumnType
    line: int
    least: str | None = None
    most: str | None = None
    pattern: str | None = None
    check: Check | None = None
    comment: str | None = None


@dataclass(slots=True)
class Catalogue:
    """All that a script declares, in the order of the script."""

    tables: dict[TableName, Table] = field(default_factory=dict)
    enumerations: dict[TableName, Enumeration] = field(default_factory=dict)
    domains: dict[TableName, Domain] = field(default_factory=dict)
    schema_comments: dict[str, str] = field(default_factory=dict)
    database: str | None = None

    def find(self, name: TableName) -> Table | None:
        """Return the table of that name; a name without schema finds the only one that fits."""
        exact = self.tables.get(name)
        if exact is not None or name[0]:
            return exact or (self.tables.get(("", name[1])) if name[0] == "public" else None)
        fitting = [table for (_, own), table in self.tables.items() if own == name[1]]
        return fitting[0] if len(fitting) == 1 else None
