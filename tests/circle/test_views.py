"""What a device is told besides the words: the stage, the rule, what it may send, which controls lead anywhere."""

import pytest

from app.circle import controls, gate, views
from app.circle.format import KINDS
from tests.circle.helpers import ADVISOR, FACILITATOR, MINUTE, PRIYA, SAM, SCREEN, TOM, Playing
from tests.circle.situations import ATTEMPTS, ROLES, Situation, outcome, situations, standing


def stage(playing: Playing, actor=SCREEN) -> dict:  # type: ignore[no-untyped-def, type-arg]
    return views.seen_by(playing.circle, actor, playing.now)["stage"]  # type: ignore[no-any-return]


SITUATIONS = list(situations())
CONTROLS = {*gate.CONTROLS, *gate.SETTING_UP} - {"undo"}  # undo stands in a section of its own
DEVICES = ("facilitator", "advisor", "presenter", "group", "scribe")


@pytest.mark.parametrize(
    "at", SITUATIONS, ids=lambda at: f"{at.form}-{at.stage}-{at.state}-phones {at.phones}"
)
def test_a_device_is_offered_exactly_the_kinds_that_would_be_taken(at: Situation) -> None:
    playing = standing(at)
    for role in DEVICES:
        offered = stage(playing, ROLES[role])["accepts"]
        taken = [kind for kind in KINDS if outcome(at, f"contribute {kind}", role) == "ok"]
        assert sorted(set(offered) & set(KINDS)) == sorted(taken), role


@pytest.mark.parametrize(
    "at", SITUATIONS, ids=lambda at: f"{at.form}-{at.stage}-{at.state}-phones {at.phones}"
)
def test_every_control_that_is_offered_leads_somewhere(at: Situation) -> None:
    playing = standing(at)
    for role in ("facilitator", "advisor"):
        offered = views.seen_by(playing.circle, ROLES[role], playing.now)["controls"]
        assert [act for act in offered if act in ATTEMPTS and outcome(at, act, role) != "ok"] == []
        assert set(offered) <= set(ATTEMPTS)
        # And until the close none is kept back, but that silence is not held after the bell.
        able = {act for act in CONTROLS if outcome(at, act, role) == "ok"}
        if at.state != "closed":
            assert able - set(offered) <= ({"silence"} if at.state == "over" else set())


def test_the_next_right_thing_is_always_among_the_controls() -> None:
    playing = Playing()
    for act in ("start", "next", "next", "next", "next", "close"):
        assert act in controls.controls(playing.circle, FACILITATOR, playing.now)
        playing.play(act)
    assert controls.controls(playing.circle, FACILITATOR, playing.now) == []


def test_roles_are_given_only_where_there_is_somebody_to_have_them() -> None:
    playing = Playing(seated=False)

    def offered() -> set[str]:
        return set(controls.controls(playing.circle, FACILITATOR, playing.now)) & {
            "presenter",
            "scribe",
            "remove",
        }

    assert offered() == set()
    grace = playing.play("person", name="Grace")
    assert offered() == {"presenter", "remove"}, "a scribe needs a phone"
    playing.join("Sam", SAM)
    assert offered() == {"presenter", "scribe", "remove"}
    for seat in (grace, SAM.seat):
        playing.play("remove", seat=seat)
    assert offered() == set()


def test_while_the_circle_is_stopped_the_next_right_thing_is_to_resume_or_to_close() -> None:
    playing = Playing().go_to(1)
    playing.play("stop")
    assert controls.controls(playing.circle, FACILITATOR, playing.now) == [
        "blank", "close", "details", "door", "hide_clock", "new_code", "person", "presenter", "remove", "resume", "scribe",
        "stop", "title",
    ]  # fmt: skip
    assert controls.controls(playing.circle, ADVISOR, playing.now) == []
    playing.play("resume")
    playing.go_on_to(4)
    playing.play("stop")
    assert {"resume", "close", "stop"} <= set(controls.controls(playing.circle, ADVISOR, playing.now))


