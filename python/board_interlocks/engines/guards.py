"""Stops expressions that an engine is known to answer wrongly without an error.

Every question passes its expression through ``checked``. Two faults are known, both met with Ibis 12:

- A column of an aggregation that is named like a column of its input. Polars and DataFusion then compute with the new
  column in place of the old one: ``edges.group_by(v="u").agg(m=edges.v.min())`` gives the minimum of ``u``.
- A sum over a column of fewer than 64 bits. Polars adds in as many bits as the column has, and wraps around.
"""

from __future__ import annotations

import ibis  # type: ignore[import-untyped]
import ibis.expr.operations as ops  # type: ignore[import-untyped]


class UnsafeExpression(AssertionError):
    """An expression that some engine answers wrongly without an error; a fault of this package, never of the data."""


def checked(expression: ibis.Table) -> ibis.Table:
    """Returns the expression as it is, if no known fault of an engine meets it; else raises ``UnsafeExpression``.

    >>> seats = ibis.table({"person": "int64", "company": "int64"}, name="seats")
    >>> checked(seats.group_by("person").agg(companies=seats.company.max())).columns
    ('person', 'companies')
    """
    for node in expression.op().find(ops.Aggregate):
        inputs = set(node.parent.schema.names)
        for name, value in [*node.groups.items(), *node.metrics.items()]:
            is_same_column = isinstance(value, ops.Field) and value.name == name
            if name in inputs and not is_same_column:
                raise UnsafeExpression(f"an aggregation makes a column {name}, and its input has another of that name")
    for node in expression.op().find(ops.Sum):
        if node.arg.dtype.copy(nullable=True) != ibis.dtype("int64"):
            raise UnsafeExpression(
                f"a sum over a column of type {node.arg.dtype} may wrap around; cast it to int64 first"
            )
    return expression
