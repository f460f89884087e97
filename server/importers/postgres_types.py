"""Postgres column types as the builtins of the meta-model.

What a builtin does not say exactly (smallint, char(5), timestamp without zone) keeps the text of
the type beside it, so that generated DDL gives the same column again.
"""

from typing import Final

from postgast import pg_query_pb2 as pb

from server.importers.relational import Catalogue, ColumnType, TableName

# Postgres' own name of a type -> the builtin, and whether the builtin says all.
_BUILTINS: Final = {
    "bool": ("bool", True),
    "int2": ("int", False),
    "int4": ("int", True),
    "int8": ("long", True),
    "serial2": ("int", False),
    "smallserial": ("int", False),
    "serial": ("int", False),
    "serial4": ("int", False),
    "serial8": ("long", False),
    "bigserial": ("long", False),
    "numeric": ("decimal", True),
    "money": ("decimal", False),
    "float4": ("float", False),
    "float8": ("float", True),
    "text": ("text", True),
    "varchar": ("string", True),
    "bpchar": ("string", False),
    "char": ("string", False),
    "name": ("string", False),
    "citext": ("string", False),
    "uuid": ("uuid", True),
    "date": ("date", True),
    "time": ("time", True),
    "timetz": ("time", False),
    "timestamp": ("datetime", False),
    "timestamptz": ("datetime", True),
    "interval": ("duration", True),
    "bytea": ("bytes", True),
    "json": ("json", False),
    "jsonb": ("json", True),
}
# What people write, where Postgres' own name is an abbreviation.
_WRITTEN: Final = {
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
    "bpchar": "char",
    "float4": "real",
    "float8": "double precision",
    "bool": "boolean",
    "serial2": "smallserial",
    "serial4": "serial",
    "serial8": "bigserial",
    "timetz": "time with time zone",
    "timestamptz": "timestamp with time zone",
}
_WITH_LENGTH: Final = ("varchar", "bpchar", "char")
_UNKNOWN: Final = "string"


def read_type(node: pb.TypeName, catalogue: Catalogue) -> ColumnType:
    """Return what a type name means; an unknown one becomes a string that keeps its name."""
    names = [part.string.sval for part in node.names]
    schema, name = ("", names[0]) if len(names) == 1 else (names[-2], names[-1])
    schema = "" if schema == "pg_catalog" else schema
    modifiers = tuple(
        m.a_const.ival.ival for m in node.typmods if m.a_const.WhichOneof("val") == "ival"
    )
    is_array = bool(node.array_bounds) or name.startswith("_")
    user_type = find_user_type((schema, name), catalogue)
    if user_type is not None:
        return ColumnType(name, is_array=is_array, user_type=user_type)
    return _builtin(name.removeprefix("_"), modifiers, is_array=is_array)


def find_user_type(name: TableName, catalogue: Catalogue) -> TableName | None:
    """Return the full name of the enum or domain that `name` means, if it is one."""
    known = [*catalogue.enumerations, *catalogue.domains]
    if name in known:
        return name
    if name[0]:
        return ("", name[1]) if name[0] == "public" and ("", name[1]) in known else None
    fitting = [candidate for candidate in known if candidate[1] == name[1]]
    return fitting[0] if len(fitting) == 1 else None


def written(name: str, modifiers: tuple[int, ...]) -> str:
    """Print a type as people write it in DDL."""
    text = _WRITTEN.get(name, name)
    return f"{text}({', '.join(map(str, modifiers))})" if modifiers else text


def is_known(name: str) -> bool:
    """Tell whether a Postgres type has a builtin of its own here."""
    return name in _BUILTINS


def _builtin(name: str, modifiers: tuple[int, ...], *, is_array: bool) -> ColumnType:
    builtin, is_exact = _BUILTINS.get(name, (_UNKNOWN, False))
    length = modifiers[0] if modifiers and name in _WITH_LENGTH else None
    arguments = modifiers if name == "numeric" else ()
    if name == "bpchar" and length is None:
        modifiers = ()
    says_all = is_exact and (not modifiers or name in ("varchar", "numeric"))
    return ColumnType(
        builtin,
        arguments=arguments,
        length=length,
        is_array=is_array,
        ddl=None if says_all else written(name, modifiers),
    )
