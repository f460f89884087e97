"""The importer of Postgres SQL: scripts and dumps, read with Postgres' own grammar.

Each statement is parsed by itself, so that one nobody understands is a loss and nothing more. Data,
settings and ownership are passed over; views, triggers, functions and the like are listed.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import postgast
from postgast import pg_query_pb2 as pb

from domain.ids import IdSource
from server.importers.importer import Imported, Loss
from server.importers.postgres_expressions import bounds, rule, to_sql
from server.importers.postgres_tables import TableReader, range_name, rename_in_keys
from server.importers.postgres_types import find_user_type, read_type
from server.importers.relational import Catalogue, Check, Domain, Enumeration, TableName
from server.importers.relational_model import to_model
from server.importers.sql_script import Statement, statements

_STRUCTURE: Final = ("CREATE", "ALTER", "COMMENT")
_DATA: Final = ("INSERT", "COPY", "UPDATE", "DELETE")
_LOOKS_LIKE: Final = re.compile(
    r"\b(?:CREATE\s+(?:\w+\s+){0,2}TABLE|ALTER\s+TABLE|PostgreSQL database dump)\b", re.IGNORECASE
)

# Statements whose loss a person should know of: what they are called, and what to do.
_LISTED: Final = {
    "view_stmt": "view",
    "create_table_as_stmt": "materialized view",
    "create_trig_stmt": "trigger",
    "create_event_trig_stmt": "event trigger",
    "create_function_stmt": "function",
    "rule_stmt": "rule",
    "create_policy_stmt": "policy",
    "composite_type_stmt": "composite type",
    "create_range_stmt": "range type",
    "create_foreign_table_stmt": "foreign table",
    "define_stmt": "definition",
    "create_cast_stmt": "cast",
    "create_publication_stmt": "publication",
}
_REMEDY: Final = "keep it in your own migrations"


class PostgresSql:
    """Postgres DDL and pg_dump files."""

    name = "postgres"
    title = "Postgres SQL"
    wanted = "Postgres SQL: CREATE TABLE statements, or a dump by pg_dump"
    endings: tuple[str, ...] = (".sql", ".ddl", ".psql")

    def recognises(self, beginning: str) -> bool:
        """Tell whether tables are created in the text."""
        return _LOOKS_LIKE.search(beginning) is not None

    def read(self, text: str, *, ids: IdSource) -> Imported:
        """Read a whole script; see `Importer.read`."""
        reader = _ScriptReader()
        for statement in statements(text):
            reader.read(statement)
        return to_model(reader.catalogue, ids=ids, losses=reader.all_losses())


class _ScriptReader:
    """Reads statement by statement into a catalogue and keeps what was lost."""

    def __init__(self) -> None:
        self.catalogue = Catalogue()
        self._losses: list[Loss] = []
        self._tables = TableReader(self.catalogue, self._losses.append)
        self._rows: Counter[str] = Counter()
        self._first_row = 0

    def all_losses(self) -> tuple[Loss, ...]:
        """Return the losses in the order of the lines, data in one line."""
        losses = list(self._losses)
        if self._rows:
            total = sum(self._rows.values())
            fact = f"of {total:,} statement{'s' * (total != 1)} were passed over"
            losses.append(Loss(self._first_row, "the rows", fact, "a model holds no data"))
        return tuple(sorted(losses, key=lambda loss: loss.line or 0))

    def read(self, statement: Statement) -> None:
        verb = statement.verb
        if verb in _DATA:
            self._first_row = self._first_row or statement.line
            self._rows[verb] += 1
            return
        try:
            parsed = postgast.parse(statement.text)
        except postgast.PgQueryError as error:
            self._fail(statement, error)
            return
        if verb not in _STRUCTURE:
            return
        for raw in parsed.stmts:
            self._dispatch(raw.stmt, statement)

    def _fail(self, statement: Statement, error: postgast.PgQueryError) -> None:
        first_line = statement.text.split("\n", 1)[0].strip()[:60]
        position = len(statement.text[: max(error.cursorpos - 1, 0)].encode())
        self._losses.append(
            Loss(
                statement.line_at(position),
                f"“{first_line}”",
                f"is no Postgres SQL: {str(error).splitlines()[0]}",
                "mend it and import again",
            ),
        )

    def _dispatch(self, node: pb.Node, statement: Statement) -> None:
        kind = node.WhichOneof("node")
        body = getattr(node, kind)
        match kind:
            case "create_stmt":
                self._tables.create(body, statement)
            case "alter_table_stmt":
                self._tables.alter(body, statement)
            case "index_stmt":
                self._tables.index(body, statement)
            case "comment_stmt":
                self._comment(body)
            case "rename_stmt":
                self._rename(body)
            case "alter_object_schema_stmt":
                self._move(body)
            case "createdb_stmt":
                self.catalogue.database = body.dbname
            case _:
                self._type_or_other(kind, body, statement)

    def _type_or_other(self, kind: str, body: pb.Node, statement: Statement) -> None:
        match kind:
            case "create_enum_stmt":
                name = _name_of(body.type_name)
                labels = tuple(value.string.sval for value in body.vals)
                self.catalogue.enumerations[name] = Enumeration(name, labels, statement.line)
            case "alter_enum_stmt":
                self._alter_enum(body)
            case "create_domain_stmt":
                self._domain(body, statement)
            case "alter_domain_stmt":
                self._lost(statement, "an ALTER DOMAIN")
            case listed if listed in _LISTED:
                self._lost(statement, f"{_LISTED[listed]} {_label(body)}".rstrip())
            case _:
                pass  # settings, ownership, sequences, grants: no part of a model

    def _lost(self, statement: Statement, subject: str) -> None:
        fact = "is not part of a domain model"
        self._losses.append(Loss(statement.line, subject, fact, _REMEDY))

    def _alter_enum(self, body: pb.AlterEnumStmt) -> None:
        name = find_user_type(_name_of(body.type_name), self.catalogue)
        enumeration = self.catalogue.enumerations.get(name) if name else None
        if name is None or enumeration is None:
            return
        labels = list(enumeration.labels)
        if body.old_val in labels:
            labels[labels.index(body.old_val)] = body.new_val
        elif body.new_val not in labels:
            place = len(labels)
            if body.new_val_neighbor in labels:
                place = labels.index(body.new_val_neighbor) + body.new_val_is_after
            labels.insert(place, body.new_val)
        self.catalogue.enumerations[name] = replace(enumeration, labels=tuple(labels))

    def _domain(self, body: pb.CreateDomainStmt, statement: Statement) -> None:
        name = _name_of(body.domainname)
        domain = Domain(name, read_type(body.type_name, self.catalogue), statement.line)
        for item in body.constraints:
            constraint = item.constraint
            if constraint.contype != pb.CONSTR_CHECK:
                continue
            found = (bounds(constraint.raw_expr) or {}).get("value")
            if found is not None:
                domain = replace(domain, least=found.least, most=found.most)
                continue
            sql = to_sql(constraint.raw_expr)
            text = rule(constraint.raw_expr, names={"value": "self", "VALUE": "self"})
            check = Check(constraint.conname or None, sql, text, statement.line)
            domain = replace(domain, check=check)
        self.catalogue.domains[name] = domain

    def _comment(self, body: pb.CommentStmt) -> None:
        match body.objtype:
            case pb.OBJECT_TABLE:
                table = self.catalogue.find(_name_of(body.object.list.items))
                if table is not None:
                    table.comment = body.comment or None
            case pb.OBJECT_COLUMN:
                names = [item.string.sval for item in body.object.list.items]
                table = self.catalogue.find(_pair(names[:-1]))
                if table is not None:
                    table.change_column(names[-1], comment=body.comment or None)
            case pb.OBJECT_TYPE | pb.OBJECT_DOMAIN:
                self._comment_type(_name_of(body.object.type_name.names), body.comment)
            case pb.OBJECT_SCHEMA:
                self.catalogue.schema_comments[body.object.string.sval] = body.comment
            case _:
                pass  # a comment on something that did not come in

    def _comment_type(self, written: TableName, comment: str) -> None:
        name = find_user_type(written, self.catalogue)
        if name in self.catalogue.enumerations:
            enumeration = self.catalogue.enumerations[name]
            self.catalogue.enumerations[name] = replace(enumeration, comment=comment or None)
        elif name in self.catalogue.domains:
            domain = self.catalogue.domains[name]
            self.catalogue.domains[name] = replace(domain, comment=comment or None)

    def _rename(self, body: pb.RenameStmt) -> None:
        table = self.catalogue.find(range_name(body.relation))
        if table is None:
            return
        if body.rename_type == pb.OBJECT_COLUMN and table.rename_column(body.subname, body.newname):
            rename_in_keys(table, body.subname, body.newname)
        elif body.rename_type == pb.OBJECT_TABLE:
            self._give_name(table.name, (table.name[0], body.newname))

    def _move(self, body: pb.AlterObjectSchemaStmt) -> None:
        table = self.catalogue.find(range_name(body.relation))
        if table is not None and body.object_type == pb.OBJECT_TABLE:
            self._give_name(table.name, (body.newschema, table.name[1]))

    def _give_name(self, old: TableName, new: TableName) -> None:
        tables = self.catalogue.tables
        if new in tables:
            return
        tables[old].name = new
        for table in tables.values():
            table.foreign_keys = [
                replace(key, target=new) if key.target in (old, ("", old[1])) else key
                for key in table.foreign_keys
            ]
        self.catalogue.tables = {table.name: table for table in tables.values()}


def _pair(names: list[str]) -> TableName:
    return (names[-2] if len(names) > 1 else "", names[-1])


def _name_of(names: Iterable[pb.Node]) -> TableName:
    return _pair([item.string.sval for item in names])


def _label(body: pb.Node) -> str:
    """Return the name of what a statement makes, where its grammar node has one."""
    for attribute in ("trigname", "rulename", "policy_name", "pubname"):
        if hasattr(body, attribute):
            return str(getattr(body, attribute))
    if hasattr(body, "view"):
        return str(body.view.relname)
    if hasattr(body, "into"):
        return str(body.into.rel.relname)
    if hasattr(body, "funcname"):
        return _name_of(body.funcname)[1]
    if hasattr(body, "defnames") and body.defnames:
        return _name_of(body.defnames)[1]
    return str(body.typevar.relname) if hasattr(body, "typevar") else ""
