"""A whole Success Circle: reflections are added up into outcomes, and each says how they will use the learning."""

import pytest
from playwright.sync_api import expect

from tests.browser.files import row_of, text_of
from tests.browser.people import Facilitator, Phone, Window, time_passes
from tests.server import Server

pytestmark = pytest.mark.browser

WORK = "Bedtimes at the Brooks house"
QUESTION = "What made you try a picture chart?"
REFLECTIONS = {"Sam": "He sleeps through the night now", "Tom": "Mum says she feels heard"}
NOTED = "The little one draws again"
OUTCOMES = ["Sleep has settled", "Mum asks for help early"]
USES = {
    "Sam": "I will ask families what a good evening looks like",
    "Tom": "I will bring the chart to my next visit",
}
LEARNING = "Start from what families want"
REWORDED = "Start from what a family wants most"


def test_a_success_circle_with_outcomes_added_up_and_a_round_on_the_learning(
    server: Server, window: Window
) -> None:
    # Given Jo starts a Success Circle; Priya, Sam and Tom join by phone, and Ann is there without one
    jo = Facilitator(window(), server)
    jo.sets_up("Jo Baker", "North team")
    jo.starts("Success Circle")
    screen = jo.opens_screen()
    priya, sam, tom = (Phone(window(phone=True), name) for name in ("Priya", "Sam", "Tom"))
    for phone in (priya, sam, tom):
        phone.joins(screen, server)
    everybody = [jo.page, screen, priya.page, sam.page, tom.page]
    jo.adds("Ann")
    jo.makes_presenter("Priya")

    # Outline: the facilitator types the title of the work; nobody's phone sends anything
    jo.presses("Start: Outline the work")
    jo.page.locator("#title-field").fill(WORK)
    jo.button("Save the title").click()
    expect(screen.locator("body")).to_contain_text(WORK)
    sam.sends_nothing("You can send reflections in stage 3")
    time_passes(server, 240, everybody)

    # Clarification: the facilitator types a question that was asked aloud, and marks it as answered
    jo.presses("Go on to stage 2: Clarification questions")
    jo.types(QUESTION, by="Ann")
    expect(screen.locator("body")).to_contain_text(QUESTION)
    jo.does("Answered", QUESTION)
    expect(screen.locator("body")).to_contain_text("Answered")
    time_passes(server, 360, everybody)

    # Reflections: from phones, and one noted by the presenter
    jo.presses("Go on to stage 3: Reflections")
    sam.sends(REFLECTIONS["Sam"])
    tom.sends(REFLECTIONS["Tom"])
    priya.sends(NOTED)
    for text in [*REFLECTIONS.values(), NOTED]:
        expect(screen.locator("body")).to_contain_text(text)
    time_passes(server, 360, everybody)

    # Add up the outcomes: the presenter's
    jo.presses("Go on to stage 4: Add up the outcomes")
    sam.sends_nothing("Priya")
    for text in OUTCOMES:
        priya.sends(text)
        expect(screen.locator("body")).to_contain_text(text)

    # Use the learning: the screen shows whose turn it is and who is still to come
    jo.presses("Go on to stage 5: Use the learning")
    expect(screen.locator(".turn")).to_contain_text("Still to come")
    jo.presses("Next to speak: Sam")
    expect(screen.locator(".turn")).to_contain_text("Sam")
    expect(sam.page.get_by_text("It is your turn.")).to_be_visible()
    sam.sends(USES["Sam"])
    jo.presses("Next to speak: Tom")
    tom.sends(USES["Tom"])
    expect(tom.page.get_by_text("It is your turn.")).to_be_visible()
    expect(sam.page.get_by_text("It is your turn.")).to_be_hidden()
    jo.presses("Next to speak: Ann")
    jo.button("They have spoken").click()

    # Review and close
    jo.presses("Go on to the review")
    sam.sends(LEARNING, "Key learning")
    jo.closes()
    expect(screen.locator("body")).to_contain_text("Thank you")

    # Then the form holds each text once, and the Record of Learning nothing of the case
    form = jo.downloads("solution-form.docx?detail=full")
    case = [WORK, QUESTION, *REFLECTIONS.values(), NOTED, *OUTCOMES, *USES.values()]
    assert {text: text_of(form).count(text) for text in case} == dict.fromkeys(case, 1)
    assert LEARNING not in text_of(form)
    assert row_of(form, "Reflections")[1:3] == ["6 min", row_of(form, "Reflections")[2]]
    assert row_of(form, "Reflections")[2].startswith("6 min")
    record = text_of(jo.downloads("record-of-learning.docx"))
    assert LEARNING in record
    assert [text for text in case if text in record] == []

    # Then Jo, who is the advisor too, edits: a box of the form, a line reworded, and Tom's use of the learning taken in
    jo.opens_records()
    jo.page.get_by_role("button", name="Write the Record of Learning").click()
    row = jo.page.locator(".compose-line", has=jo.page.locator("textarea", has_text=LEARNING))
    row.locator("textarea").fill(REWORDED)
    jo.page.locator(".compose-line", has=jo.page.locator("textarea", has_text=USES["Tom"])).get_by_role(
        "button", name="Put in"
    ).click()
    jo.page.locator(".compose-bar").get_by_role("button", name="Save").click()
    record = text_of(jo.downloads("record-of-learning.docx"))
    assert (REWORDED in record, LEARNING in record) == (True, False)
    assert (USES["Tom"] in record, USES["Sam"] in record) == (True, False)
    # And files both
    jo.opens_records()
    jo.files("Solution Circle form", "LCS")
    jo.files("Record of Learning", "Team folder (SharePoint)")
    expect(jo.page.locator("#file")).to_contain_text("Filed in LCS on")
    expect(jo.page.locator("#file")).to_contain_text("by Jo Baker")
    jo.page.goto(server.url)
    expect(jo.page.get_by_text("to file", exact=False)).to_have_count(0)

    # And the team's next circle opens with what it agreed
    jo.starts("Solution Circle")
    earlier = jo.page.locator("#earlier")
    expect(earlier).to_contain_text(USES["Tom"])
    expect(earlier).not_to_contain_text(USES["Sam"])
    screen = jo.opens_screen()
    expect(screen.locator("body")).not_to_contain_text(USES["Tom"])
    jo.button("Show them on the screen").click()
    expect(screen.locator("body")).to_contain_text(USES["Tom"])
