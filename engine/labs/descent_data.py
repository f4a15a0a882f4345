"""The points with which a run of the Descent lab begins: a student's table of two columns, or the lab's own."""

from engine.knobs import BadValue, shown
from engine.landscapes import noisy_line
from engine.table import Table, unpack
from engine.types import Array

TWO_COLUMNS = "a table of two columns of numbers, x and y"


def first_points(dataset: str, data: bytes | None) -> Array:
    """x and y of each point, (m, 2). Raises BadValue where the table is another."""
    if not dataset:
        return noisy_line()
    if data is None:
        raise BadValue(
            "dataset",
            dataset,
            "data that the server still holds",
            f"There is no data {shown(dataset)} here: it may have expired. Send it again.",
        )
    try:
        table = unpack(data)
    except ValueError as error:
        raise BadValue("dataset", dataset, TWO_COLUMNS, f"{error} Wanted is {TWO_COLUMNS}.") from None
    if len(table.columns) != 2 or table.classes:
        raise BadValue("dataset", dataset, TWO_COLUMNS, f"A line takes {TWO_COLUMNS}. {_given(table)}")
    return table.values


def _given(table: Table) -> str:
    columns = f"This table has {len(table.columns)} columns ({', '.join(table.columns)})"
    if not table.classes:
        return f"{columns}."
    return f"{columns}, and the last holds {len(table.classes)} classes ({', '.join(table.classes)})."
