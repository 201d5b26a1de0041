"""Rows made of rows inside the database: ten thousand cost as little as one."""

from django.db import connections


def insert_from(model, rows, **columns) -> None:
    """Insert a row of `model` for each of `rows`. columns: attribute → expression over the row.

    Defaults of the model are not filled in: name every column that needs a value.
    """
    connection = connections[rows.db]
    picked = rows.order_by().annotate(**{f"as_{name}": what for name, what in columns.items()})
    query = picked.values_list(*(f"as_{name}" for name in columns)).query
    select, params = query.get_compiler(connection=connection).as_sql()
    quote = connection.ops.quote_name
    fields = {field.attname: field.column for field in model._meta.concrete_fields}
    into = ", ".join(quote(fields[name]) for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quote(model._meta.db_table)} ({into}) {select}", params)
