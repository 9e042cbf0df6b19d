"""The phone pages: the presenter's part, what a phone never holds, the plain form, coming late, the end."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Response, expect

from tests.browser.people import Window
from tests.browser.phones import KEPT, Room, card, say, state
from tests.server import Server

pytestmark = pytest.mark.browser


@pytest.fixture
def room(server: Server, window: Window) -> Iterator[Room]:
    with Room(server, window, "solution") as opened:
        yield opened


def test_the_presenter_writes_the_focus_and_chooses(room: Room) -> None:
    priya = room.present("Priya")
    room.go_to("Set the focus")
    priya.get_by_label("Your focus").fill("How do I help T. stay in school?")
    # When the facilitator was first, Priya sees both and keeps hers
    room.do("focus", text="School", revision=0)
    priya.get_by_role("button", name="Save the focus").click()
    expect(priya.get_by_text("Somebody else saved: School")).to_be_visible()
    priya.get_by_role("button", name="Save mine").click()
    expect(priya.locator(".focus .words")).to_have_text("How do I help T. stay in school?")
    room.go_to("Solutions")
    for number in range(5):
        say(priya, f"Way {number}", label="Note a suggestion", button="Note it")
    expect(priya.locator(".own .card.saved")).to_have_count(5)
    # Then in Selection she takes away what was tried, and is asked at the fourth choice
    room.go_to("Selection")
    cards = priya.locator(".board .card")
    cards.nth(0).get_by_role("button", name="Already tried").click()
    expect(state(cards.nth(0))).to_have_text("Tried")
    for number in (1, 2, 3):
        cards.nth(number).get_by_role("button", name="Choose").click()
        expect(state(cards.nth(number))).to_have_text("Chosen")
    expect(priya.locator(".sums")).to_have_text("5 offered − 1 tried = 4 left3 chosen")
    cards.nth(4).get_by_role("button", name="Choose").click()
    expect(priya.get_by_text("Are you sure? Two or so is usual.")).to_be_visible()
    cards.nth(4).get_by_role("button", name="No").click()
    # And she says who does what, and when the group checks in
    cards.nth(1).get_by_role("button", name="Say who will do it").click()
    cards.nth(1).get_by_label("Who will do it?").fill("Priya")
    cards.nth(1).get_by_role("button", name="Save").click()
    expect(cards.nth(1)).to_contain_text("Priya will do it.")
    priya.get_by_label("When does the group check in?").fill("2027-01-15")
    priya.get_by_role("button", name="Save the date").click()
    expect(priya.get_by_text("The group checks in on Friday 15 January 2027.")).to_be_visible()
    assert room.view["circle"]["check_in"]["on"] == "2027-01-15"
    assert sum("chosen" in c for c in room.view["contributions"]) == 3


def test_who_will_do_it_is_saved_on_leaving_the_field_and_never_dropped(room: Room) -> None:
    priya = room.present("Priya")
    room.go_to("Solutions")
    expect(state(say(priya, "Breakfast club", label="Note a suggestion", button="Note it"))).to_have_text(
        "Saved"
    )
    room.go_to("Selection")
    way = priya.locator(".board .card")
    way.get_by_role("button", name="Choose").click()
    way.get_by_role("button", name="Say who will do it").click()
    way.get_by_label("Who will do it?").fill("Sam")
    expect(way.locator(".action .state")).to_have_text("Not saved yet")
    way.get_by_label("By when?").click()
    expect(way.locator(".action .state")).to_have_text("Saved")
    assert room.view["contributions"][0]["action"]["by_whom"] == "Sam"
    # When the facilitator goes on while she is at it, what she typed is kept, and she is told
    way.get_by_label("By when?").fill("Friday")
    room.go_to("Review")
    expect(priya.get_by_role("heading", name="Not saved")).to_be_visible()
    expect(priya.get_by_text("Who: Sam, by Friday")).to_be_visible()
    priya.get_by_role("button", name="Throw away").click()
    expect(priya.get_by_role("heading", name="Not saved")).to_be_hidden()


def test_a_focus_that_was_not_saved_is_never_dropped(room: Room) -> None:
    priya = room.present("Priya")
    room.go_to("Set the focus")
    room.do("focus", text="School", revision=0)
    priya.get_by_role("button", name="Change").click()
    priya.get_by_label("Your focus").fill("School, and how he gets there")
    expect(priya.locator("form > .state").filter(has_text="Not saved yet")).to_be_visible()
    # When the stage goes on, it can still be saved
    room.go_to("Clarification questions")
    expect(priya.get_by_text("your focus is not saved yet")).to_be_visible()
    expect(priya.get_by_role("button", name="Save the focus")).to_be_visible()
    # And where it cannot be saved any more, it still stands there until she throws it away
    room.go_to("Solutions")
    kept = priya.locator(".focus-held")
    expect(kept).to_contain_text("School, and how he gets there")
    expect(state(kept)).to_have_text("Not saved. The stage has closed. Your words are kept here.")
    kept.get_by_role("button", name="Throw it away").click()
    expect(kept).to_be_hidden()


def test_a_phone_never_holds_what_somebody_else_wrote(room: Room) -> None:
    frames: list[str] = []
    polled: list[Response] = []
    sam = room.window(phone=True)
    sam.on("websocket", lambda line: line.on("framereceived", lambda frame: frames.append(str(frame))))
    sam.on("response", lambda answer: polled.append(answer) if "/socket.io/" in answer.url else None)
    sam.goto(room.made["join_url"])
    room.join("Sam", sam)
    ali = room.join("Ali")
    room.go_to("Solutions")
    expect(state(say(ali, "canary-of-ali"))).to_have_text("Saved")
    expect(state(say(sam, "canary-of-sam"))).to_have_text("Saved")
    room.go_to("Selection")
    expect(sam.get_by_role("heading", name="Selection")).to_be_visible()
    heard = sam.content() + "".join(frames) + "".join(answer.text() for answer in polled if answer.ok)
    assert "canary-of-sam" in heard
    assert "canary-of-ali" not in heard
    assert "Ali" not in heard


def test_the_plain_form_works_without_scripts(room: Room) -> None:
    una = room.window(phone=True, java_script_enabled=False)
    una.goto(f"{room.server.url}/j")
    una.get_by_label("Code from the shared screen").fill(room.made["join_code"])
    una.get_by_label("Your first name or initials").fill("Una")
    una.get_by_role("button", name="Join the circle").click()
    room.go_to("Solutions")
    una.get_by_role("link", name="Reload").click()
    una.get_by_label("Your suggestion").fill("Ask the nurse")
    una.get_by_role("button", name="Send").click()
    expect(state(una.locator(".card").filter(has_text="Ask the nurse"))).to_have_text("Saved")
    # When the stage closes while she writes
    una.get_by_label("Your suggestion").fill("Ask the school")
    room.do("cut")
    una.get_by_role("button", name="Send").click()
    expect(una.get_by_text(KEPT)).to_be_visible()
    expect(una.get_by_label("Your suggestion")).to_have_value("Ask the school")
    una.get_by_role("button", name="Hand it to the facilitator").click()
    expect(una.locator(".card").filter(has_text="Ask the school")).to_contain_text("With the facilitator")
    assert room.texts() == ["Ask the nurse", "Ask the school"]


def test_the_simple_form_takes_over_what_was_typed(room: Room) -> None:
    sam = room.join("Sam")
    room.go_to("Solutions")
    sam.get_by_label("Your suggestion").fill("Half a sentence")
    sam.goto(f"{sam.url}?simple=1")
    expect(sam.get_by_label("Your suggestion")).to_have_value("Half a sentence")
    sam.get_by_role("button", name="Send").click()
    expect(state(card(sam, "Half a sentence"))).to_have_text("Saved")
    # Then, back on the live page, nothing waits to be sent a second time
    sam.get_by_role("link", name="Back to the page").click()
    expect(sam.locator("#phone").get_by_label("Your suggestion")).to_have_value("")
    assert room.texts() == ["Half a sentence"]


def test_who_comes_late_is_told_where_the_circle_stands(room: Room) -> None:
    room.present("Priya")
    room.go_to("Solutions")
    ali = room.join("Ali")
    expect(ali.locator(".catch-up")).to_contain_text("Stage 3 of 4: Solutions")
    ali.get_by_role("button", name="Got it").click()
    ali.reload()
    expect(ali.get_by_label("Your suggestion")).to_be_visible()
    expect(ali.locator(".catch-up")).to_be_hidden()


def test_who_was_there_from_the_start_is_not_told_so_in_another_window(room: Room) -> None:
    sam = room.join("Sam")
    room.go_to("Solutions")
    expect(sam.get_by_label("Your suggestion")).to_be_visible()
    other = sam.context.new_page()
    other.goto(sam.url)
    expect(other.get_by_label("Your suggestion")).to_be_visible()
    expect(other.locator(".catch-up")).to_be_hidden()


def test_the_focus_and_the_questions_stand_on_the_phones(room: Room) -> None:
    sam, priya = room.join("Sam"), room.present("Priya")
    room.do("scribe", seat=room.seat("Sam"), on=True)
    expect(sam.get_by_text("You are the scribe: you type what people say aloud.")).to_be_visible()
    room.go_to("Set the focus")
    expect(sam.get_by_text("You are the scribe: write down the focus once it is agreed.")).to_be_visible()
    room.do("focus", text="School", revision=0)
    room.go_to("Clarification questions")
    expect(sam.locator(".focus-line")).to_have_text("Focus: School")
    # Then the presenter sees a question arrive, and that it was answered
    room.do("contribute", kind="question", text="How often?")
    asked = priya.locator(".offered .card").filter(has_text="How often?")
    expect(asked).to_be_visible()
    room.do("answered", id=room.view["contributions"][0]["id"])
    expect(state(asked)).to_have_text("Answered")
    room.go_to("Solutions")
    for page in (sam, priya):
        expect(page.locator(".focus-line")).to_have_text("Focus: School")


def test_at_the_bell_only_who_speaks_is_asked_to_finish(room: Room) -> None:
    sam = room.join("Sam")
    for title, finish in (("Set the focus", False), ("Solutions", True)):
        room.go_to(title)
        room.do("cut")
        expect(sam.locator(".instead h2")).to_have_text("Time")
        expect(sam.get_by_text("Finish your sentence.")).to_be_visible(visible=finish)


def test_after_the_end_nothing_of_the_case_is_on_the_phone(room: Room) -> None:
    sam, ali = room.join("Sam"), room.join("Ali")
    room.go_to("Solutions")
    expect(state(say(sam, "Something private"))).to_have_text("Saved")
    sam.get_by_label("Your suggestion").fill("Half a thought")
    room.do("remove", seat=room.seat("Ali"))
    expect(ali.locator(".end")).to_contain_text("You do not take part in this circle any more.")
    room.go_to("Review")
    room.do("close")
    # Then what was not sent can be read once more, and is stored nowhere
    expect(sam.locator(".last-words")).to_contain_text("Not sent:Half a thought")
    assert "Half a thought" not in sam.evaluate("JSON.stringify(sessionStorage)")
    assert "private" not in sam.content()
    for _ in range(2):
        sam.reload()
        expect(sam.get_by_role("heading", name="Thank you")).to_be_visible()
        kept = sam.evaluate("JSON.stringify(sessionStorage) + document.documentElement.outerHTML")
        assert "private" not in kept
        assert "Half a thought" not in kept


@pytest.mark.parametrize("form", ["solution", "success"])
def test_nothing_runs_off_a_narrow_phone(server: Server, window: Window, form: str) -> None:
    with Room(server, window, form) as room:
        narrow = {"viewport": {"width": 320, "height": 640}}
        phones = [room.join("Sam", **narrow), room.join("Priya", **narrow)]
        room.do("presenter", seat=room.seat("Priya"))
        while (now := room.view["stage"])["key"] != "review":
            room.do("start" if now["key"] == "lobby" else "next")
            now = room.view["stage"]
            for kind in set(now["shows"]) & set(now["accepts"]):
                room.do("contribute", kind=kind, text="Averylongwordwithoutanyspace" * 10)
            for page in phones:
                expect(page.locator("#phone h1")).to_have_text(now["title"])
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), now["title"]


def test_the_scribe_types_what_others_say_and_whose_words_they_are(room: Room) -> None:
    # Given Asha is the scribe, and Joe has no phone
    asha = room.join("Asha")
    room.do("person", name="Joe")
    room.do("scribe", seat=room.seat("Asha"), on=True)
    room.go_to("Solutions")
    expect(asha.get_by_text("You are the scribe: type what people say aloud.")).to_be_visible()

    asha.get_by_label("Said by").select_option("Joe")
    expect(state(say(asha, "Walk with his brother", label="suggestion", button="Note it"))).to_contain_text(
        "Saved"
    )

    assert [(c["text"], c["by"]) for c in room.view["contributions"]] == [("Walk with his brother", "Joe")]
    # And she may go on after the bell, as the presenter may
    room.do("cut")
    expect(state(say(asha, "A card to show", label="suggestion", button="Note it"))).to_contain_text("Saved")
