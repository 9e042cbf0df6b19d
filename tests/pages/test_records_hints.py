"""The reminder: phrases that look as if they named somebody are marked in their sentence, with a link to their field."""

import json
from collections.abc import Callable
from datetime import date

import pytest

from app.pages.records_hints import Reminder, Watch
from tests.pages.conftest import Person, Service
from tests.pages.test_records import SUGGESTION, Filed

TODAY = date(2026, 11, 22)


@pytest.fixture
def filed(service: Service, joanna: Person, start: Callable[..., str]) -> Filed:
    held = Filed(service, start(joanna))
    held.play(
        "details",
        destinations=[{"kind": "child", "initials": "KQ", "number": "8675309"}],
        attendance=[{"name": "Priya Nair", "role": "Social worker"}],
    )
    return held


def watch(filed: Filed) -> Watch:
    circle = filed.service.services.store.circle(filed.circle)
    assert circle is not None
    return Watch(circle, TODAY)


def marked(reminders: list[Reminder]) -> list[str]:
    return ["".join(piece.text for piece in each.pieces if piece.marked) for each in reminders]


def test_a_phrase_is_marked_in_its_sentence_with_a_link_to_its_field(filed: Filed, joanna: Person) -> None:
    filed.play("details", boxes={"impact": "She is calm now. He was born on 12/03/2014, they say. It helps."})
    page = joanna.open(filed.path).page
    box = page.split('class="records-reminders"')[1].split("</div>")[0]
    assert "<mark>born on 12/03/2014</mark>, they say.</q>" in box
    assert "“He was" not in box, "the quotation marks are the browser's"
    assert "She is calm" not in box, "one sentence is enough"
    assert 'href="#box-impact"' in box
    assert "You decide whether they stay." in box


def test_numbers_and_addresses_are_found_and_links_lead_to_what_was_said(
    filed: Filed, joanna: Person
) -> None:
    filed.play("correct", id=filed.suggestion, text="Ring 07700 900123 at DY1 1HF", revision=1)
    page = joanna.open(filed.path).page
    assert "<mark>07700 900123</mark>" in page
    assert "<mark>DY1 1HF</mark>" in page
    assert f'href="/circles/{filed.circle}/records/words#text-{filed.suggestion}"' in page


def test_names_that_belong_there_are_not_marked(filed: Filed, joanna: Person) -> None:
    """Who was there, who does it, who decides and whom it concerns are named on purpose."""
    filed.play("action", id=filed.suggestion, by_whom="Asha Kaur", decision_by="Olu Mensah", how="With Priya")
    filed.play("check_in", on="2026-12-15", by="Samuel Okoro")
    found = marked(of_form(filed))
    assert found == ["Kai"], "the focus names a child"


def test_initials_and_numbers_are_marked_in_the_record_of_learning_and_not_in_the_form(
    filed: Filed, joanna: Person
) -> None:
    filed.play("details", boxes={"impact": "KQ is calmer, see 8675309."})
    filed.play("contribute", kind="key_learning", text="KQ needs time, see 8675309.")
    assert marked(of_learning(filed)) == ["KQ", "8675309"]
    assert "KQ" not in marked(of_form(filed))


def test_the_record_of_learning_is_searched_for_words_of_the_case(filed: Filed, joanna: Person) -> None:
    filed.play("contribute", kind="key_learning", text=f"We learned this: {SUGGESTION.lower()}!")
    filed.play("contribute", kind="next_step", text="Ask every family what a good evening looks like.")
    found = of_learning(filed)
    assert marked(found) == [SUGGESTION.lower()]
    assert found[0].href.startswith(f"/circles/{filed.circle}/records/learning#text-")


def test_what_is_left_out_of_the_record_is_not_searched(filed: Filed, joanna: Person) -> None:
    said = filed.play("contribute", kind="key_learning", text="His school rang.")
    assert marked(of_learning(filed)) == ["His school"]
    filed.play("compose", lines=[{"column": "out", "sources": [said], "text": ""}])
    assert of_learning(filed) == []


def test_a_very_long_sentence_is_shortened_around_the_phrase(filed: Filed, joanna: Person) -> None:
    long = "and so on " * 60
    filed.play("details", boxes={"impact": f"{long}ring 07700 900123 {long}"})
    pieces = next(each for each in of_form(filed) if "07700" in marked([each])[0]).pieces
    assert len(json.dumps([piece.text for piece in pieces])) < 400


def of_form(filed: Filed) -> list[Reminder]:
    with filed.service.app.test_request_context():
        return watch(filed).form()


def of_learning(filed: Filed) -> list[Reminder]:
    with filed.service.app.test_request_context():
        return watch(filed).learning()


SIBLINGS = [
    {"kind": "child", "initials": "KQ", "number": "8675309"},
    {"kind": "child", "initials": "DM", "number": "24601"},
]


def of_the_form(filed: Filed) -> list[Reminder]:
    with filed.service.app.test_request_context():
        return watch(filed).form()


def test_initials_are_marked_where_the_same_words_go_onto_somebody_elses_file_too(filed: Filed) -> None:
    filed.play("details", boxes={"impact": "Now DM sleeps."}, destinations=SIBLINGS)
    assert "DM" in marked(of_the_form(filed))
    filed.play("details", destinations=SIBLINGS[1:])
    assert "DM" not in marked(of_the_form(filed)), "on the person's own file they are in order"


def test_what_somebody_says_of_the_form_is_looked_at_too(filed: Filed, joanna: Person) -> None:
    filed.play("details", destinations=SIBLINGS)
    filed.play("close")
    said = filed.play("respond", agrees=False, text="Nobody asked DM.", who="Priya")
    found = [each for each in of_the_form(filed) if each.href == f"#response-{said}"]
    assert marked(found) == ["DM"]
    assert f'id="response-{said}"' in joanna.open(filed.path).page
