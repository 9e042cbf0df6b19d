"""A form for each person concerned, what they said of it, and what came of the actions."""

import pytest

from app.circle.destinations import destinations
from app.circle.filing import MOST_RESPONSES
from app.records.concerned import SOMEBODY
from app.records.content import HEADINGS, Document, file_name, missing
from app.records.plain import to_text
from tests.records import circles
from tests.records.circles import MINUTE, PRIYA, SAM, Played
from tests.records.reading import everything, facts, form, section, word_text

CARER = {"kind": "carer", "initials": "ZW", "number": "5551212"}
WORKER = {"kind": "worker", "worker": "Samuel Okoro"}
DAY = 24 * 60 * MINUTE


def of_three() -> tuple[Played, list[str]]:
    """A closed circle about a child, a carer and a worker's practice, with the ids of their forms."""
    played = circles.solution(close=False)
    played.act("details", destinations=[circles.CHILD, CARER, WORKER])
    return played.closes(), [each.id for each in destinations(played.circle)]


def marks(document: Document) -> list[str]:
    """Which identifiers of anybody concerned leave with a document, in whatever part of the file."""
    whole = everything(document)
    return [mark for mark in ("KQ", "8675309", "ZW", "5551212") if mark in whole]


def details(played: Played, key: str, document: str = "") -> list[dict[str, tuple[str, ...]]]:
    items = section(form(played, document=document), key).items
    return [{fact.key: fact.values for fact in item.details} for item in items]


@pytest.mark.parametrize("detail", ["short", "full"])
def test_a_form_names_the_one_person_on_whose_file_it_is_kept(detail):
    played, (child, carer, worker) = of_three()
    assert marks(form(played, detail, document=child)) == ["KQ", "8675309"]
    assert marks(form(played, detail, document=carer)) == ["ZW", "5551212"]
    assert marks(form(played, detail, document=worker)) == []
    assert "Samuel Okoro" not in [*facts(form(played, detail, document=child))["concerns"]]


def test_generic_practice_is_a_development_supervision_form():
    played, (*_, worker) = of_three()
    document = form(played, document=worker)
    assert document.title == "Development supervision: Solution Circle"
    assert document.kind == "development-supervision"
    assert facts(document)["concerns"] == ("Development supervision of Samuel Okoro",)


def test_files_of_one_circle_differ_in_name_without_telling_whose_they_are():
    played, forms = of_three()
    names = [file_name(form(played, document=each), "North team", "docx") for each in forms]
    assert names == [
        "2026-11-22-solution-form-1-north-team.docx",
        "2026-11-22-solution-form-2-north-team.docx",
        "2026-11-22-development-supervision-3-north-team.docx",
    ]
    alone = circles.solution()
    assert file_name(form(alone), "North team", "docx") == "2026-11-22-solution-form-north-team.docx"


def test_there_is_no_form_for_somebody_who_is_not_named():
    played, _ = of_three()
    for document in ("learning", "form", "0123456789"):
        with pytest.raises(LookupError):
            form(played, document=document)
    assert form(Played(), document="form").title == "Solution Circle form"


def test_what_is_missing_is_asked_of_each_form():
    played, (child, *_) = of_three()
    assert missing(played.circle, child) == ["why", "by_when"]
    assert "concerns" in missing(Played().circle, "form")


@pytest.mark.parametrize("detail", ["short", "full"])
def test_agreements_and_disagreements_stand_beside_the_text_with_who_and_when(detail):
    played = circles.solution()
    played.now += DAY
    wrong = played.act("respond", agrees=False, text="He was not sad.\nHe was tired.", who="His mother")
    played.act("respond", agrees=True, who="Priya Nair")
    whole = form(played, detail)
    box = section(whole, "responses")
    assert whole.sections[-1] == box
    assert [item.text for item in box.items] == [
        "He was not sad.\nHe was tired.",
        "Agrees with what is written here.",
    ]
    assert details(played, "responses") == [
        {
            "response_who": ("His mother",),
            "response": ("Disagrees, 23 November 2026",),
            "settled": ("Not settled yet",),
        },
        {"response_who": ("Priya Nair",), "response": ("Agrees, 23 November 2026",)},
    ]
    assert "How do we make mornings calmer?" in to_text(whole), "the text itself stays as it was"

    played.now += DAY
    played.act("settle", id=wrong, text="“Sad” was taken out with her.")
    settled = details(played, "responses")[0]["settled"]
    assert settled == ("“Sad” was taken out with her.", "Settled on 24 November 2026")
    for read in (to_text, word_text):
        assert read(form(played, detail)).count("He was not sad.\nHe was tired.") == 1
        assert read(form(played, detail)).count("“Sad” was taken out with her.") == 1
        assert all(HEADINGS[key] in read(form(played, detail)) for key in ("response_who", "settled"))