def test_planned_and_actual_times_are_told_to_staff_once_the_circle_is_closed() -> None:
    # Given a circle that spent 70 seconds on the focus and five minutes in Selection
    playing = Playing().go_to(0).wait(70)
    playing.go_on_to(3).wait(minutes=5)
    for actor in (FACILITATOR, ADVISOR):
        assert "times" not in views.seen_by(playing.circle, actor, playing.now)
    # When it is closed
    playing.play("close")
    # Then staff are told, and always the same
    told = views.seen_by(playing.circle, FACILITATOR, playing.now)["times"]
    assert told == [
        {"key": "focus", "planned_ms": 2 * MINUTE, "actual_ms": 70_000},
        {"key": "questions", "planned_ms": 4 * MINUTE, "actual_ms": 0},
        {"key": "solutions", "planned_ms": 4 * MINUTE, "actual_ms": 0},
        {"key": "selection", "planned_ms": None, "actual_ms": 5 * MINUTE},
        {"key": "review", "planned_ms": None, "actual_ms": 0},
    ]
    playing.wait(minutes=20)
    assert views.seen_by(playing.circle, ADVISOR, playing.now)["times"] == told
    for actor in (SCREEN, PRIYA, SAM):
        assert "times" not in views.seen_by(playing.circle, actor, playing.now)


def test_phones_are_offered_no_controls() -> None:
    playing = Playing().go_to(0)
    for actor in (SAM, PRIYA, SCREEN):
        seen = views.seen_by(playing.circle, actor, playing.now)
        assert "controls" not in seen
        assert "undo" not in seen


def test_the_facilitator_is_told_what_can_be_undone_and_until_when() -> None:
    playing = Playing()
    op = playing.play("start")
    undo = views.seen_by(playing.circle, FACILITATOR, playing.now)["undo"]
    assert undo == {"op": op, "type": "start", "until": playing.now + 10_000}
    playing.play("pause")
    assert views.seen_by(playing.circle, FACILITATOR, playing.now)["undo"] is None


@pytest.mark.parametrize(
    ("form", "index", "speaking"),
    [
        ("solution", 0, "Priya speaks."),
        ("solution", 1, "The group asks, Priya answers."),
        ("solution", 2, "The group speaks."),
        ("success", 4, "Each of us in turn."),
        ("success", 5, "Everyone speaks."),
    ],
)
def test_the_screen_says_who_speaks_by_name(form: str, index: int, speaking: str) -> None:
    assert stage(Playing(form).go_to(index))["who_speaks"] == speaking


def test_without_a_presenter_the_sentences_still_read_well() -> None:
    playing = Playing(seated=False).go_to(2)
    assert (
        stage(playing)["rule"] == "The presenter listens and notes. No replies, even to what has been tried."
    )


def test_a_late_joiner_gets_stage_rule_focus_and_time_left() -> None:
    playing = Playing().go_to(0)
    playing.play("focus", PRIYA, text="Mornings before school", revision=0)
    playing.play("next")
    playing.wait(minutes=1)
    late = FACILITATOR.__class__("seat", "0000bbb1")
    playing.join("Ann", late)
    seen = views.seen_by(playing.circle, late, playing.now)
    assert seen["circle"]["focus"]["text"] == "Mornings before school"
    assert seen["stage"]["title"] == "Clarification questions"
    assert seen["stage"]["rule"].startswith("Questions only.")
    assert seen["stage"]["ends_at"] - seen["server_now"] == 3 * MINUTE
    assert seen["stage"]["waits_for"] == {"number": 3, "title": "Solutions", "kinds": ["suggestion"]}
    assert seen["you"] == {"seat": "0000bbb1", "name": "Ann", "scribe": False}


def test_prompts_for_the_facilitator_are_not_read_out_to_the_phones() -> None:
    playing = Playing().go_to(0)
    assert set(stage(playing, FACILITATOR)["prompts"]) == {
        "opening",
        "watch",
        "closing",
        "group",
        "presenter",
    }
    assert set(stage(playing, PRIYA)["prompts"]) == {"presenter"}
    assert set(stage(playing, SAM)["prompts"]) == {"group"}
    assert stage(playing, SCREEN)["prompts"] == {}


def test_what_the_presenter_noted_and_what_came_late_is_marked_as_such() -> None:
    playing = Playing().go_to(2)
    noted = playing.says(PRIYA, "suggestion", "A rota")
    playing.until_the_bell()
    late = playing.play("hand_in", SAM, refused="f" * 32, kind="suggestion", text="A timer")
    playing.play("admit", id=late)
    items = {each["id"]: each for each in views.contributions(playing.circle, "screen")}
    assert items[noted].get("noted") is True
    assert "late" not in items[noted]
    assert items[late].get("late") is True


