"""Every sentence that the code says is there, with the names it fills in; and none lies in the file unsaid."""

import ast

from bot.speech import catalogue
from tests.speech.uses import MADE, PASSED, reached, sources, uses

OF_A_CHAT = {"mentor", "mentee", "other", "topic", "minutes", "by", "when", "slot", "reason"}
"""What `bot.speech.standing` fills in."""


def _names(key: str) -> set[str]:
    return {name for full in reached(key) for name in catalogue.placeholders(catalogue.keys("en")[full])}


def test_every_sentence_that_the_code_says_exists() -> None:
    missing = sorted({f"{use.where}: {use.key}" for use in uses() if not reached(use.key)})
    assert missing == []


def test_no_sentence_lies_unsaid() -> None:
    said = {full for use in uses() for full in reached(use.key)} | {"language.name"}
    assert sorted(set(catalogue.keys("en")) - said) == []


def test_every_name_in_a_sentence_is_given_where_it_is_said() -> None:
    lacking = [
        f"{use.where}: {use.key} needs {sorted(_names(use.key) - use.given)}"
        for use in uses()
        if use.given is not None and not _names(use.key) <= use.given
    ]
    assert lacking == []


def test_cards_of_a_chat_name_only_what_a_chat_knows() -> None:
    of_a_chat = {
        key for (path, _), keys in MADE.items() if path.endswith(("standing.py", "telling.py")) for key in keys
    }
    assert {key: sorted(_names(key) - OF_A_CHAT) for key in of_a_chat if not _names(key) <= OF_A_CHAT} == {}


def test_a_trouble_at_a_field_brings_the_names_that_its_sentence_needs() -> None:
    lacking = []
    for path, tree in sources():
        for node in ast.walk(tree):
            match node:
                case ast.Tuple(elts=[ast.Constant(value=str(key)), ast.Dict(keys=written)]) if reached(key):
                    given = {name.value for name in written if isinstance(name, ast.Constant)}
                case ast.keyword(value=ast.Constant(value=str(key))) if key.startswith(("trouble.", "refusal.")):
                    given = set()  # FormTrouble(key="..."), required(wording="...")
                case ast.Call(func=ast.Name(), args=[ast.Constant(value=str(key))], keywords=more) if key.startswith(
                    "refusal."
                ):
                    given = {keyword.arg for keyword in more}
                case _:
                    continue
            if not _names(key) <= given:
                lacking.append(f"{path}:{getattr(node, 'lineno', node)}: {key} needs {sorted(_names(key) - given)}")
    assert lacking == []


def test_the_list_of_keys_made_at_run_time_tells_of_the_code_as_it_is() -> None:
    written = {
        (path, ast.unparse(node)) for path, tree in sources() for node in ast.walk(tree) if isinstance(node, ast.expr)
    }
    assert [place for place in MADE if place not in written] == []
    assert [(path, key) for path, _, key in PASSED if (path, key) not in written] == []
