"""A student's text, however it was saved: what is understood of it, and in which words it is refused."""

import asyncio
import time

import pytest

from app.data import DataStore, parse
from app.data_words import about, label
from app.errors import ApiError
from engine.labs import LABS
from engine.labs.embedding_config import MOST_TOKENS
from engine.tokens import LONGEST_WORD
from scripts.serving import Server
from tests.app.client import api

FOX = "The quick brown fox jumps over the lazy dog."
ALIKE = "those that begin alike count as one"
LONG = "The king loves his crown and the queen loves her throne. The dog sleeps, and the fox jumps over it. "


def understood(text: str | bytes) -> dict:
    return parse("text", text.encode() if isinstance(text, str) else text)[1]


def test_the_summary_tells_what_was_understood() -> None:
    content, summary = parse("text", f"{FOX}\n“Don’t”, said the fox…".encode())
    assert content.decode() == f"{FOX}\n“Don’t”, said the fox…"
    assert summary == {
        "characters": 67,
        "symbols": 36,
        "words": 13,
        "lines": 2,
        "sentences": 2,
        "different": 10,
        "longest": 9,
        "frequent": [["the", 3], ["fox", 2], ["quick", 1], ["brown", 1], ["jumps", 1], ["over", 1], ["lazy", 1],
            ["dog", 1], ["don't", 1], ["said", 1]],
        "first": ["The", "quick", "brown", "fox", "jumps", "over", "the", "lazy", "dog."],
        "remarks": {
            "embedding": "There is little to learn from 13 words.",
            "recurrent": "There is little to learn from 67 characters.",
        },
    }  # fmt: skip
    assert label("text", summary) == "Your text (13 words)"
    assert about("text", summary) == ("13 words, 10 different, in 2 sentences; most often “the” (3).")


def test_of_a_long_sentence_the_first_words_are_told() -> None:
    summary = understood("one two three " * 20)
    assert summary["first"] == ["one", "two", "three"] * 8 + ["…"]
    assert "note" not in summary


@pytest.mark.parametrize(
    ("text", "row", "column", "message"),
    [
        (b"", 1, 1, "the text is empty"),
        (b" \n\t \n", 1, 1, "the text is empty: there are only spaces in it"),
        (b"The fox\ncaf\xe9 au lait", 2, 4, "this is not UTF-8 text: save the file as UTF-8"),
        (b"The \xff\xfe fox", 1, 5, "this is not UTF-8 text: save the file as UTF-8"),
        (b"The fox\x00 and", 1, 8, "a control character (0): a text has none"),
        (b"The\nfox \x07", 2, 5, "a control character (7): a text has none"),
        (
            "The fox".encode("utf-16"), 1, 1,
            "this is text in UTF-16: save the text as plain text in UTF-8 and hand that file in",
        ),
        (
            b"<!DOCTYPE html><p>The fox", 1, 1,
            "this is a web page or XML: save the text as plain text in UTF-8 and hand that file in",
        ),
        (
            b"PK\x03\x04 word/document.xml", 1, 1,
            "this is a Word document (docx): save the text as plain text in UTF-8 and hand that file in",
        ),
        (b"%PDF-1.7", 1, 1, "this is a PDF: save the text as plain text in UTF-8 and hand that file in"),
        (("fox\nhe" + "\u0301\u0316" * 50).encode(), 2, 3, "there are more than 30 marks upon one letter"),
    ],
)  # fmt: skip
def test_what_is_no_text_is_refused_in_words(text: bytes, row: int, column: int, message: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse("text", text)
    assert caught.value.status == 422
    assert caught.value.problems == [{"row": row, "column": column, "message": message}]


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("fox", "It is a single word, which has no neighbours to learn from."),
        ("quick fox", "There is little to learn from 2 words."),
        ("Fox fox. FOX!" * 30, "All its words are the same: “fox”."),
        ("fox\ndog\ncat\n" * 20, "Each of its sentences is a single word, which has no neighbours to learn from."),
        (LONG + "a" * 10_000,
            f"Words of more than {LONGEST_WORD} letters are cut, as “{'a' * 39}…”: {ALIKE}."),
        (" ".join("a" * 200 + str(k) for k in range(50)),
            f"All its words count as one: “{'a' * 39}…”. "
            f"Words of more than {LONGEST_WORD} letters are cut, as “{'a' * 39}…”: {ALIKE}."),
        ("a" * 1_900_000,
            "It is a single word, which has no neighbours to learn from. "
            f"Words of more than {LONGEST_WORD} letters are cut, as “{'a' * 39}…”."),
        (" ".join(f"w{k}" for k in range(60_000)),
            "Of its 60\u202f000 different words most occur once: the lab takes the most frequent. "
            "The lab takes its first 50\u202f000 words."),
        (LONG * 3000, "The lab takes its first 50\u202f000 words."),
    ],
)  # fmt: skip
def test_a_lab_says_what_it_cannot_learn_from_a_text(text: str, remark: str) -> None:
    assert MOST_TOKENS == 50_000
    assert understood(text)["remarks"]["embedding"] == remark


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("height,pet\n25,cat\n60,dog\n" * 20, "It looks like a table, as each line has 2 cells."),
        ("the\t12\nof\t7\n" * 20, "It looks like a table, as each line has 2 cells."),
        ("1 2 3 fox " * 20, "Most of its words are numbers."),
    ],
)
def test_what_is_odd_is_taken_with_a_note(text: str, note: str) -> None:
    assert understood(text)["note"] == note


