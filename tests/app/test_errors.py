"""What a client is told of a value that cannot be: in words, and never longer than what caused it."""

import pytest
from pydantic import ValidationError

from app.errors import VALUE_BYTES, from_validation
from app.messages import Hello
from app.models import CreateRun


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "The field “lab” is missing."),
        ([], "the body cannot be []: allowed is an object."),
        ({"lab": None}, "lab cannot be null: allowed is a text."),
        ({"lab": "a", "config": [True]}, "config cannot be [true]: allowed is an object."),
        ({"lab": "a", "changes": {"a": None}}, 'changes cannot be {"a": null}: allowed is a list.'),
        ({"lab": "a", "changes": [{"step": 0, "values": {}}]}, "changes.0.values cannot be {}: allowed is 1 or more"),
        ({"lab": "a", "step": -1}, "step cannot be −1: allowed is a number from 0 on."),
        ({"lab": "a", "step": 1.5}, "step cannot be 1.5: allowed is a whole number."),
        ({"lab": "x" * 61}, "x…: allowed is a text of up to 60 characters."),
    ],
)
def test_what_is_allowed_is_said_in_words(body: object, sentence: str) -> None:
    with pytest.raises(ValidationError) as caught:
        CreateRun.model_validate(body)
    assert sentence in from_validation(caught.value).message


def test_numbers_of_a_rule_are_written_as_every_other() -> None:
    with pytest.raises(ValidationError) as caught:
        Hello.model_validate({"type": "hello", "version": 1, "history": 2**53 + 1})
    assert "9.007199254740992·10¹⁵." in from_validation(caught.value).message


@pytest.mark.parametrize("text", ["y" * 10_000, "é" * 10_000, '"\\' * 5_000])
def test_a_long_text_is_shortened_once(text: str) -> None:
    with pytest.raises(ValidationError) as caught:
        CreateRun.model_validate({"lab": text})
    error = from_validation(caught.value).public()["error"]
    assert error["value"].endswith("…") and text.startswith(error["value"][:-1])
    assert VALUE_BYTES - 4 <= len(error["value"].encode()) <= VALUE_BYTES
