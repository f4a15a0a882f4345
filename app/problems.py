"""What is wrong with a file, said by row and column, so that whoever made it finds the place in a spreadsheet."""

from collections.abc import Iterable

from app.errors import ApiError, Problem

MOST_PROBLEMS = 20  # that are told of one file


def problem(row: int, column: int, message: str) -> Problem:
    return {"row": row, "column": column, "message": message}


def bad(problems: Iterable[Problem]) -> ApiError:
    """The refusal of a file: its first problems in reading order, the very first in the sentence."""
    told = sorted(problems, key=lambda one: (one["row"], one["column"]))[:MOST_PROBLEMS]
    first = told[0]
    message = f"Row {first['row']}, column {first['column']}: {first['message']}."
    return ApiError(422, "bad_data", message, problems=told)