def test_the_presenter_s_own_words_are_not_marked_as_noted() -> None:
    review = Playing().go_to(4)
    issue = review.says(PRIYA, "issue", "Parking")
    success = Playing("success").go_to(3)
    outcome = success.says(PRIYA, "outcome", "Sleeps through")
    for playing, own in ((review, issue), (success, outcome)):
        items = {each["id"]: each for each in views.contributions(playing.circle, "facilitator")}
        assert "noted" not in items[own]


def test_where_names_are_never_stored_nothing_says_that_presenter_or_scribe_typed() -> None:
    playing = Playing(names="never").go_to(2)
    playing.play("scribe", seat=SAM.seat, on=True)
    said = [
        playing.says(PRIYA, "suggestion", "A rota"),
        playing.play("contribute", SAM, kind="suggestion", text="A chart", **{"for": TOM.seat}),
        playing.says(TOM, "suggestion", "A walk"),
    ]
    assert [playing.circle.contributions[each].source for each in said] == ["group"] * 3
    assert not any("noted" in each for each in views.contributions(playing.circle, "screen"))


def test_what_became_of_one_s_words_is_told_to_their_writer() -> None:
    playing = Playing().go_to(1)
    playing.play("phones", on=True)
    asked = playing.says(SAM, "question", "Have you thought of a rota?")
    playing.play("park", id=asked)
    mine = views.seen_by(playing.circle, SAM, playing.now)["mine"]
    assert [(each["text"], each["state"]) for each in mine] == [("Have you thought of a rota?", "parked")]


def test_a_view_is_plain_data_of_one_version_and_one_moment() -> None:
    playing = Playing().go_to(2)
    seen = views.seen_by(playing.circle, SAM, playing.now)
    assert (seen["version"], seen["server_now"], seen["role"]) == (
        playing.circle.version,
        playing.now,
        "group",
    )
    assert views.seen_by(playing.circle, PRIYA, playing.now)["role"] == "presenter"


def test_the_people_in_the_room_are_listed_for_those_who_need_them_and_on_no_members_phone() -> None:
    playing = Playing()
    playing.play("scribe", seat=SAM.seat, on=True)
    playing.play("person", name="Grace")

    def people(actor):  # type: ignore[no-untyped-def]
        return views.seen_by(playing.circle, actor, playing.now)["people"]

    staff = {each["name"]: each for each in people(FACILITATOR)}
    assert list(staff) == ["Priya", "Sam", "Tom", "Asha", "Joe", "Grace"]
    assert [name for name, each in staff.items() if each["presenter"]] == ["Priya"]
    assert [name for name, each in staff.items() if each["scribe"]] == ["Sam"]
    assert [name for name, each in staff.items() if not each["phone"]] == ["Grace"]
    assert people(SCREEN)[:2] == [{"name": "Priya", "presenter": True}, {"name": "Sam", "presenter": False}]
    assert people(PRIYA)[1] == {"seat": SAM.seat, "name": "Sam"}
    assert people(SAM)[0] == {"seat": PRIYA.seat, "name": "Priya"}, "the scribe types for others, by name"
    assert people(TOM) == []


def test_there_is_a_round_only_in_a_stage_that_is_one() -> None:
    playing = Playing("success")
    assert views.seen_by(playing.circle, SCREEN, playing.now)["round"] is None
    playing.go_to(3)
    assert views.seen_by(playing.circle, SCREEN, playing.now)["round"] is None
    playing.play("next")
    assert views.seen_by(playing.circle, SCREEN, playing.now)["round"] is not None


def test_the_door_is_told_to_those_who_let_people_in_and_those_who_stand_before_it() -> None:
    playing = Playing().go_to(2)
    ends_at = playing.circle.clockwork.ends_at
    for actor in (SCREEN, FACILITATOR):
        door = views.seen_by(playing.circle, actor, playing.now)["circle"]["door"]
        assert door == {"open": None, "closes_at": ends_at}
    for actor in (SAM, PRIYA):
        assert "door" not in views.seen_by(playing.circle, actor, playing.now)["circle"]
