"""People's private words are ciphertext in the database when there is a secret key, and keys can be changed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.domain.people import Person
from storage import Storage, WrongKey, open_storage, tables
from storage.vault import Vault
from tests.databases import copy_sqlite
from tests.storage.samples import HERE, JO, NOW, ask, introduction

Opening = Callable[..., Storage]

SECRET = "my redundancy was on Tuesday"
PRIVATE = ("note", "questions", "asked_first", "answered", "words", "absent", "takeaway", "thanks", "outcome")
CONFIDENTIAL: dict[str, Any] = {name: f"{SECRET} {name}" for name in PRIVATE}


async def fill(storage: Storage) -> None:
    async with storage.books(HERE, now=NOW) as books:
        await books.keep_chat(ask(**CONFIDENTIAL))
        await books.keep_introduction(introduction(why=SECRET))
        await books.keep_draft("d1", JO, [SECRET], now=NOW)
        await books.keep_report("r1", "c1", JO, SECRET, now=NOW)


async def dump(storage: Storage) -> str:
    """Every value of every table, as the database holds it."""
    async with storage.engine.connect() as conn:
        rows = [
            str(tuple(row))
            for table in tables.metadata.sorted_tables
            for row in await conn.execute(text(f'SELECT * FROM "{table.name}"'))
        ]
    return "\n".join(rows)


async def read(storage: Storage) -> tuple[object, ...]:
    async with storage.books(HERE, now=NOW) as books:
        chat, met = await books.chat("c1"), await books.introduction("i1")
        assert chat is not None
        assert met is not None
        return chat, met.why, await books.draft("d1", JO), await books.report("r1")


WRITTEN = (ask(**CONFIDENTIAL), SECRET, (SECRET,), ("c1", JO, SECRET))


async def test_words_are_ciphertext_in_the_database_when_a_key_is_set(opening: Opening) -> None:
    storage = opening(secret_key="a passphrase")
    await fill(storage)
    everything = await dump(storage)
    assert "data science" in everything  # the topic is not private: the dump does hold the rows
    assert SECRET not in everything
    assert "Tuesday" not in everything
    assert await read(storage) == WRITTEN


async def test_words_are_not_in_the_files_of_sqlite(tmp_path: Path, sqlite_template: Path) -> None:
    storage = open_storage(copy_sqlite(sqlite_template, tmp_path), secret_key="a passphrase")
    await fill(storage)
    on_disk = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    await storage.close()
    assert b"data science" in on_disk
    assert SECRET.encode() not in on_disk


async def test_words_are_stored_as_they_are_without_a_key(storage: Storage) -> None:
    await fill(storage)
    assert SECRET in await dump(storage)
    assert await read(storage) == WRITTEN


async def test_words_stored_before_a_key_was_set_stay_readable(opening: Opening) -> None:
    await fill(opening())
    storage = opening(secret_key="a passphrase")
    assert await read(storage) == WRITTEN
    await fill(storage)
    assert SECRET not in await dump(storage)


async def test_the_newest_key_seals_and_the_older_ones_still_open(opening: Opening) -> None:
    await fill(opening(secret_key="old"))
    rotated = opening(secret_key="new, old")
    assert await read(rotated) == WRITTEN
    await fill(rotated)
    assert await read(opening(secret_key="new")) == WRITTEN
    with pytest.raises(WrongKey):
        await read(opening(secret_key="old"))


async def test_words_sealed_with_a_lost_key_are_not_shown_as_gibberish(opening: Opening) -> None:
    await fill(opening(secret_key="lost"))
    for key in ("", "another"):
        with pytest.raises(WrongKey, match="HALFHOUR_SECRET_KEY"):
            await read(opening(secret_key=key))


async def test_trouble_with_the_database_does_not_quote_anybodys_words(storage: Storage) -> None:
    async with storage.engine.begin() as conn:
        await conn.execute(text("DROP TABLE drafts"))
    with pytest.raises(DBAPIError, match="drafts") as trouble:
        await fill(storage)
    assert SECRET not in str(trouble.value)


async def test_an_export_is_readable(opening: Opening) -> None:
    storage = opening(secret_key="a passphrase")
    await fill(storage)
    async with storage.books(HERE, now=NOW) as books:
        assert SECRET in str(await books.export(JO))
        assert SECRET not in str(await books.export(Person("slack", "T1", "USTRANGER")))


@given(words=st.text(), key=st.sampled_from(["", "one", "one,two", " , "]))
def test_whatever_is_sealed_opens_again(words: str, key: str) -> None:
    vault = Vault(key)
    assert vault.open(vault.seal(words)) == words


@given(words=st.text("\x01\x020:1abc"))
def test_words_that_look_sealed_are_not_taken_for_it(words: str) -> None:
    assert Vault("a key").open(Vault().seal(words)) == words
