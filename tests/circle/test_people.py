"""Who takes part: joining, the presenter, the scribe, people without a phone, and the details."""

import json

import pytest

from app.circle import people
from app.circle.state import Refused
from tests.circle.helpers import ADVISOR, ASHA, FACILITATOR, JOE, PRIYA, SAM, TOM, Playing


def join_refused(playing: Playing, name: object, seat: str = "0000bbb1") -> str:
    answer = people.join(playing.circle, seat, name, playing.now)
    assert isinstance(answer, Refused), f"{name!r} was let in"
    return answer.code


def names(playing: Playing) -> list[str]:
    return [playing.circle.name(seat.id) for seat in playing.circle.present()]


def test_a_phone_joins_with_a_first_name_and_is_one_of_the_group() -> None:
    playing = Playing(seated=False)
    playing.join("  Sam ", SAM)
    seat = playing.circle.seats[str(SAM.seat)]
    assert playing.circle.name(seat.id) == "Sam"
    assert (seat.phone, seat.scribe, seat.joined_at) == (True, False, playing.now)
    assert playing.circle.presenter is None
    assert playing.touched.seats == {SAM.seat}


@pytest.mark.parametrize(
    "name", ["", "   ", "S" * 41, "Sam\nTom", "S\x00m", "\u202eSam", "\u200b", "\u00ad", None, 7, ["Sam"]]
)
def test_what_is_no_name_is_refused(name: object) -> None:
    assert join_refused(Playing(), name) == "name_invalid"


@pytest.mark.parametrize("name", ["Å", "Zoë", "Ngọc Ánh", "نور", "J. K.", "Sam 🌻", "S" * 40])
def test_names_of_all_the_world_are_welcome(name: str) -> None:
    playing = Playing(seated=False)
    playing.join(name, SAM)
    assert names(playing) == [name]


def test_two_people_with_one_name_are_told_apart() -> None:
    playing = Playing(seated=False)
    playing.join("Sam", SAM)
    playing.join("Sam", TOM)
    playing.join("sam", ASHA)
    assert names(playing) == ["Sam", "Sam 2", "sam 3"]


def test_the_door_shut_by_the_facilitator_refuses_newcomers_only() -> None:
    playing = Playing()
    playing.play("door", on=False)
    assert join_refused(playing, "Ann") == "door_closed"
    playing.go_to(2)
    playing.says(SAM, "suggestion", "Breakfast first")


def test_a_team_without_phones_lets_no_phone_in_but_people_take_part() -> None:
    playing = Playing(seated=False, phones_allowed=False)
    assert join_refused(playing, "Sam") == "door_closed"
    ann = playing.play("person", name="Ann")
    playing.play("presenter", seat=ann)
    assert playing.circle.presenter == ann


def test_a_full_circle_takes_nobody_until_somebody_leaves() -> None:
    playing = Playing(seated=False)
    seats = [playing.play("person", name="Ann") for _ in range(people.MOST_SEATS)]
    assert join_refused(playing, "Sam") == "too_many"
    assert playing.refused("person", name="Tom").code == "too_many"
    playing.play("remove", seat=seats[0])
    playing.join("Sam", SAM)


def test_a_person_without_a_phone_has_a_seat_and_cannot_be_the_scribe() -> None:
    playing = Playing()
    grace = playing.play("person", name="Grace")
    assert playing.circle.seats[grace].phone is False
    assert playing.circle.name(grace) == "Grace"
    assert playing.refused("scribe", seat=grace, on=True).code == "not_allowed"
    playing.play("presenter", seat=grace)


def test_nobody_can_take_the_presenter_s_role_from_a_phone() -> None:
    playing = Playing()
    for actor in (SAM, PRIYA, ADVISOR):
        assert playing.refused("presenter", actor, seat=SAM.seat).code == "not_allowed"
    assert playing.circle.presenter == PRIYA.seat


def test_the_presenter_does_not_change_while_the_clock_runs() -> None:
    playing = Playing().go_to(0)
    assert playing.refused("presenter", seat=TOM.seat).code == "not_allowed"
    playing.play("pause")
    playing.play("presenter", seat=TOM.seat)
    playing.play("resume")
    playing.play("focus", TOM, text="Mornings", revision=0)
    assert playing.refused("focus", PRIYA, text="Evenings", revision=1).code == "not_allowed"


