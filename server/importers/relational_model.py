"""A relational catalogue as elements: tables become entities, columns fields, keys references.

A single-column foreign key turns its column into the reference field, name kept; a composite one
adds a reference field and marks its columns with `@db.part`. What only DDL needs (exact type of a
key column, generated columns, names) is kept as `@db.…` annotations.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from fractional_indexing import generate_n_keys_between

from domain.ids import ElementId, IdSource
from domain.model.values import Json
from server.importers.fitting import fit
from server.importers.importer import Imported, Loss
from server.importers.placing import SNAP, Place, Size, card_size, enum_size, place
from server.importers.postgres_expressions import quoted
from server.importers.relational import (
    Catalogue,
    Check,
    Column,
    ColumnType,
    Domain,
    Enumeration,
    ForeignKey,
    Table,
    TableName,
)
from server.importers.relational_facts import (
    annotation,
    ddl,
    free_name,
    identifier,
    is_unique_on,
    key_facts,
    limits,
    path_name,
)

_PUBLIC: Final = ("", "public")
_FRAME_MARGIN: Final = 48  # between a context's border and its cards
_FRAME_TOP: Final = 72  # the same above them, where its title stands


def to_model(catalogue: Catalogue, *, ids: IdSource, losses: tuple[Loss, ...]) -> Imported:
    """Return the elements of a catalogue under new ids, placed, with the losses on the way."""
    builder = _Builder(catalogue, ids)
    builder.build()
    registers, misfits = fit(builder.registers)
    all_losses = sorted((*losses, *builder.losses, *misfits), key=lambda loss: loss.line or 0)
    return Imported(
        name=catalogue.database,
        registers=registers,
        losses=tuple(all_losses),
        counts={word: count for word, count in builder.counts.items() if count},
    )


class _Builder:
    """The elements made so far, and where each table, column and type went."""

    def __init__(self, catalogue: Catalogue, ids: IdSource) -> None:
        self._catalogue = catalogue
        self._ids = ids
        self._tables: dict[TableName, ElementId] = {}
        self._types: dict[TableName, ElementId] = {}
        self._values: dict[tuple[TableName, str], str] = {}
        self._contexts: dict[str, ElementId] = {}
        self._edges: list[tuple[ElementId, ElementId]] = []
        self._sizes: dict[str | None, dict[ElementId, Size]] = {}
        self.registers: dict[ElementId, dict[str, Json]] = {}
        self.losses: list[Loss] = []
        self.counts = dict.fromkeys(
            ("schemas", "tables", "columns", "references", "enums", "types", "rules", "indexes"), 0
        )

    def build(self) -> None:
        top: list[ElementId] = [*self._build_contexts()]
        kept = [table for table in self._catalogue.tables.values() if not self._is_folded(table)]
        for table in kept:
            self._tables[table.name] = self._ids.next_id()
        top += [self._build_enumeration(item) for item in self._catalogue.enumerations.values()]
        for domain in self._catalogue.domains.values():
            self._types[domain.name] = self._ids.next_id()
        top += [self._build_domain(item) for item in self._catalogue.domains.values()]
        top += [self._build_table(table) for table in kept]
        self._give_order(top)
        self._give_places()

    # -- what is where

    def _parent_table(self, table: Table) -> Table | None:
        """Return the table that this one is a part or heir of; never itself, however far up."""
        parent = self._catalogue.find(table.parent) if table.parent else None
        seen = {table.name}
        above = parent
        while above is not None:
            if above.name in seen:
                return None
            seen.add(above.name)
            above = self._catalogue.find(above.parent) if above.parent else None
        return parent

    def _is_folded(self, table: Table) -> bool:
        """Tell whether a table only holds rows of its parent, and say so once."""
        parent = self._parent_table(table)
        if parent is None or not (table.is_partition or set(table.columns) <= set(parent.columns)):
            return False
        if table.name not in self._tables:
            fact = f"holds rows of {parent.name[1]} and was folded into it"
            self._lost(table.line, f"table {table.name[1]}", fact, "nothing to do")
        return True

    def _find(self, name: TableName) -> Table | None:
        table = self._catalogue.find(name)
        while table is not None and table.name not in self._tables:
            table = self._parent_table(table)
        return table

    def _lost(self, line: int | None, subject: str, fact: str, remedy: str) -> None:
        self.losses.append(Loss(line, subject, fact, remedy))

    def _element(self, kind: str, name: str, parent: ElementId | None, **more: Json) -> ElementId:
        return self._fill(self._ids.next_id(), kind, name, parent, **more)

    def _fill(
        self, element: ElementId, kind: str, name: str, parent: ElementId | None, **more: Json
    ) -> ElementId:
        registers: dict[str, Json] = {"kind": kind, "name": name}
        if parent is not None:
            registers["parent"] = parent
        registers.update((key, value) for key, value in more.items() if value is not None)
        self.registers[element] = registers
        return element

    def _give_order(self, siblings: list[ElementId]) -> None:
        scopes: dict[Json, list[ElementId]] = {}
        for element in siblings:
            scopes.setdefault(self.registers[element].get("parent"), []).append(element)
        for scope in scopes.values():
            keys = generate_n_keys_between(None, None, len(scope))
            for element, key in zip(scope, keys, strict=True):
                self.registers[element]["order"] = key

    # -- contexts and types

    def _build_contexts(self) -> Iterator[ElementId]:
        names = [
            *self._catalogue.tables,
            *self._catalogue.enumerations,
            *self._catalogue.domains,
        ]
        for schema in dict.fromkeys(schema for schema, _ in names):
            if schema not in _PUBLIC:
                comment = self._catalogue.schema_comments.get(schema)
                context = self._element("context", schema, None, doc=comment)
                self._contexts[schema] = context
                self.counts["schemas"] += 1
                yield context

    def _build_enumeration(self, item: Enumeration) -> ElementId:
        parent = self._contexts.get(item.name[0])
        element = self._element("enum", item.name[1], parent, doc=item.comment)
        self._types[item.name] = element
        values = []
        for label in item.labels:
            name = identifier(label)
            stored = None if name == label else quoted(label)
            values.append(self._element("enumValue", name, element, storedValue=stored))
            self._values[item.name, quoted(label)] = f"{item.name[1]}.{path_name(name)}"
        self._give_order(values)
        self._sized(element, enum_size(values=len(item.labels)))
        self.counts["enums"] += 1
        return element

    def _build_domain(self, item: Domain) -> ElementId:
        element = self._types[item.name]
        facts = self._type_facts(item.type)
        facts.update(limits(item.least, item.most))
        parent = self._contexts.get(item.name[0])
        self._fill(element, "type", item.name[1], parent, doc=item.comment, **facts)
        if item.check is not None:
            self._give_order([self._build_rule(item.check, element, f"{item.name[1]}Check")])
        self._sized(element, card_size(rows=1))
        self.counts["types"] += 1
        return element

    # -- tables

    def _build_table(self, table: Table) -> ElementId:
        element = self._tables[table.name]
        parent = self._parent_table(table)
        inherited = set(parent.columns) if parent is not None else set()
        extends = self._tables.get(parent.name) if parent is not None else None
        context = self._contexts.get(table.name[0])
        self._fill(element, "entity", table.name[1], context, doc=table.comment, extends=extends)
        fields = self._build_fields(table, element, inherited)
        children = [*fields.values(), *self._build_composites(table, element, fields)]
        rules = [
            self._build_rule(check, element, f"{table.name[1]}Check{number}")
            for number, check in enumerate(table.checks, start=1)
        ]
        children += rules
        children += self._build_indexes(table, element, fields)
        self._give_order(children)
        rows = sum(self.registers[child]["kind"] == "field" for child in children)
        self._sized(element, card_size(rows=min(rows, 15), rules=len(rules)))
        self.counts["tables"] += 1
        return element

    def _build_fields(
        self, table: Table, entity: ElementId, inherited: set[str]
    ) -> dict[str, ElementId]:
        single = self._single_keys(table)
        result: dict[str, ElementId] = {}
        for column in table.columns.values():
            if column.name in inherited:
                continue
            key = single.get(column.name)
            facts = self._column_facts(table, column)
            if key is not None:
                facts.update(self._reference_facts(key, column, entity))
                self.counts["references"] += 1
            result[column.name] = self._element("field", column.name, entity, **facts)
            self.counts["columns"] += 1
        return result

    def _single_keys(self, table: Table) -> dict[str, ForeignKey]:
        """Return the foreign key of each column that is one alone; a second one is a loss."""
        result: dict[str, ForeignKey] = {}
        for key in table.foreign_keys:
            if len(key.columns) != 1:
                continue
            if key.columns[0] in result:
                subject = f"a second foreign key of {table.name[1]}.{key.columns[0]}"
                fact = f"to {key.target[1]} was left out"
                self._lost(key.line, subject, fact, "a field refers to one thing: add a field")
                continue
            result[key.columns[0]] = key
        return result

    def _column_facts(self, table: Table, column: Column) -> dict[str, Json]:
        facts = self._type_facts(column.type)
        facts["doc"] = column.comment
        if column.is_nullable:
            facts["optional"] = True
        if column.name in table.primary_key:
            facts["key"] = True
        if any(is_unique_on(index, column.name) for index in table.indexes):
            facts["unique"] = True
        facts["default"] = self._default(column)
        for bound in table.bounds:
            if bound.column == column.name:
                facts.update(limits(bound.least, bound.most))
        for name, text in (
            ("@db.default", column.default_sql),
            ("@db.generated", column.generated_sql),
            ("@db.identity", column.identity),
        ):
            if text is not None:
                facts[name] = annotation(text)
        return facts

    def _default(self, column: Column) -> str | None:
        if column.default is not None and column.type.user_type in self._catalogue.enumerations:
            member = self._values.get((column.type.user_type, column.default))
            return column.default if member is None else member
        return column.default

    def _type_facts(self, column_type: ColumnType) -> dict[str, Json]:
        target = self._types.get(column_type.user_type) if column_type.user_type else None
        to: dict[str, Json] = {"to": target or column_type.builtin}
        if column_type.arguments:
            to["args"] = list(column_type.arguments)
        facts: dict[str, Json] = {"type": to}
        if column_type.is_array:
            facts["cardinality"] = [0, None]
        if column_type.length is not None:
            facts["max"] = str(column_type.length)
        if column_type.ddl is not None:
            facts["@db.type"] = annotation(column_type.ddl)
        return facts

    def _reference_facts(
        self, key: ForeignKey, column: Column, entity: ElementId
    ) -> dict[str, Json]:
        """Return what makes a column a reference; the column's own type stays for the DDL."""
        own = self._type_facts(column.type)
        to = own["type"]
        builtin = to["to"] if isinstance(to, Mapping) else ""
        facts: dict[str, Json] = {"type": self._target(key, entity), "max": None}
        if "@db.type" not in own:
            facts["@db.type"] = annotation(ddl(column.type, str(builtin)))
        return facts | key_facts(key)

    def _target(self, key: ForeignKey, entity: ElementId) -> Json:
        target = self._find(key.target)
        if target is None:
            fact = "is referred to but not created in this file"
            self._lost(key.line, f"table {key.target[1]}", fact, "import its table too, or name it")
            return {"to": {"name": key.target[1]}, "ref": True}
        self._edges.append((entity, self._tables[target.name]))
        return {"to": self._tables[target.name], "ref": True}

    def _build_composites(
        self, table: Table, entity: ElementId, fields: Mapping[str, ElementId]
    ) -> Iterator[ElementId]:
        taken = set(table.columns)
        for key in table.foreign_keys:
            if len(key.columns) == 1:
                continue
            name = free_name(key.target[1], taken)
            taken.add(name)
            optional = any(table.columns[column].is_nullable for column in key.columns)
            facts: dict[str, Json] = {"type": self._target(key, entity), **key_facts(key)}
            if optional:
                facts["optional"] = True
            for column in key.columns:
                if column in fields:
                    self.registers[fields[column]]["@db.part"] = annotation(name)
            self.counts["references"] += 1
            yield self._element("field", name, entity, **facts)

    def _build_rule(self, check: Check, parent: ElementId, fallback: str) -> ElementId:
        text = check.expression if check.expression is not None else check.sql
        facts: dict[str, Json] = {"expression": {"text": text, "ast": None, "names": []}}
        if check.expression is None:
            facts["@db.check"] = annotation(check.sql)
            subject = f"rule {check.name or fallback}"
            fact = "is SQL that has no translation; the rule came in as it stands"
            self._lost(check.line, subject, fact, "write it again as an expression")
        self.counts["rules"] += 1
        return self._element("invariant", check.name or fallback, parent, **facts)

    def _build_indexes(
        self, table: Table, entity: ElementId, fields: Mapping[str, ElementId]
    ) -> Iterator[ElementId]:
        for index in table.indexes:
            columns = [key.column for key in index.keys]
            if not all(column in fields for column in columns):
                missing = ", ".join(column for column in columns if column not in fields)
                subject = f"index {index.name or ''} of {table.name[1]}".replace("  ", " ")
                fact = f"names columns that are not there: {missing}"
                self._lost(index.line, subject, fact, "mend the names and import again")
                continue
            if index.is_unique and len(columns) == 1 and index.where_sql is None:
                continue  # the field itself says unique
            keys: list[Json] = [
                {"to": fields[key.column]} | ({"direction": "desc"} if key.is_descending else {})
                for key in index.keys
            ]
            facts: dict[str, Json] = {"keys": keys}
            if index.where_sql is not None:
                facts["@db.where"] = annotation(index.where_sql)
            kind = "unique" if index.is_unique else "index"
            self.counts["indexes"] += 1
            yield self._element(kind, index.name or "_".join(columns), entity, **facts)

    # -- places

    def _sized(self, element: ElementId, size: Size) -> None:
        parent = self.registers[element].get("parent")
        self._sizes.setdefault(str(parent) if parent else None, {})[element] = size

    def _give_places(self) -> None:
        """Place the cards of each context inside it, then the contexts among the other cards."""
        contexts = [context for context in self._sizes if context is not None]
        inside = {context: self._places(context) for context in contexts}
        for context in contexts:
            frame = self._frame(context, inside[context])
            self._sizes.setdefault(None, {})[context] = frame
        for element, spot in self._places(None).items():
            box: dict[str, Json] = {"x": spot.x, "y": spot.y}
            if element in inside:
                frame = self._sizes[None][element]
                box.update(w=frame.width, h=frame.height)
                for card, within in inside[element].items():
                    x, y = spot.x + within.x + _FRAME_MARGIN, spot.y + within.y + _FRAME_TOP
                    self.registers[card]["position"] = {"x": x, "y": y}
            self.registers[element]["position"] = box

    def _places(self, context: str | None) -> dict[ElementId, Place]:
        """Return where the cards of a context stand in it, or the cards and contexts at the top."""
        ends = ((self._card(one, context), self._card(two, context)) for one, two in self._edges)
        return place(self._sizes.get(context, {}), ends)

    def _frame(self, context: str, places: Mapping[ElementId, Place]) -> Size:
        sizes = self._sizes[context]
        right = max(places[name].x + size.width for name, size in sizes.items())
        bottom = max(places[name].y + size.height for name, size in sizes.items())
        height = bottom + _FRAME_TOP + _FRAME_MARGIN
        return Size(right + 2 * _FRAME_MARGIN, -(-height // SNAP) * SNAP)

    def _card(self, element: ElementId, context: str | None) -> ElementId:
        """Return the card that stands for an element inside a context, or outside all of them."""
        parent = self.registers[element].get("parent")
        return str(parent) if context is None and parent is not None else element
