"""The phone pages: joining, sending, and what becomes of words at the bell, without a signal, or changed."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.people import Window, time_passes
from tests.browser.phones import KEPT, Room, card, say, state
from tests.server import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def room(server: Server, window: Window) -> Iterator[Room]:
    with Room(server, window, "solution") as opened:
        yield opened


def test_who_scans_the_square_types_only_a_name(room: Room) -> None:
    # Given the square's address on Sam's phone
    sam = room.opens_square()
    # Then he reads what becomes of his words first, there is no code to type, and the key has left the address
    expect(sam.get_by_text("Everyone in the circle may see what you send")).to_be_visible()
    expect(sam.get_by_text("Do not use the names of children or families.")).to_be_visible()
    expect(sam.get_by_label("Code from the shared screen")).to_be_hidden()
    assert "#" not in sam.url
    # When he gives his name, he has a seat
    sam.get_by_label("Your first name or initials").fill("Sam")
    sam.get_by_role("button", name="Join the circle").click()
    expect(sam.get_by_text("Welcome, Sam")).to_be_visible()
    assert [person["name"] for person in room.view["people"]] == ["Sam"]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_wrong_code_keeps_what_was_typed(room: Room, scripts: bool) -> None:
    sam = room.window(phone=True, java_script_enabled=scripts)
    sam.goto(f"{room.server.url}/j")
    sam.get_by_label("Code from the shared screen").fill("WRNG-CODE")
    sam.get_by_label("Your first name or initials").fill("Sam")
    sam.get_by_role("button", name="Join the circle").click()
    expect(sam.get_by_role("alert")).to_contain_text("No circle has this code")
    expect(sam.get_by_label("Code from the shared screen")).to_have_value("WRNG-CODE")
    expect(sam.get_by_label("Your first name or initials")).to_have_value("Sam")
    sam.get_by_label("Code from the shared screen").fill(room.made["join_code"].lower())
    sam.get_by_role("button", name="Join the circle").click()
    expect(sam.get_by_text("Welcome, Sam")).to_be_visible()


def test_what_is_saved_is_on_the_server(room: Room) -> None:
    sam = room.join("Sam")
    room.go_to("Solutions")
    # Given words with a hidden character, which goes before they are sent
    sam.get_by_label("Your suggestion").fill("Ring\u202e the school")
    sam.get_by_role("button", name="Send", exact=True).click()
    sent = card(sam, "Ring the school")
    expect(state(sent)).to_have_text("Saved")
    assert room.texts(kind="suggestion") == ["Ring the school"]
    # When there is too much, a sentence says so and nothing is lost
    sam.get_by_label("Your suggestion").fill("😀" * 501)
    sam.get_by_role("button", name="Send").click()
    expect(sam.get_by_role("alert")).to_contain_text("1 character too long")
    expect(sam.get_by_label("Your suggestion")).to_have_value("😀" * 501)


def test_words_in_the_field_at_the_bell_stay_and_can_be_handed_in(room: Room) -> None:
    sam = room.join("Sam")
    room.go_to("Solutions")
    sam.get_by_label("Your suggestion").fill("Let him choose where")
    # When the bell rings while Sam is typing
    time_passes(room.server, 240, [sam])
    expect(sam.locator(".digits")).to_have_text("Time")
    expect(sam.get_by_text(KEPT)).to_be_visible()
    expect(sam.get_by_label("Your suggestion")).to_be_focused()
    # Then he can finish the sentence and hand it in, and the facilitator can let it in
    sam.keyboard.press("End")
    sam.keyboard.type(" you meet")
    sam.get_by_role("button", name="Hand it to the facilitator").click()
    handed = card(sam, "Let him choose where you meet")
    expect(state(handed)).to_have_text("With the facilitator")
    assert room.texts(state="handed_in") == ["Let him choose where you meet"]
    room.do("admit", id=room.view["contributions"][0]["id"])
    expect(state(handed)).to_have_text("Let in after the bell")


def test_the_server_has_the_last_word_on_the_bell(room: Room) -> None:
    sam = room.join("Sam")
    room.go_to("Solutions")
    expect(sam.get_by_label("Your suggestion")).to_be_visible()
    # Given a phone that has not heard the bell yet
    room.server.step(240_000)
    sent = say(sam, "Walk in together")
    expect(state(sent)).to_have_text(KEPT)
    assert room.texts() == []
    # When the stage takes words again, they can be sent again
    room.do("extend", seconds=60)
    sent.get_by_role("button", name="Send again").click()
    expect(state(sent)).to_have_text("Saved")
    assert room.texts() == ["Walk in together"]


def test_a_draft_survives_a_reload_and_a_lost_signal(room: Room) -> None:
    sam = room.join("Sam")
    room.go_to("Solutions")
    sam.get_by_label("Your suggestion").fill("Write to mum")
    sam.reload()
    expect(sam.get_by_label("Your suggestion")).to_have_value("Write to mum")
    # When the signal is lost, the phone says so and goes on trying
    sam.context.set_offline(True)
    sent = say(sam, "Write to mum by hand")
    expect(state(sent)).to_have_text("Not saved yet, still trying")
    expect(sam.get_by_text("No connection. Trying again. Your words stay here.")).to_be_visible(
        timeout=30_000
    )
    sam.context.set_offline(False)
    expect(state(sent)).to_have_text("Saved", timeout=30_000)
    assert room.texts() == ["Write to mum by hand"]


def test_nothing_typed_is_lost_when_the_page_draws_anew(room: Room) -> None:
    sam = room.join("Sam")
    room.go_to("Solutions")
    field = sam.get_by_label("Your suggestion")
    field.fill("Ask who he trusts")
    field.evaluate("field => field.setSelectionRange(4, 4)")
    for on in (False, True):
        room.do("phones", on=on)
        expect(sam.get_by_role("button", name="Send", exact=True)).to_be_visible(visible=on)
    assert field.evaluate("field => [field.value, field.selectionStart]") == ["Ask who he trusts", 4]
    expect(field).to_be_focused()


def test_own_words_can_be_changed_taken_back_and_removed_for_good(room: Room) -> None:
    sam = room.join("Sam")
    room.go_to("Solutions")
    one = say(sam, "Breakfast club")
    one.get_by_role("button", name="Change").click()
    one.get_by_label("Your words").fill("Breakfast club at school")
    sam.get_by_role("button", name="Save the change").click()
    expect(state(card(sam, "Breakfast club at school"))).to_have_text("Saved")
    # Given a second window of the same seat, both changing the same words
    other = sam.context.new_page()
    other.goto(sam.url)
    for page, words in ((sam, "Mine"), (other, "Yours")):
        page.get_by_role("button", name="Change").click()
        page.get_by_label("Your words").fill(words)
    other.get_by_role("button", name="Save the change").click()
    expect(card(other, "Yours")).to_be_visible()
    sam.get_by_role("button", name="Save the change").click()
    # Then the later one sees both wordings and decides
    expect(sam.get_by_text("Saved: Yours")).to_be_visible()
    sam.get_by_role("button", name="Save mine").click()
    expect(card(other, "Mine")).to_be_visible()
    # And taking back and removing do as they say, removing after a second press
    two = say(sam, "Ring every day")
    two.get_by_role("button", name="Change").click()
    sam.get_by_role("button", name="Take it back").click()
    expect(two).to_have_count(0)
    card(sam, "Mine").get_by_role("button", name="Change").click()
    sam.get_by_role("button", name="Remove for good").click()
    assert room.texts() == ["Mine"]
    sam.get_by_role("button", name="Yes, remove for good").click()
    expect(sam.locator(".own .card")).to_have_count(0)
    assert "Mine" not in str(room.view)


def test_half_typed_words_come_back_when_their_stage_runs_again(room: Room) -> None:
    sam = room.join("Sam")
    room.go_to("Solutions")
    sam.get_by_label("Your suggestion").fill("Breakfast")
    sam.get_by_label("Your suggestion").blur()
    # When the facilitator goes back by mistake, the words wait, and do not look as if they had been sent
    room.do("back")
    expect(sam.get_by_role("heading", name="Not sent")).to_be_visible()
    expect(sam.get_by_role("heading", name="Sent by you")).to_be_hidden()
    expect(card(sam, "Breakfast")).to_be_visible()
    # Then they stand in the field again as soon as the slip is undone
    room.undo()
    expect(sam.get_by_label("Your suggestion")).to_have_value("Breakfast")
    expect(card(sam, "Breakfast")).to_have_count(0)


def test_half_a_question_makes_way_for_suggestions(room: Room) -> None:
    sam = room.join("Sam")
    room.go_to("Clarification questions")
    room.do("phones", on=True)
    sam.get_by_label("Your question").fill("How often does")
    room.go_to("Solutions")
    # Then the field takes suggestions, and the question stands below with its ways on
    expect(sam.get_by_label("Your suggestion")).to_have_value("")
    half = card(sam, "How often does")
    expect(sam.get_by_role("heading", name="Not sent")).to_be_visible()
    expect(half.get_by_role("button", name="Hand it to the facilitator")).to_be_visible()
    expect(half.get_by_role("button", name="Throw away")).to_be_visible()
    half.get_by_role("button", name="Put it in the field").click()
    expect(sam.get_by_label("Your suggestion")).to_have_value("How often does")
    expect(half).to_have_count(0)


def test_where_names_are_never_stored_the_phone_still_knows_its_own_words(room: Room) -> None:
    sam = room.join("Sam")
    room.do("details", names="never")
    room.go_to("Solutions")
    expect(state(say(sam, "Breakfast club"))).to_have_text("Saved")
    sam.reload()
    one = card(sam, "Breakfast club")
    one.get_by_role("button", name="Change").click()
    sam.get_by_role("button", name="Take it back").click()
    expect(one).to_have_count(0)
    assert room.texts() == []


def test_a_parked_question_comes_back_as_a_draft(room: Room) -> None:
    sam = room.join("Sam")
    room.go_to("Clarification questions")
    expect(sam.get_by_text("Say it aloud.")).to_be_visible()
    room.do("phones", on=True)
    asked = say(sam, "Have you thought of the nurse?", label="Your question")
    expect(state(asked)).to_have_text("Saved")
    room.do("park", id=room.view["contributions"][0]["id"])
    expect(state(asked)).to_have_text("Kept as a draft for stage 3")
    room.go_to("Solutions")
    asked.get_by_role("button", name="Put it in the field").click()
    expect(sam.get_by_label("Your suggestion")).to_have_value("Have you thought of the nurse?")
