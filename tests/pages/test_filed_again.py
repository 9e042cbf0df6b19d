"""What was changed after a document was filed is not in the file: the page says so until it is filed again."""

from collections.abc import Callable

import pytest

from tests.pages.conftest import Person, Service
from tests.pages.test_filing import documents, filed, mark, paper
from tests.pages.test_records import Filed

__all__ = ["filed"]

CHANGED = "What you filed is not the same as what is here now."


@pytest.fixture
def marked(filed: Filed, joanna: Person, service: Service) -> list[str]:
    """Every document was filed an hour ago: two forms, and the Record of Learning."""
    names = documents(filed)
    for name in names:
        mark(joanna, filed, name)
    service.later(hours=1)
    return names


@pytest.fixture
def changed(filed: Filed, joanna: Person, marked: list[str]) -> Callable[[], list[bool]]:
    """Of which documents the page says that they have changed."""
    return lambda: [CHANGED in paper(joanna, filed, name) for name in marked]


def test_nothing_is_asked_for_while_what_is_filed_is_what_stands_here(
    filed: Filed, joanna: Person, changed: Callable[[], list[bool]]
) -> None:
    joanna.open(f"{filed.path}/solution-form.txt?for={documents(filed)[0]}")
    filed.play("hold", on=True)
    assert changed() == [False, False, False]
    assert "Every record is filed" in joanna.open(filed.path).page


def test_a_disagreement_and_its_settling_are_to_be_filed_with_the_form(
    filed: Filed, joanna: Person, changed: Callable[[], list[bool]], service: Service, marked: list[str]
) -> None:
    said = filed.play("respond", agrees=False, text="Nobody asked me.", who="Priya")
    assert changed() == [True, True, False]
    assert "Something has changed since it was filed" in joanna.page
    assert "or the change is lost" in joanna.page

    # Filed again, it is in order, for that form alone
    mark(joanna, filed, marked[0])
    assert changed() == [False, True, False]

    service.later(hours=1)
    filed.play("settle", id=said, text="It was put right.")
    assert changed() == [True, True, False]
    assert CHANGED not in joanna.open(f"{filed.path}/filing/forget").page
    assert "File it again first" in joanna.page


def test_a_box_an_answer_and_a_new_day_are_changes_of_the_form_and_lines_of_the_learning(
    filed: Filed, joanna: Person, changed: Callable[[], list[bool]], marked: list[str], service: Service
) -> None:
    filed.play("details", boxes={"decision": "Agreed by the manager"})
    assert changed() == [True, True, False]
    filed.play("details", boxes={"decision": ""})
    assert changed() == [False, False, False], "put back as it was"
    filed.play("check_in", on="2026-12-18")
    assert changed() == [True, True, False]
    filed.play("compose", lines=[{"column": "key_learning", "sources": [], "text": "Silence helps"}])
    assert changed() == [True, True, True]


def test_what_the_group_finds_later_calls_for_no_second_filing(
    filed: Filed, changed: Callable[[], list[bool]]
) -> None:
    filed.play("checked", id=filed.suggestion, outcome="done", text="They met on Saturday")
    assert changed() == [False, False, False]


def test_the_address_of_an_act_opened_again_leads_to_the_records(filed: Filed, joanna: Person) -> None:
    assert "What is left to do" in joanna.open(f"{filed.path}/filing/learning").page
    assert "What is left to do" in joanna.open(f"{filed.path}/filing/responses/0123/settled").page