@pytest.mark.parametrize("text", ["?! ... --", "👍👎 🦊"])
def test_a_text_without_words_is_for_labs_that_read_letters(text: str) -> None:
    found = understood(text)
    assert found["refused"] == {"embedding": "There is no word in this text: only punctuation, signs or pictures."}
    store = DataStore(1000, seconds=60)
    kept = store.add("text", text.encode(), found)
    name = kept.name
    assert kept.public()["label"] == f"Your text ({len(text)} characters)" and kept.public()["about"] == ""
    assert store.used_by(LABS["recurrent"], {"text": name}) == text.encode()
    with pytest.raises(ApiError) as caught:
        store.used_by(LABS["embedding"], {"corpus": name})
    assert (caught.value.status, caught.value.field) == (422, "corpus")


def test_a_text_of_one_character_is_for_labs_that_read_words() -> None:
    found = understood("a")
    assert found["refused"]["recurrent"].startswith("This text has one character only: at least two different ones")
    assert "embedding" not in found["refused"]
    assert understood("aaaa")["refused"]["recurrent"].startswith("All characters of this text are the same")


@pytest.mark.parametrize(
    ("text", "words", "sentences", "first"),
    [
        (b"\xef\xbb\xbfThe fox.\r\nThe dog.\r", 4, 2, ["The", "fox."]),
        ("我喜欢狐狸。你好！", 7, 2, ["我", "喜", "欢", "狐", "狸。"]),
        ("สวัสดี ชื่อ", 6, 1, ["ส", "วั", "ส", "ดี", "ชื่", "อ"]),
        ("مرحبا بالعالم؟ نعم", 3, 2, ["مرحبا", "بالعالم؟"]),
        ("שלום, עולם", 2, 1, ["שלום,", "עולם"]),
        ("हिन्दी है। नमस्ते", 3, 2, ["हिन्दी", "है।"]),
        ("Cafe\u0301 au lait", 3, 1, ["Café", "au", "lait"]),
        ("a fox 🦊 runs", 3, 1, ["a", "fox 🦊", "runs"]),
        ("page one\fpage two\u2028three", 5, 3, ["page", "one"]),
        ('{"a": 1}', 2, 1, ['{"a":', "1}"]),
    ],
)
def test_texts_of_all_scripts_are_taken(text: str | bytes, words: int, sentences: int, first: list[str]) -> None:
    summary = understood(text)
    assert (summary["words"], summary["sentences"], summary["first"]) == (words, sentences, first)


def test_ordinary_text_has_no_note() -> None:
    assert not {"note", "remarks", "refused"} & understood(LONG * 2).keys()
    assert "note" not in understood("The sun, the moon\nthe sea, the shore\nthe wind, the night\n" * 9)
    assert "note" not in understood("The sun; the moon\nthe sea; the shore\nthe wind; the night\n" * 9)


def test_a_word_from_right_to_left_turns_nothing_round_it() -> None:
    assert "most often “\u2068يحب\u2069” (3)." in about("text", understood("القط يحب السمك. الكلب يحب العظم. هو يحب."))
    assert "“fox” (90)" in about("text", understood("Fox fox. FOX!" * 30))


def test_of_a_text_that_was_kept_long_ago_little_is_told() -> None:
    assert about("text", {"words": 3}) == ""


@pytest.mark.parametrize("text", ["a" * 2_000_000, LONG.strip() * 17_000, "ü ñ é, 我。" * 110_000, "\u0301" * 900_000])
def test_others_are_served_while_a_text_is_read(text: str) -> None:
    """It is read beside the event loop, which waits no longer than for one pass over the text."""
    body = text.encode()[:2_000_000]

    async def longest_wait() -> float:
        reading = asyncio.create_task(asyncio.to_thread(lambda: _tried(body)))
        longest = 0.0
        while not reading.done():
            before = time.perf_counter()
            await asyncio.sleep(0)
            longest = max(longest, time.perf_counter() - before)
        return longest

    assert asyncio.run(longest_wait()) < 5  # measured: 0.1; what looks back takes minutes


def _tried(body: bytes) -> None:
    try:
        parse("text", body)
    except ApiError as error:
        assert error.status == 422


def test_the_interface_answers_with_what_was_understood(server: Server) -> None:
    with api(server.address) as client:
        answer = client.post("/api/data?kind=text", content=FOX.encode())
        assert answer.status_code == 201
        told = answer.json()
        assert told["label"] == "Your text (9 words)"
        assert told["about"].startswith("9 words, 8 different, in 1 sentence; most often “the” (2).")
        assert told["summary"]["first"][-1] == "dog."
        again = client.post("/api/data?kind=text", content=f"\ufeff{FOX}".encode())
        assert again.json()["data"] == told["data"]
        address = f"/api/data/{told['data']}"
        assert {**client.get(address).json(), "expires": ""} == {**told, "expires": ""}
        large = client.get(address, params={"lowercase": "false"}).json()
        assert large["about"].startswith("9 words, 9 different, in 1 sentence.")
        letters = client.get(address, params={"split": "characters"}).json()
        assert (letters["label"], letters["summary"]["first"][:3]) == ("Your text (35 words)", ["T", "h", "e"])
        table = client.post("/api/data?kind=table", content=b"0,1\n1,3\n").json()["data"]
        assert client.get(f"/api/data/{table}").status_code == 422
        assert client.get("/api/data/sha256:0").status_code == 404
        refused = client.post("/api/data?kind=text", content=b"...")
        assert refused.status_code == 422
        assert refused.json()["error"]["message"].startswith("Row 1, column 1: There is no word in this text")
