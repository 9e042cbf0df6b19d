"""The shared screen: what a room reads from it, and what it must not read."""

import re
import sqlite3
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.projector import Window, card, opened, says, time_passes
from tests.devices import Table, new_op
from tests.server import Server

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all these circles: each is a circle of its own, and time only ever goes on."""
    running = Server(tmp_path_factory.mktemp("screen") / "instance").start()
    yield running
    running.stop()


@pytest.fixture
def sits_down(server: Server) -> Iterator[Callable[..., Table]]:
    """People sit down for a circle of a format."""
    tables: list[Table] = []

    def sit_down(form: str, *options: str) -> Table:
        tables.append(Table(server, server.create(form, *options)))
        return tables[-1]

    yield sit_down
    for table in tables:
        table.leave()


def test_the_lobby_shows_the_way_in_and_who_has_come(sits_down: Callable[..., Table], window: Window) -> None:
    # Given a circle that has not begun, on the projector
    table = sits_down("solution")
    page = opened(window, table)
    # Then the code, the address, the square and the privacy sentences are there, and the token is not
    expect(page.get_by_role("heading", level=1)).to_have_text("Solution Circle")
    expect(page.get_by_text(table.circle["join_code"], exact=True)).to_be_visible()
    expect(page.get_by_text(f"127.0.0.1:{table.server.port}/j")).to_be_visible()
    expect(page.get_by_role("img", name="QR code for joining")).to_be_visible()
    expect(page.get_by_text("Do not use the names of children or families.")).to_be_visible()
    expect(page).to_have_url(f"{table.server.url}/screen/{table.circle['circle']}")
    # And whoever wants a chime at the bell switches it on
    chime = page.get_by_role("button", name="Soft chime at the end of a stage")
    chime.click()
    expect(chime).to_have_attribute("aria-pressed", "true")
    # When Sam joins and the door is then shut
    table.joins("Sam")
    expect(page.get_by_role("listitem").filter(has_text="Sam")).to_be_visible()
    table.facilitator.done("door", on=False)
    # Then there is no code any more, but a way round
    expect(page.get_by_text("Late? Ask the facilitator.")).to_be_visible()
    expect(page.get_by_text(table.circle["join_code"])).to_be_hidden()


def test_a_stage_runs_out(server: Server, sits_down: Callable[..., Table], window: Window) -> None:
    # Given Priya has begun to speak
    table = sits_down("solution")
    page = opened(window, table)
    table.joins("Priya")
    table.presents("Priya")
    table.goes_to("focus")
    clock, status = page.get_by_role("timer"), page.get_by_role("status")
    expect(page.get_by_role("heading", level=1)).to_have_text("Set the focus")
    expect(page.get_by_text("Priya speaks.", exact=True)).to_be_visible()
    expect(page.get_by_text("Phones are shut. They open in stage 3, Solutions.")).to_be_visible()
    expect(clock).to_contain_text("of 2 minutes")
    expect(page).to_have_title(re.compile("^Set the focus"))
    # When time passes, then the last minute is named, and thirty seconds are announced
    time_passes(server, 70, page)
    expect(clock).to_contain_text(re.compile(r"0:[45]\d last minute"))
    expect(status).to_have_text("One minute is left.")
    # And when a silence is held, the clock goes on and the quiet is meant
    table.facilitator.done("silence", on=True)
    expect(page.get_by_text("The quiet is meant.")).to_be_visible()
    # At zero a word stands in place of the digits
    time_passes(server, 50, page)
    expect(clock).to_have_text(re.compile(r"^Time\s*$"))
    expect(page.get_by_text("Phones are shut. Finish your sentence.")).to_be_visible()
    expect(status).to_have_text("Time.")
    expect(page).to_have_title(re.compile("^Time: Set the focus"))


def test_words_arrive_and_leave(sits_down: Callable[..., Table], window: Window) -> None:
    # Given stage 3, with Sam's phone open
    table = sits_down("solution")
    page = opened(window, table)
    sam = table.joins("Sam")
    table.goes_to("solutions")
    expect(page.get_by_text("Phones are open for suggestions", exact=True)).to_be_visible()
    # When Sam sends two suggestions, one of them with markup in it
    sam.done("contribute", visit=table.facilitator.visit, kind="suggestion", text="Visit before school")
    trick = new_op()
    sam.done(
        "contribute", op=trick, visit=table.facilitator.visit, kind="suggestion", text="<b>Meet</b> outside"
    )
    # Then both are there as text, marked as new, and counted; Sam's name is not
    expect(card(page, "Visit before school")).to_be_visible()
    expect(card(page, "<b>Meet</b> outside")).to_have_attribute("data-fresh", "yes")
    expect(page.get_by_text("2 so far")).to_be_visible()
    expect(page.get_by_text("Sam")).to_have_count(0)
    # When one is hidden, it leaves the page altogether
    table.facilitator.done("hide", id=trick)
    expect(card(page, "outside")).to_have_count(0)
    expect(page.get_by_text("1 so far")).to_be_visible()
    # When the page is loaded again, all is as it was
    page.reload()
    expect(card(page, "Visit before school")).to_be_visible()
    expect(page.get_by_role("timer")).to_contain_text("of 4 minutes")


def test_the_selection_is_a_sum(sits_down: Callable[..., Table], window: Window) -> None:
    # Given five suggestions and a focus
    table = sits_down("solution")
    page = opened(window, table)
    facilitator = table.facilitator
    table.goes_to("focus")
    facilitator.done("focus", text="How can we help Kai feel safe?", revision=0)
    table.goes_to("solutions")
    ids = [says(facilitator, "suggestion", f"Suggestion {number}") for number in range(1, 6)]
    table.goes_to("selection")
    expect(page.locator(".sum__line")).to_have_text("5 offered − 0 tried = 5 left · 0 chosen")
    expect(page.get_by_text("How can we help Kai feel safe?")).to_be_visible()
    before = [card(page, f"Suggestion {number}").bounding_box() for number in (1, 2)]
    # When two were tried, one is chosen, and somebody takes it on
    for tried in ids[3:]:
        facilitator.done("tried", id=tried, on=True)
    facilitator.done("choose", id=ids[2], on=True)
    facilitator.done("action", id=ids[2], by_whom="Priya", by_when="by Friday")
    facilitator.done("check_in", on="2027-01-15", by="Grace")
    # Then the sum, the words and the date say so
    expect(page.locator(".sum__line")).to_have_text("5 offered − 2 tried = 3 left · 1 chosen")
    expect(card(page, "Suggestion 3")).to_contain_text("Chosen")
    expect(card(page, "Suggestion 3")).to_contain_text("Priya will do this · by Friday")
    expect(card(page, "Suggestion 4")).to_contain_text("Tried")
    expect(page.get_by_text("We check in on Friday 15 January 2027 with Grace")).to_be_visible()
    # And cards stand where they stood
    assert [card(page, f"Suggestion {number}").bounding_box() for number in (1, 2)] == before


def test_blank_stopped_and_closed_show_nothing_else(sits_down: Callable[..., Table], window: Window) -> None:
    # Given words on the screen
    table = sits_down("solution")
    page = opened(window, table)
    facilitator = table.facilitator
    table.goes_to("solutions")
    says(facilitator, "suggestion", "Visit before school")
    expect(card(page, "Visit before school")).to_be_visible()
    # When the screen is blanked, a sentence stands there and nothing else is in the page
    facilitator.done("blank", on=True)
    expect(page.locator("body")).to_have_text("The screen is blank for a moment.")
    # And what comes back is as it was, and not new
    facilitator.done("blank", on=False)
    expect(card(page, "Visit before school")).to_be_visible()
    expect(card(page, "Visit before school")).not_to_have_attribute("data-fresh", "yes")
    # When the circle is stopped, it says so and no more
    facilitator.done("stop", told="")
    expect(page.locator("body")).to_have_text("The circle is stopped.")
    # When it closes, there are thanks and none of the words
    facilitator.done("close", visit=facilitator.visit)
    expect(page.locator("body")).to_contain_text("Thank you.")
    expect(page.get_by_text("Visit before school")).to_have_count(0)


def test_what_came_and_went_behind_a_blank_screen(sits_down: Callable[..., Table], window: Window) -> None:
    # Given words on a screen that is then blanked
    table = sits_down("solution")
    page = opened(window, table)
    facilitator = table.facilitator
    table.goes_to("solutions")
    first = says(facilitator, "suggestion", "Visit before school")
    expect(card(page, "Visit before school")).to_be_visible()
    facilitator.done("blank", on=True)
    # When one card is hidden and another comes, and the screen is shown again
    facilitator.done("hide", id=first)
    says(facilitator, "suggestion", "Meet outside")
    facilitator.done("blank", on=False)
    # Then the room reads what holds now
    expect(card(page, "Meet outside")).to_be_visible()
    expect(card(page, "Visit before school")).to_have_count(0)


def test_a_team_without_words_on_its_screen_sees_counts(
    server: Server, sits_down: Callable[..., Table], window: Window
) -> None:
    # Given a team that shows no words on its screen
    server.create("solution", "--team", "Glass office")
    with sqlite3.connect(server.instance / "circlekeeper.sqlite3") as database:
        database.execute("UPDATE teams SET words_on_screen = 0 WHERE name = 'Glass office'")
    table = sits_down("solution", "--team", "Glass office", "--title", "About Kai")
    page = opened(window, table)
    # When a focus is set and two suggestions come
    table.goes_to("focus")
    table.facilitator.done("focus", text="How can we help Kai?", revision=0)
    table.goes_to("solutions")
    for text in ("Visit before school", "Meet outside"):
        says(table.facilitator, "suggestion", text)
    # Then there is a count, and no word of anybody's
    expect(page.get_by_text("2 suggestions so far")).to_be_visible()
    for text in ("Kai", "Visit", "Meet"):
        expect(page.get_by_text(text)).to_have_count(0)


def test_a_success_circle_adds_up_and_goes_round(sits_down: Callable[..., Table], window: Window) -> None:
    # Given a Success Circle with a title and three people
    table = sits_down("success", "--title", "Coming home")
    page = opened(window, table)
    facilitator = table.facilitator
    for name in ("Priya", "Sam", "Ana"):
        table.joins(name)
    table.presents("Priya")
    table.goes_to("outline")
    expect(page.get_by_text("Coming home")).to_be_visible()
    # When reflections become outcomes, both groups stand there with their numbers
    table.goes_to("reflections")
    says(facilitator, "reflection", "They sleep in their own beds")
    table.goes_to("outcomes")
    says(facilitator, "outcome", "At home since March")
    expect(page.locator("[data-kind=reflection]")).to_contain_text("1 reflection")
    expect(page.locator("[data-kind=outcome]")).to_contain_text("At home since March")
    # When the round begins and goes on, the screen says whose turn it is and who is still to come
    table.goes_to("learning")
    expect(page.get_by_text("Who begins?")).to_be_visible()
    facilitator.done("speaker", seat=table.seats["Sam"])
    turn = page.locator(".turn")
    expect(turn).to_have_text("Now speaking Sam Still to come Ana", use_inner_text=True)
    facilitator.done("speaker", seat=table.seats["Ana"])
    expect(turn).to_have_text("Now speaking Ana Already spoken Sam", use_inner_text=True)
    # In the review the three columns of the record stand there, and that it is not about the case
    table.goes_to("review")
    says(facilitator, "key_learning", "Ask the grandmother first")
    expect(page.get_by_text("This is not about the case.")).to_be_visible()
    learning = page.locator("[data-kind=key_learning]")
    expect(learning).to_have_text("Key Learning Ask the grandmother first", use_inner_text=True)
    for title in ("What Worked Well", "Next Steps", "Issues"):
        expect(page.get_by_role("heading", name=title)).to_be_visible()


def test_the_line_is_lost_and_comes_back(
    server: Server, sits_down: Callable[..., Table], window: Window
) -> None:
    # Given a running stage
    table = sits_down("solution")
    page = opened(window, table)
    table.goes_to("focus")
    expect(page.get_by_role("timer")).to_contain_text("of 2 minutes")
    # When the server is gone, a calm line says so and the clock counts on
    server.kill()
    expect(page.get_by_text("Connection lost. The clock keeps counting.")).to_be_visible()
    digits = page.locator(".clock__digits").inner_text()
    expect(page.locator(".clock__digits")).not_to_have_text(digits)
    # When it is back, the line goes
    server.start()
    expect(page.get_by_text("Connection lost")).to_have_count(0)
    expect(page.get_by_text(table.circle["join_code"])).to_be_visible()