def test_where_nobody_said_anything_the_form_has_no_such_box():
    assert "responses" not in [each.key for each in form(circles.solution(), "full").sections]


def test_a_response_tells_no_form_of_the_others_concerned():
    played, (child, carer, worker) = of_three()
    played.act("respond", agrees=False, text="Wrong.", who="Mother of KQ")
    played.act("respond", agrees=True, who="Foster carer, 5551212")
    who = {
        each: [row["response_who"] for row in details(played, "responses", each)]
        for each in (child, carer, worker)
    }
    assert who[child] == [("Mother of KQ",), (SOMEBODY,)]
    assert who[carer] == [(SOMEBODY,), ("Foster carer, 5551212",)]
    assert who[worker] == [(SOMEBODY,)] * 2
    assert marks(form(played, "full", document=worker)) == []


def test_no_response_is_lost_however_many_there_are():
    played = circles.solution()
    for number in range(MOST_RESPONSES):
        played.act("respond", agrees=False, text=f"Response number {number:02}", who="Priya")
    assert to_text(form(played)).count("Response number") == MOST_RESPONSES


def test_what_came_of_an_action_stands_with_it_once_the_group_has_checked():
    played = circles.solution()
    first, second = (each.id for each in played.circle.contributions.values() if each.chosen)
    assert all("checked" not in row for row in details(played, "chosen"))
    played.now += 23 * DAY
    played.act("checked", id=first, outcome="not_yet", text="No place before May.", on="2027-02-01")
    played.act("checked", id=second, outcome="done")
    assert [row["checked"] for row in details(played, "chosen")] == [
        (
            "Not yet, 15 December 2026. The group checks in again on 1 February 2027.",
            "No place before May.",
        ),
        ("Done, 15 December 2026",),
    ]
    played.act("checked", id=first, outcome="changed", text="Grandmother walks him.")
    assert details(played, "chosen")[0]["checked"] == ("Changed, 15 December 2026", "Grandmother walks him.")
    assert "checked" not in missing(played.circle)


@pytest.mark.parametrize("detail", ["short", "full"])
def test_the_form_has_the_corrected_wording_and_no_other(detail):
    played = circles.solution()
    focus = played.circle.revision("circle", "focus")
    played.act("correct", id="focus", text="How do mornings get calmer for us?", revision=focus)
    chosen = next(each.id for each in played.circle.contributions.values() if each.chosen)
    played.act("correct", id=chosen, text="Ask for a place at the club", revision=1)
    whole = to_text(form(played, detail))
    assert "How do mornings get calmer for us?" in whole
    assert "Ask for a place at the club" in whole
    assert "How do we make mornings calmer?" not in whole
    assert "Ask the breakfast club" not in whole


@pytest.mark.parametrize("names", ["shown", "hidden", "never"])
def test_who_was_there_is_listed_and_nobody_is_named_beside_what_they_said(names):
    played = Played("solution", names=names).goes_to("solutions")
    played.says("suggestion", "Ask the club", SAM)
    played.says("suggestion", "Ask the school", PRIYA)
    played.act("details", attendance=circles.ATTENDANCE)
    document = form(played.closes(), "full")
    assert facts(document)["present"] == ("Priya Nair, Social worker", "Samuel Okoro, Family support worker")
    said = to_text(document).split("\nFocus\n")[1]
    assert [name for name in (*circles.NAMES, "Nair", "Okoro") if name in said] == []
