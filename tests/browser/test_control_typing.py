"""What the facilitator types survives: a reload, a server that is gone, a stage that closes meanwhile."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Facilitator
from tests.browser.test_facilitator import jo
from tests.server import Server

pytestmark = pytest.mark.browser
__all__ = ["jo"]

KEPT = "Object.entries(sessionStorage).filter(([key]) => key.startsWith('control-')).map((pair) => pair.join(' '))"


def goes_on_to(jo: Facilitator, *stages: str) -> None:
    if jo.page.locator("#number").text_content() == "Before the start":
        jo.presses("Start: Set the focus")
        jo.is_in("Set the focus")
    jo.page.locator("#title").click()
    for stage in stages:
        jo.page.keyboard.press("ArrowRight")
        jo.is_in(stage)


def kept(page: Page) -> list[str]:
    return list(page.evaluate(KEPT))


def reloads(jo: Facilitator) -> None:
    jo.page.reload()
    expect(jo.primary).to_be_enabled()


def test_what_is_typed_and_not_saved_is_there_after_a_reload(jo: Facilitator) -> None:
    # Given half a name in the lobby, half a focus, and half a question, a date in Selection
    page = jo.page
    page.get_by_label("Add somebody without a phone").fill("Pri")
    goes_on_to(jo)
    page.locator("#focus-field").fill("How do we keep")
    reloads(jo)
    jo.is_in("Set the focus")
    expect(page.get_by_label("Add somebody without a phone")).to_have_value("Pri")
    expect(page.locator("#focus-field")).to_have_value("How do we keep")

    # When the focus is saved, then it is the server's, and is not kept here any longer
    page.locator("#focus-field").fill("How do we keep Kai in school?")
    jo.button("Save the focus").click()
    expect(page.locator("#answer")).to_be_empty()
    page.wait_for_function("() => !Object.keys(sessionStorage).some((key) => key.endsWith('-focus'))")
    goes_on_to(jo, "Clarification questions")
    page.locator("#said").fill("Who lives at")
    reloads(jo)
    expect(page.locator("#said")).to_have_value("Who lives at")
    expect(page.locator("#focus-field")).to_have_value("How do we keep Kai in school?")

    # And half a question stays with its stage, after a reload too
    goes_on_to(jo, "Solutions")
    reloads(jo)
    expect(page.locator("#said")).to_have_value("")
    expect(page.locator("#entry-place")).to_contain_text("and not added: “Who lives at”")
    jo.types("Visit before school")
    goes_on_to(jo, "Selection")
    jo.does("Choose", "Visit before school")
    page.get_by_label("Who will do it?").fill("Priya and S")
    page.locator("#check-in-on").fill("2027-01-15")
    reloads(jo)
    expect(page.get_by_label("Who will do it?")).to_have_value("Priya and S")
    expect(page.locator("#check-in-on")).to_have_value("2027-01-15")

    # And when the circle is closed nothing of it stays in the browser
    assert any("Who lives at" in each for each in kept(page))
    goes_on_to(jo, "Review")
    jo.closes()
    jo.is_in("The circle is closed")
    assert kept(page) == []


def test_who_was_told_is_kept_until_it_is_saved(jo: Facilitator) -> None:
    goes_on_to(jo)
    jo.button("Stop: someone may be at risk now").click()
    jo.page.get_by_label("Who was told?").fill("Duty man")
    reloads(jo)
    jo.presses("Go on with the circle")
    jo.button("Stop: someone may be at risk now").click()
    expect(jo.page.get_by_label("Who was told?")).to_have_value("Duty man")
    jo.page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(jo.page.get_by_role("dialog")).to_be_hidden()
    assert kept(jo.page) == []


def test_a_focus_that_somebody_else_saved_meanwhile_is_not_written_over_unseen(
    jo: Facilitator, server: Server
) -> None:
    goes_on_to(jo)
    jo.page.locator("#focus-field").fill("How do we keep")
    other = jo.page.context.new_page()
    other.goto(jo.page.url)
    other.locator("#focus-field").fill("What does Kai need?")
    other.get_by_role("button", name="Save the focus").click()
    expect(jo.page.locator("#focus-place")).to_contain_text("Somebody else just saved: “What does Kai need?”")
    reloads(jo)
    expect(jo.page.locator("#focus-field")).to_have_value("How do we keep")
    expect(jo.page.locator("#focus-place")).to_contain_text("Somebody else just saved: “What does Kai need?”")


def test_when_the_server_dies_the_page_counts_on_and_sends_the_words_when_it_is_back(
    jo: Facilitator, server: Server
) -> None:
    goes_on_to(jo, "Clarification questions")
    server.kill()
    expect(jo.page.locator("#line")).to_contain_text("Connection lost. The clock keeps counting here")
    before = jo.page.locator("#time").text_content()
    jo.page.locator("#said").fill("Who lives at home?")
    expect(jo.page.locator("#time")).not_to_have_text(str(before))
    jo.page.locator("#entry-place").get_by_role("button", name="Add").click()
    expect(jo.page.locator("#answer")).to_contain_text("Not saved yet, still trying")
    jo.page.locator("#focus-field").fill("How do we keep Kai in school?")
    server.start()

    # The question is saved once, what was typed besides is still there, and nothing covers the page
    expect(jo.card("Who lives at home?")).to_have_count(1, timeout=20_000)
    expect(jo.page.locator("#said")).to_have_value("")
    expect(jo.page.locator("#focus-field")).to_have_value("How do we keep Kai in school?")
    expect(jo.page.locator("#line")).to_be_hidden()


def moved_on_elsewhere(jo: Facilitator, *stages: str) -> None:
    """In another window of Jo's, while this one has the keyboard."""
    other = Facilitator(jo.page.context.new_page(), jo.server)
    other.page.goto(jo.page.url)
    expect(other.primary).to_be_enabled()
    goes_on_to(other, *stages)
    jo.page.bring_to_front()


