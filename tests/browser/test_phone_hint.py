"""The nudge on the phone: words that seem to name somebody are pointed out before they go, and never stopped."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import Window, time_passes
from tests.browser.phones import Room, card, say, state
from tests.server import Server

pytestmark = pytest.mark.browser

NARROW = {"viewport": {"width": 320, "height": 640}}


@pytest.fixture
def room(server: Server, window: Window) -> Iterator[Room]:
    with Room(server, window, "solution") as opened:
        yield opened


def hint(of: Page | Locator) -> Locator:
    return of.locator(".hint:not(:empty)")


def ready(page: Page) -> Page:
    """The words to look for come when somebody begins to write; this is over once they are there."""
    with page.expect_response("**/js/lib/hints.js") as words:
        page.locator("form.compose textarea").dispatch_event("focusin")
    page.evaluate("(address) => import(address).then(() => null)", words.value.url)
    return page


def press(of: Page | Locator, label: str) -> None:
    of.get_by_role("button", name=label, exact=True).click()


def test_a_name_and_a_number_are_pointed_out_before_they_go(room: Room) -> None:
    amir = ready(room.join("Amir", **NARROW))
    room.go_to("Solutions")
    # When Amir sends a name and a phone number, he is told first, and nothing has gone
    amir.get_by_label("Your suggestion").fill("Ask Ruby's grandmother on 07700 900123")
    press(amir, "Send")
    expect(hint(amir)).to_have_text(
        "“Ruby” looks like a name, “07700 900123” like a phone number. "
        "Use no names of families. You can send it all the same."
    )
    expect(amir.locator("mark")).to_have_text(["“Ruby”", "“07700 900123”"])
    expect(amir.get_by_role("button", name="Send all the same")).to_be_visible()
    expect(amir.get_by_label("Your suggestion")).to_have_value("Ask Ruby's grandmother on 07700 900123")
    expect(amir.get_by_role("alert")).to_have_count(0)
    assert amir.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert room.texts() == []
    # When he changes them, the hint goes, and one press sends
    amir.get_by_label("Your suggestion").fill("Ask their grandmother")
    expect(hint(amir)).to_have_count(0)
    press(amir, "Send")
    expect(state(card(amir, "Ask their grandmother"))).to_have_text("Saved")
    assert room.texts() == ["Ask their grandmother"]


def test_who_means_it_sends_all_the_same_and_is_not_told_twice(room: Room) -> None:
    beth = ready(room.join("Beth"))
    room.go_to("Solutions")
    beth.get_by_label("Your suggestion").fill("Ring Dr Patel about sleep")
    # The phrase is pointed out while she writes on, with the button as it was
    expect(hint(beth)).to_contain_text("“Dr Patel” looks like a name.")
    press(beth, "Send")
    press(beth, "Send all the same")
    expect(state(card(beth, "Ring Dr Patel about sleep"))).to_have_text("Saved")
    # The same phrase does not stop her again; another one does
    expect(state(say(beth, "Write to Dr Patel"))).to_have_text("Saved")
    beth.get_by_label("Your suggestion").fill("Write to Dr Patel and to Ruby")
    press(beth, "Send")
    expect(hint(beth)).to_have_text(
        "“Ruby” looks like a name. Use no names of families. You can send it all the same."
    )
    assert len(room.texts()) == 2


def test_nothing_is_said_of_a_word_half_written_or_of_those_who_take_part(room: Room) -> None:
    priya = ready(room.present("Priya"))
    room.join("Sam")
    room.go_to("Solutions")
    field = priya.get_by_label("Note a suggestion")
    field.press_sequentially("Walk in with Ruby")
    expect(hint(priya)).to_have_count(0)
    field.press_sequentially(" and")
    expect(hint(priya)).to_contain_text("“Ruby” looks like a name.")
    field.fill("Sam and Priya walk in with them")
    press(priya, "Note it")
    expect(state(card(priya, "Sam and Priya walk in"))).to_have_text("Saved")


def test_a_change_to_own_words_is_looked_at_too(room: Room) -> None:
    beth = ready(room.join("Beth"))
    room.go_to("Solutions")
    sent = say(beth, "Meet at home")
    press(sent, "Change")
    sent.get_by_label("Your words").fill("Meet at DY1 1HF")
    press(beth, "Save the change")
    expect(hint(sent)).to_have_text(
        "“DY1 1HF” looks like a postcode. Can you say it without? You can save it all the same."
    )
    assert room.texts() == ["Meet at home"]
    press(beth, "Save it all the same")
    expect(state(card(beth, "Meet at DY1 1HF"))).to_have_text("Saved")


def test_the_focus_and_who_does_what_are_looked_at_too(room: Room) -> None:
    priya = ready(room.present("Priya"))
    room.go_to("Set the focus")
    priya.get_by_label("Your focus").fill("How do I help Ruby stay in school?")
    press(priya, "Save the focus")
    expect(hint(priya)).to_contain_text("“Ruby” looks like a name.")
    assert room.view["circle"]["focus"]["text"] == ""
    press(priya, "Save it all the same")
    expect(priya.locator(".focus .words")).to_have_text("How do I help Ruby stay in school?")
    room.go_to("Solutions")
    expect(state(say(priya, "Breakfast club", "Note a suggestion", "Note it"))).to_have_text("Saved")
    room.go_to("Selection")
    way = priya.locator(".board .card")
    press(way, "Choose")
    press(way, "Say who will do it")
    # A colleague's name is what belongs there; a phone number is not
    way.get_by_label("Who will do it?").fill("Tomasz 07700 900123")
    press(way, "Save")
    expect(hint(way)).to_have_text(
        "“07700 900123” looks like a phone number. Can you say it without? You can save it all the same."
    )
    way.get_by_label("Who will do it?").fill("Tomasz")
    press(way, "Save")
    expect(way).to_contain_text("Tomasz will do it.")


def test_what_is_handed_in_after_the_bell_is_looked_at_too(room: Room) -> None:
    amir = ready(room.join("Amir"))
    room.go_to("Solutions")
    amir.get_by_label("Your suggestion").fill("Ask Ruby")
    time_passes(room.server, 240, [amir])
    press(amir, "Hand it to the facilitator")
    expect(hint(amir)).to_contain_text("“Ruby” looks like a name.")
    assert room.texts() == []
    press(amir, "Hand it over all the same")
    expect(state(card(amir, "Ask Ruby"))).to_have_text("With the facilitator")


def test_words_set_aside_are_looked_at_before_they_are_handed_in(room: Room) -> None:
    amir = ready(room.join("Amir"))
    room.go_to("Clarification questions")
    room.do("phones", on=True)
    amir.get_by_label("Your question").fill("Where does Ruby sleep?")
    room.go_to("Solutions")
    aside = card(amir, "Where does Ruby sleep?")
    press(aside, "Hand it to the facilitator")
    expect(hint(aside)).to_contain_text("“Ruby” looks like a name.")
    assert room.texts() == []
    press(aside, "Hand it over all the same")
    expect(state(aside)).to_have_text("With the facilitator")


def test_without_the_words_to_look_for_everything_goes_at_once(room: Room) -> None:
    beth = room.opens_square()
    beth.route("**/js/lib/hints.js", lambda route: route.abort())
    room.join("Beth", beth)
    room.go_to("Solutions")
    expect(state(say(beth, "Ask Ruby"))).to_have_text("Saved")
    expect(hint(beth)).to_have_count(0)


def test_in_the_review_words_about_the_case_are_pointed_out(room: Room) -> None:
    beth = ready(room.join("Beth"))
    # Given a stage about the case, in which such words are what is wanted
    room.go_to("Solutions")
    expect(state(say(beth, "Speak with his school"))).to_have_text("Saved")
    room.go_to("Review")
    beth.get_by_label("Key learning", exact=True).check()
    beth.get_by_label("Your words").fill("Speak with his school early on")
    press(beth, "Send")
    expect(hint(beth)).to_contain_text("“his school” looks like words about a case.")
    beth.get_by_label("Your words").fill("Speak with schools early on")
    press(beth, "Send")
    expect(state(card(beth, "Speak with schools"))).to_have_text("Saved")
