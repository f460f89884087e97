"""Postgres expressions: as SOML literals, as rules of the expression language, or as SQL text.

Only what means the same in both languages is translated; everything else stays SQL, marked as such.
"""

from collections.abc import Mapping
from typing import Final

import postgast
from postgast import pg_query_pb2 as pb

from server.importers.relational import Bound

_COMPARISONS: Final = {
    "=": "==",
    "<>": "!=",
    "!=": "!=",
    "<": "<",
    "<=": "<=",
    ">": ">",
    ">=": ">=",
}
_ARITHMETIC: Final = ("+", "-", "*", "/", "%")


def to_sql(node: pb.Node) -> str:
    """Print an expression as Postgres would read it."""
    select = pb.SelectStmt(
        target_list=[pb.Node(res_target=pb.ResTarget(val=node))],
        limit_option=pb.LIMIT_OPTION_DEFAULT,
        op=pb.SETOP_NONE,
    )
    statement = pb.RawStmt(stmt=pb.Node(select_stmt=select))
    try:
        return str(postgast.deparse(pb.ParseResult(stmts=[statement]))).removeprefix("SELECT ")
    except postgast.PgQueryError:
        return "…"


def quoted(text: str) -> str:
    """Print a text as a SOML string literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def literal(node: pb.Node) -> str | None:
    """Return the expression as a SOML literal (casts of constants included), or None."""
    match node.WhichOneof("node"):
        case "type_cast":
            return _cast_literal(node.type_cast)
        case "a_const":
            return _constant(node.a_const)
        case "a_expr" if _operator(node.a_expr) == "-" and not node.a_expr.HasField("lexpr"):
            number = literal(node.a_expr.rexpr)
            return f"-{number}" if number is not None and number[:1].isdigit() else None
        case _:
            return None


def bounds(node: pb.Node) -> Mapping[str, Bound] | None:
    """Return the least and most values per column when that is all the check says, or None."""
    found: dict[str, Bound] = {}
    for part in _conjuncts(node):
        bound = _bound(part)
        if bound is None:
            return None
        known = found.get(bound.column, Bound(bound.column))
        if (known.least and bound.least) or (known.most and bound.most):
            return None
        found[bound.column] = Bound(
            bound.column, known.least or bound.least, known.most or bound.most
        )
    return found


def rule(node: pb.Node, *, names: Mapping[str, str]) -> str | None:
    """Translate a check into the expression language over `names` (column -> text), or None."""
    match node.WhichOneof("node"):
        case "bool_expr":
            return _boolean(node.bool_expr, names)
        case "a_expr":
            return _comparison(node.a_expr, names)
        case "null_test":
            tested = rule(node.null_test.arg, names=names)
            is_null = node.null_test.nulltesttype == pb.IS_NULL
            return tested and f"{'!' if is_null else ''}has({tested})"
        case "column_ref":
            return names.get(column_name(node.column_ref))
        case "type_cast" if literal(node) is None:
            return rule(node.type_cast.arg, names=names)
        case _:
            return literal(node)


def column_name(node: pb.ColumnRef) -> str:
    """Return the last name of a column reference."""
    return node.fields[-1].string.sval if node.fields else ""


def _cast_literal(node: pb.TypeCast) -> str | None:
    text = literal(node.arg)
    target = node.type_name.names[-1].string.sval if node.type_name.names else ""
    if text is not None and target == "bool":
        return {'"t"': "true", '"true"': "true", '"f"': "false", '"false"': "false"}.get(text, text)
    if text is not None and target in ("int2", "int4", "int8", "numeric") and text[:1] == '"':
        number = text.strip('"')
        return number if number.lstrip("-").replace(".", "", 1).isdigit() else None
    return text


def _constant(node: pb.A_Const) -> str | None:
    match node.WhichOneof("val"):
        case "ival":
            return str(node.ival.ival)
        case "fval":
            return node.fval.fval if node.fval.fval.replace(".", "", 1).isdigit() else None
        case "boolval":
            return "true" if node.boolval.boolval else "false"
        case "sval":
            return quoted(node.sval.sval)
        case _:
            return None


def _operator(node: pb.A_Expr) -> str:
    return node.name[-1].string.sval if node.name else ""


def _conjuncts(node: pb.Node) -> list[pb.Node]:
    if node.WhichOneof("node") == "bool_expr" and node.bool_expr.boolop == pb.AND_EXPR:
        return [part for argument in node.bool_expr.args for part in _conjuncts(argument)]
    return [node]


def _bound(node: pb.Node) -> Bound | None:
    expression = node.a_expr
    column = _plain_column(expression.lexpr) if node.WhichOneof("node") == "a_expr" else None
    if column is None:
        return None
    if expression.kind == pb.AEXPR_BETWEEN:
        least, most = (_number(item) for item in expression.rexpr.list.items)
        return Bound(column, least, most) if least and most else None
    number = _number(expression.rexpr)
    if expression.kind != pb.AEXPR_OP or number is None:
        return None
    match _operator(expression):
        case ">=":
            return Bound(column, least=number)
        case "<=":
            return Bound(column, most=number)
        case _:
            return None


def _plain_column(node: pb.Node) -> str | None:
    inner = node.type_cast.arg if node.WhichOneof("node") == "type_cast" else node
    return column_name(inner.column_ref) if inner.WhichOneof("node") == "column_ref" else None


def _number(node: pb.Node) -> str | None:
    text = literal(node)
    return text if text is not None and text.lstrip("-")[:1].isdigit() else None


def _boolean(node: pb.BoolExpr, names: Mapping[str, str]) -> str | None:
    parts = [rule(argument, names=names) for argument in node.args]
    if any(part is None for part in parts):
        return None
    if node.boolop == pb.NOT_EXPR:
        return f"!({parts[0]})"
    word = " && " if node.boolop == pb.AND_EXPR else " || "
    wrapped = [
        f"({part})" if _is_other_junction(argument, node) else str(part)
        for part, argument in zip(parts, node.args, strict=True)
    ]
    return word.join(wrapped)


def _is_other_junction(argument: pb.Node, outer: pb.BoolExpr) -> bool:
    is_junction = argument.WhichOneof("node") == "bool_expr"
    return is_junction and bool(argument.bool_expr.boolop != outer.boolop)


def _comparison(node: pb.A_Expr, names: Mapping[str, str]) -> str | None:
    left = rule(node.lexpr, names=names)
    operator = _operator(node)
    if left is None:
        return None
    if node.kind in (pb.AEXPR_IN, pb.AEXPR_OP_ANY):
        return _membership(node, left, names, negated=operator == "<>")
    if node.kind == pb.AEXPR_BETWEEN:
        least, most = (rule(item, names=names) for item in node.rexpr.list.items)
        return f"{left} >= {least} && {left} <= {most}" if least and most else None
    right = rule(node.rexpr, names=names)
    if node.kind != pb.AEXPR_OP or right is None:
        return None
    if operator in _COMPARISONS:
        return f"{left} {_COMPARISONS[operator]} {right}"
    return f"({left} {operator} {right})" if operator in _ARITHMETIC else None


def _membership(
    node: pb.A_Expr, left: str, names: Mapping[str, str], *, negated: bool
) -> str | None:
    right = node.rexpr
    while right.WhichOneof("node") == "type_cast":
        right = right.type_cast.arg
    elements = right.a_array_expr.elements if right.HasField("a_array_expr") else right.list.items
    members = [rule(item, names=names) for item in elements]
    if not members or any(member is None for member in members):
        return None
    test = f"{left} in [{', '.join(str(member) for member in members)}]"
    return f"!({test})" if negated else test