def test_a_sentence_whose_field_goes_away_presses_no_button(jo: Facilitator) -> None:
    # Given Jo types a suggestion, and the circle goes on to a stage without that field
    goes_on_to(jo, "Clarification questions", "Solutions")
    jo.page.locator("#said").press_sequentially("Visit")
    moved_on_elsewhere(jo, "Selection")
    jo.is_in("Selection")
    expect(jo.page.locator("#said")).to_be_hidden()

    # When Jo's fingers write on: b, t, u, space and an arrow would be keys of the page
    expect(jo.page.locator("#title")).to_be_focused()
    jo.page.keyboard.type(" but")
    jo.page.keyboard.press("ArrowRight")

    # Then nothing has happened, and what was typed is still to be read
    jo.is_in("Selection")
    expect(jo.page.get_by_role("button", name="Blank the screen")).to_be_visible()
    expect(jo.page.locator("#entry-place")).to_contain_text("and not added: “Visit”")


def test_control_the_same_keys_do_press_when_nobody_was_typing(jo: Facilitator) -> None:
    goes_on_to(jo, "Clarification questions", "Solutions", "Selection")
    jo.page.keyboard.type("b")
    expect(jo.page.get_by_role("button", name="Show the screen again")).to_be_visible()
    jo.page.keyboard.press("ArrowRight")
    jo.is_in("Review")


def test_letters_can_be_switched_off_and_the_list_of_keys_is_whole(jo: Facilitator) -> None:
    goes_on_to(jo)
    jo.page.keyboard.press("?")
    listed = jo.page.get_by_role("dialog").locator("kbd").all_text_contents()
    assert listed == ["Space", "→", "←", "↑", "U", "S", "P", "B", "T", "?"]
    jo.page.get_by_label("Use the letters and ? too.").uncheck()
    jo.page.keyboard.press("Escape")
    for key in ("b", "s", "?"):
        jo.page.keyboard.press(key)
    reloads(jo)
    jo.page.keyboard.press("b")
    jo.page.keyboard.press("ArrowRight")
    jo.is_in("Clarification questions")
    expect(jo.page.get_by_role("button", name="Blank the screen")).to_be_visible()
    expect(jo.page.get_by_role("dialog")).to_be_hidden()


def test_going_through_a_list_by_keyboard_merges_nothing_until_it_is_pressed(jo: Facilitator) -> None:
    goes_on_to(jo, "Clarification questions", "Solutions")
    for text in ("Visit before school", "Come before school", "Ask Mum"):
        jo.types(text)
    goes_on_to(jo, "Selection")
    card = jo.card("Come before school")
    card.get_by_text("More").click()
    choice = card.get_by_label("Same as: Come before school")
    choice.focus()
    for _ in range(2):
        jo.page.keyboard.press("ArrowDown")
    jo.page.keyboard.press("ArrowUp")
    expect(choice.locator("option:checked")).to_have_text("Visit before school")
    expect(jo.page.locator("#contributions-place h2")).to_have_text("3 suggestions")
    card.get_by_role("button", name="Put together: Come before school").click()
    expect(card).to_contain_text("same as “Visit before school”")
    expect(jo.page.locator("#contributions-place h2")).to_have_text("2 suggestions")
