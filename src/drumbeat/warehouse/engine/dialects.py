"""The words of each engine, chosen so that they mean the same in all of them.

Ibis writes the SQL. Here are the operations that it writes so that they would count otherwise.
"""

from __future__ import annotations

from functools import lru_cache

import ibis.expr.types as ir
import sqlglot as sg
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.base import SQLGlotCompiler
from ibis.backends.sql.compilers.duckdb import DuckDBCompiler
from ibis.backends.sql.compilers.pyspark import PySparkCompiler
from sqlglot.expressions import Expression


class _DuckDB(DuckDBCompiler):
    __slots__ = ()

    def visit_FloorDivide(self, op, *, left, right):
        return _floor_divided(self, DuckDBCompiler, op, left, right)

    def visit_Cast(self, op, *, arg, to):
        if _is_moment_as_number(op):
            return self.f.epoch_us(arg)
        return super().visit_Cast(op, arg=arg, to=to)

    def visit_Hash(self, op, *, arg):
        if not op.arg.dtype.is_string():
            return super().visit_Hash(op, arg=arg)
        number = sg.parse_one(number_of(arg.sql("duckdb")), read="duckdb")
        return self.cast(sge.Cast(this=number, to=sge.DataType.build("bit")), op.dtype)


def number_of(text: str) -> str:
    """DuckDB's words for a number of 64 bits that stands for a text, both in SQL.

    Its hash alone is the same for some ids that look alike: of four million like order:o123456789
    for a thousand. What is the same from both ends is the same text, as far as 64 bits can tell.
    """
    return f"hash({text}, reverse({text}))"


class _Spark(PySparkCompiler):
    __slots__ = ()

    def visit_FloorDivide(self, op, *, left, right):
        return _floor_divided(self, PySparkCompiler, op, left, right)

    def visit_ExtractEpochSeconds(self, op, *, arg):
        """With the fraction of a second, as in DuckDB."""
        return sge.paren(self.f.unix_micros(arg) / 1e6)

    def visit_Cast(self, op, *, arg, to):
        if _is_moment_as_number(op):
            return self.f.unix_micros(arg)
        return super().visit_Cast(op, arg=arg, to=to)

    def visit_Hash(self, op, *, arg):
        """Of 64 bits, as in DuckDB: people are told apart by it."""
        return self.f.xxhash64(arg)

    def visit_First(self, op, *, arg, where, order_by, include_null):
        """Ordered: the value with the least of `order_by`, NULLs aside."""
        if not order_by or include_null:
            return super().visit_First(
                op, arg=arg, where=where, order_by=order_by, include_null=include_null
            )
        order = self.f.struct(*(key.this for key in order_by))
        known = arg.is_(sg.not_(sge.Null()))
        return self.agg.min_by(arg, order, where=known if where is None else sg.and_(known, where))

    # Both without an option that exists only where Ibis's own Spark backend is loaded:

    def visit_NonNullLiteral(self, op, *, value, dtype):
        known = SQLGlotCompiler if dtype.is_floating() else PySparkCompiler
        return known.visit_NonNullLiteral(self, op, value=value, dtype=dtype)

    def visit_Field(self, op, *, rel, name):
        return SQLGlotCompiler.visit_Field(self, op, rel=rel, name=name)


def _is_moment_as_number(op) -> bool:
    """Microseconds since 1970 in every engine, exactly: by themselves some tell seconds."""
    return op.arg.dtype.is_timestamp() and op.to.is_integer()


def _floor_divided(
    compiler: SQLGlotCompiler, parent: type, op, left: Expression, right: Expression
) -> Expression:
    """Whole numbers by whole numbers, exactly: Ibis divides doubles, which are not exact from 2⁵³."""
    if not (op.left.dtype.is_integer() and op.right.dtype.is_integer()):
        return parent.visit_FloorDivide(compiler, op, left=left, right=right)
    left, right = sge.paren(left), sge.paren(right)
    # Both engines cut off towards zero.
    rest = sge.paren((left % right + right) % right)
    return sge.paren(sge.IntDiv(this=sge.paren(left - rest), expression=right))


_COMPILERS: dict[str, SQLGlotCompiler] = {"duckdb": _DuckDB(), "spark": _Spark()}


def written(question: ir.Table, dialect: str) -> str:
    """The expression in SQL; dialect: duckdb or spark."""
    compiler = _COMPILERS[dialect]
    return compiler.to_sqlglot(question.unbind()).sql(dialect=compiler.dialect, pretty=True)


@lru_cache(maxsize=512)
def spark_of(sql: str) -> str:
    """DuckDB's SQL in Spark's words; getvariable('x') is the session variable x."""
    return sg.parse_one(sql, read="duckdb").transform(_variable).sql(dialect="spark")


def _variable(node: Expression) -> Expression:
    if isinstance(node, sge.Anonymous) and node.name.lower() == "getvariable":
        return sge.column(node.expressions[0].name)
    return node