def test_whoever_becomes_the_presenter_has_no_turn_in_the_round_any_more() -> None:
    for presenter, speaker in ((SAM, None), (TOM, SAM.seat)):
        playing = Playing("success").go_to(4)
        playing.play("speaker", seat=SAM.seat)
        playing.play("presenter", seat=presenter.seat)
        assert playing.circle.clockwork.speaker == speaker


def test_a_scribe_is_named_and_relieved_and_keeps_a_member_s_own_voice() -> None:
    playing = Playing()
    playing.play("scribe", seat=SAM.seat, on=True)
    playing.go_to(1)
    asked = playing.says(SAM, "question", "How often?", for_=TOM.seat)
    assert playing.circle.contributions[asked].author == TOM.seat
    playing.play("scribe", seat=SAM.seat, on=False)
    assert playing.refused("contribute", SAM, kind="question", text="When?").code == "not_your_turn"


def test_removing_the_presenter_leaves_the_role_free() -> None:
    playing = Playing()
    playing.play("remove", seat=PRIYA.seat)
    assert playing.circle.presenter is None
    assert names(playing) == ["Sam", "Tom", "Asha", "Joe"]
    playing.play("presenter", seat=SAM.seat)


def test_a_removed_person_gets_no_role_back() -> None:
    playing = Playing()
    playing.play("scribe", seat=JOE.seat, on=True)
    playing.play("remove", seat=JOE.seat)
    assert playing.circle.seats[str(JOE.seat)].scribe is False
    for act, fields in (("presenter", {}), ("scribe", {"on": True}), ("remove", {})):
        assert playing.refused(act, seat=JOE.seat, **fields).code == "not_found"
    assert playing.refused("start", JOE).code == "revoked"


def test_the_title_and_the_details_are_filled_in_at_any_time() -> None:
    playing = Playing()
    playing.play("title", text="Mornings")
    playing.play("details", facilitator="Dana Whitfield", advisor="Ruth Okafor", next_date="2026-04-06")
    playing.go_to(2)
    playing.play(
        "details",
        attendance=[{"name": "Priya Shah", "role": "Social worker"}, {"name": " ", "role": ""}],
        destinations=[{"kind": "child", "initials": "AB", "number": "12345"}],
    )
    circle = playing.circle
    assert circle.text("circle", "title") == "Mornings"
    assert circle.text("circle", "advisor") == "Ruth Okafor"
    assert circle.next_date == "2026-04-06"
    assert json.loads(circle.text("circle", "attendance")) == [
        {"name": "Priya Shah", "role": "Social worker"}
    ]
    assert json.loads(circle.text("circle", "destinations"))[0]["initials"] == "AB"


def test_what_the_details_leave_out_stays_and_what_they_empty_goes() -> None:
    playing = Playing()
    playing.play("details", facilitator="Dana Whitfield", next_date="2026-04-06", boxes={"impact": "Calmer"})
    playing.play("details", advisor="Ruth Okafor")
    assert playing.text("circle", "facilitator") == "Dana Whitfield"
    assert playing.circle.next_date == "2026-04-06"
    playing.play("details", facilitator="", next_date="", boxes={"impact": ""})
    assert playing.text("circle", "facilitator") == ""
    assert playing.circle.next_date is None
    assert playing.text("circle", "box:impact") == ""


def test_a_new_circle_knows_its_title_and_its_facilitator() -> None:
    playing = Playing(seated=False)
    done = people.begin(playing.circle, "Mornings", "Dana Whitfield")
    assert done.circle.text("circle", "title") == "Mornings"
    assert done.circle.text("circle", "facilitator") == "Dana Whitfield"
    assert done.touched.words == {("circle", "title"), ("circle", "facilitator")}


def test_the_advisor_has_the_details_only_in_the_review_and_afterwards() -> None:
    playing = Playing()
    assert playing.refused("details", ADVISOR, activity="Process mapping").code == "not_allowed"
    playing.go_to(4)
    playing.play("details", ADVISOR, activity="Process mapping")
    playing.play("close", ADVISOR)
    playing.play("details", ADVISOR, activity="Words and pictures")
    assert playing.refused("title", ADVISOR, text="Mornings").code == "not_allowed"
    playing.play("title", FACILITATOR, text="Mornings")
