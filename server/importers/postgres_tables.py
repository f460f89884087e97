"""Postgres tables as a script builds them up: CREATE TABLE, then ALTER TABLE and CREATE INDEX."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from postgast import pg_query_pb2 as pb

from server.importers.importer import Loss
from server.importers.postgres_expressions import bounds, literal, rule, to_sql
from server.importers.postgres_types import is_known, read_type
from server.importers.relational import (
    Catalogue,
    Check,
    Column,
    ForeignKey,
    Index,
    IndexKey,
    Table,
    TableName,
)
from server.importers.sql_script import Statement

_ACTIONS: Final = {
    "r": "restrict",
    "c": "cascade",
    "n": "setNull",
    "d": "setDefault",
}
# What changes how a table is stored or owned, not what it means.
_STORAGE: Final = (
    pb.AT_ChangeOwner,
    pb.AT_SetStatistics,
    pb.AT_SetStorage,
    pb.AT_SetCompression,
    pb.AT_SetOptions,
    pb.AT_ResetOptions,
    pb.AT_ClusterOn,
    pb.AT_DropCluster,
    pb.AT_SetTableSpace,
    pb.AT_SetAccessMethod,
    pb.AT_SetRelOptions,
    pb.AT_ResetRelOptions,
    pb.AT_ReplicaIdentity,
    pb.AT_ValidateConstraint,
    pb.AT_AlterConstraint,
    pb.AT_EnableTrig,
    pb.AT_DisableTrig,
    pb.AT_EnableTrigAll,
    pb.AT_DisableTrigAll,
    pb.AT_SetLogged,
    pb.AT_SetUnLogged,
)


def range_name(node: pb.RangeVar) -> TableName:
    """Return schema and name of a table reference."""
    return (node.schemaname, node.relname)


class TableReader:
    """Reads statements about tables into a catalogue; what it cannot carry goes to `lose`."""

    def __init__(self, catalogue: Catalogue, lose: Callable[[Loss], None]) -> None:
        self._catalogue = catalogue
        self._lose = lose
        self._statement = Statement("", 1)

    def create(self, node: pb.CreateStmt, statement: Statement) -> None:
        """Read CREATE TABLE; a partition or heir remembers its parent."""
        self._statement = statement
        table = Table(range_name(node.relation), statement.line)
        known = self._catalogue.find(table.name)
        if known is not None and known.name[0] == table.name[0]:
            if not node.if_not_exists:
                self._lost(0, f"table {table.name[1]}", "is created twice", "keep one of the two")
            return
        if node.inh_relations:
            table.parent = range_name(node.inh_relations[0].range_var)
            table.is_partition = node.HasField("partbound")
        self._catalogue.tables[table.name] = table
        for element in node.table_elts:
            self._element(table, element)

    def alter(self, node: pb.AlterTableStmt, statement: Statement) -> None:
        """Read ALTER TABLE, action by action."""
        self._statement = statement
        if node.objtype != pb.OBJECT_TABLE:
            return
        table = self._catalogue.find(range_name(node.relation))
        if table is None:
            # Sequences and views change owner through ALTER TABLE too: that loses nothing.
            if any(command.alter_table_cmd.subtype not in _STORAGE for command in node.cmds):
                subject = f"table {node.relation.relname}"
                self._lost(0, subject, "is altered but never created", "add its CREATE TABLE")
            return
        for command in node.cmds:
            self._command(table, command.alter_table_cmd)

    def index(self, node: pb.IndexStmt, statement: Statement) -> None:
        """Read CREATE INDEX; one over expressions is a loss."""
        self._statement = statement
        table = self._catalogue.find(range_name(node.relation))
        elements = [parameter.index_elem for parameter in node.index_params]
        if table is None or any(not element.name for element in elements):
            fact = "belongs to no table here" if table is None else "is over an expression"
            self._lost(0, f"index {node.idxname}", fact, "keep it in your own migrations")
            return
        keys = tuple(IndexKey(e.name, e.ordering == pb.SORTBY_DESC) for e in elements)
        where = to_sql(node.where_clause) if node.HasField("where_clause") else None
        table.indexes.append(
            Index(node.idxname or None, keys, node.unique, statement.line, where),
        )

    def _lost(self, location: int, subject: str, fact: str, remedy: str) -> None:
        self._lose(Loss(self._statement.line_at(location), subject, fact, remedy))

    def _element(self, table: Table, element: pb.Node) -> None:
        match element.WhichOneof("node"):
            case "column_def":
                self._column(table, element.column_def)
            case "constraint":
                self._constraint(table, element.constraint, ())
            case "table_like_clause":
                self._like(table, element.table_like_clause)
            case _:
                pass

    def _like(self, table: Table, node: pb.TableLikeClause) -> None:
        source = self._catalogue.find(range_name(node.relation))
        if source is None:
            self._lost(
                0, f"table {table.name[1]}", "copies a table not in this file", "add that table"
            )
            return
        table.columns.update(source.columns)

    def _column(self, table: Table, node: pb.ColumnDef) -> None:
        column_type = read_type(node.type_name, self._catalogue)
        name = node.type_name.names[-1].string.sval if node.type_name.names else ""
        if node.colname in table.columns and table.columns[node.colname].type != column_type:
            self._lost(
                node.location,
                f"column {table.name[1]}.{node.colname}",
                "is declared twice and came in as the last of them says",
                "keep one of the two",
            )
        if column_type.user_type is None and not is_known(name.removeprefix("_")):
            self._lost(
                node.location,
                f"type {name} of {table.name[1]}.{node.colname}",
                "has no counterpart here and came in as string",
                "its name is kept as @db.type",
            )
        is_serial = "serial" in name
        table.columns[node.colname] = Column(
            node.colname,
            column_type,
            self._statement.line_at(node.location),
            is_nullable=not (node.is_not_null or is_serial),
        )
        for item in node.constraints:
            self._constraint(table, item.constraint, (node.colname,))

    def _constraint(self, table: Table, node: pb.Constraint, columns: tuple[str, ...]) -> None:
        keys = tuple(key.string.sval for key in node.keys) or columns
        match node.contype:
            case pb.CONSTR_PRIMARY:
                table.primary_key = keys
                self._each(table, keys, is_nullable=False)
            case pb.CONSTR_UNIQUE:
                self._unique(table, node, keys)
            case pb.CONSTR_FOREIGN:
                self._foreign_key(table, node, columns)
            case pb.CONSTR_CHECK:
                self._check(table, node)
            case pb.CONSTR_EXCLUSION:
                self._lost(
                    node.location,
                    f"exclusion {node.conname or 'constraint'} of {table.name[1]}",
                    "has no counterpart here",
                    "keep it in your own migrations",
                )
            case _:
                self._column_fact(table, node, keys)

    def _column_fact(self, table: Table, node: pb.Constraint, columns: tuple[str, ...]) -> None:
        match node.contype:
            case pb.CONSTR_NOTNULL | pb.CONSTR_NULL:
                self._each(table, columns, is_nullable=node.contype == pb.CONSTR_NULL)
            case pb.CONSTR_DEFAULT:
                self._default(table, columns[0], node.raw_expr)
            case pb.CONSTR_IDENTITY:
                identity = "always" if node.generated_when == "a" else "byDefault"
                self._each(table, columns, identity=identity, is_nullable=False)
            case pb.CONSTR_GENERATED:
                self._each(table, columns, generated_sql=to_sql(node.raw_expr))
            case _:
                pass  # when a constraint is checked is no part of the model

    def _each(self, table: Table, columns: Iterable[str], **facts: object) -> None:
        for column in columns:
            if not table.change_column(column, **facts):
                self._lost(
                    0,
                    f"a constraint of {table.name[1]}",
                    f"names a column that does not exist: {column}",
                    "mend the name and import again",
                )

    def _default(self, table: Table, column: str, node: pb.Node) -> None:
        known = table.columns.get(column)
        is_array = known is not None and known.type.is_array
        value = None if is_array else literal(node)  # an array literal of SQL is a text only there
        sql = None if value is not None else to_sql(node)
        self._each(table, (column,), default=value, default_sql=sql)

    def _unique(self, table: Table, node: pb.Constraint, keys: tuple[str, ...]) -> None:
        line = self._statement.line_at(node.location)
        index_keys = tuple(IndexKey(key) for key in keys)
        table.indexes.append(Index(node.conname or None, index_keys, True, line))  # noqa: FBT003 - a fact of the dataclass

    def _foreign_key(self, table: Table, node: pb.Constraint, columns: tuple[str, ...]) -> None:
        own = tuple(item.string.sval for item in node.fk_attrs) or columns
        missing = [name for name in own if name not in table.columns]
        if missing:
            self._each(table, missing)
            return
        table.foreign_keys.append(
            ForeignKey(
                node.conname or None,
                own,
                range_name(node.pktable),
                tuple(item.string.sval for item in node.pk_attrs),
                _ACTIONS.get(node.fk_del_action),
                _ACTIONS.get(node.fk_upd_action),
                self._statement.line_at(node.location),
            ),
        )

    def _check(self, table: Table, node: pb.Constraint) -> None:
        found = bounds(node.raw_expr)
        if found is not None and all(name in table.columns for name in found):
            table.bounds.extend(found.values())
            return
        # A label of an enum is a plain text in SQL and none in a rule: such a check stays SQL.
        names = {
            name: f"self.{name}"
            for name, column in table.columns.items()
            if column.type.user_type not in self._catalogue.enumerations
        }
        table.checks.append(
            Check(
                node.conname or None,
                to_sql(node.raw_expr),
                rule(node.raw_expr, names=names),
                self._statement.line_at(node.location),
            ),
        )

    def _command(self, table: Table, node: pb.AlterTableCmd) -> None:
        definition: pb.Node = getattr(node, "def")
        match node.subtype:
            case pb.AT_AddColumn:
                self._add_column(table, node, definition.column_def)
            case pb.AT_DropColumn:
                table.columns.pop(node.name, None)
            case pb.AT_AddConstraint:
                self._constraint(table, definition.constraint, ())
            case pb.AT_DropConstraint:
                self._drop_constraint(table, node.name)
            case pb.AT_SetNotNull | pb.AT_DropNotNull:
                nullable = node.subtype == pb.AT_DropNotNull
                self._each(table, (node.name,), is_nullable=nullable)
            case pb.AT_AttachPartition:
                self._attach(table, definition.partition_cmd)
            case pb.AT_AddInherit:
                table.parent = range_name(definition.range_var)
            case _:
                self._change_column(table, node, definition)

    def _add_column(self, table: Table, node: pb.AlterTableCmd, column: pb.ColumnDef) -> None:
        if not (node.missing_ok and column.colname in table.columns):
            self._column(table, column)

    def _change_column(self, table: Table, node: pb.AlterTableCmd, definition: pb.Node) -> None:
        match node.subtype:
            case pb.AT_ColumnDefault if definition.WhichOneof("node"):
                self._default(table, node.name, definition)
            case pb.AT_ColumnDefault:
                self._each(table, (node.name,), default=None, default_sql=None)
            case pb.AT_AlterColumnType:
                changed = read_type(definition.column_def.type_name, self._catalogue)
                self._each(table, (node.name,), type=changed)
            case pb.AT_AddIdentity:
                identity = "always" if definition.constraint.generated_when == "a" else "byDefault"
                self._each(table, (node.name,), identity=identity)
            case subtype if subtype not in _STORAGE:
                action = pb.AlterTableType.Name(subtype).removeprefix("AT_")
                self._lost(
                    0,
                    f"table {table.name[1]}",
                    f"is altered by {action}, which has no counterpart here",
                    "keep it in your own migrations",
                )
            case _:
                pass  # how the table is stored

    def _drop_constraint(self, table: Table, name: str) -> None:
        table.foreign_keys = [key for key in table.foreign_keys if key.name != name]
        table.checks = [check for check in table.checks if check.name != name]
        table.indexes = [index for index in table.indexes if index.name != name]

    def _attach(self, table: Table, node: pb.PartitionCmd) -> None:
        part = self._catalogue.find(range_name(node.name))
        if part is not None:
            part.parent, part.is_partition = table.name, True


def rename_in_keys(table: Table, old: str, new: str) -> None:
    """Carry the new name of a column into the table's own keys and indexes."""
    table.foreign_keys = [
        replace(key, columns=tuple(new if name == old else name for name in key.columns))
        for key in table.foreign_keys
    ]
    table.indexes = [
        replace(
            index,
            keys=tuple(replace(k, column=new) if k.column == old else k for k in index.keys),
        )
        for index in table.indexes
    ]
    table.bounds = [
        replace(bound, column=new) if bound.column == old else bound for bound in table.bounds
    ]
