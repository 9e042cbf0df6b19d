"""What is kept is what was played: rows and values agree, and each act counts once."""

import random
import secrets
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from app.circle.edit import Done
from app.circle.moves import apply
from app.circle.parse import Move
from app.circle.state import Actor, Circle, Refused
from app.store import tables as t
from tests.circle.helpers import Playing
from tests.circle.random_moves import ACTS, fields
from tests.store.conftest import Kept

#: What would keep the random play from getting anywhere comes at its end.
ENDING: list[tuple[str, dict[str, Any]]] = [
    ("stop", {"told": "Duty manager"}),
    ("resume", {}),
    ("stop", {}),
    ("compose", {"lines": [{"column": "next_step", "text": "Begin with breakfast"}]}),
    ("close", {}),
    ("filing", {"document": "learning", "state": "filed", "place": "Team folder", "on": "2026-11-22"}),
    ("respond", {"agrees": False, "text": "It was Tuesday", "who": "Priya"}),
    ("hold", {"on": True}),
    ("share", {}),
]


@pytest.mark.parametrize("form", ["solution", "success"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_circle_read_from_disk_is_the_circle_that_was_played(kept: Kept, form: str, seed: int) -> None:
    kept.begin(form)
    dice = random.Random(seed)
    people = [kept.joins(name) for name in ("Priya", "Sam", "Tom")]
    kept.play("presenter", seat=people[0].seat)
    accepted = 0
    for step in range(300):
        if step % 50 == 0:
            kept.play("next" if step else "start")
        kept.clock.at += dice.randrange(20_000)
        playing = Playing(form, seated=False)
        playing.circle = kept.circle
        act = dice.choice([act for act in ACTS if act not in ("close", "stop", "remove")])
        by = dice.choice([kept.facilitator] * 4 + people)
        given = fields(playing, act, lambda most: dice.randrange(max(most, 1)))
        accepted += kept.play(act, by, **{k.rstrip("?"): v for k, v in given.items()})["ok"]
    assert accepted > 40
    assert [act for act, given in ENDING if not kept.play(act, **given)["ok"]] == []
    played = kept.circle
    assert kept.from_disk() == played


def test_an_op_counts_once_and_its_resend_is_answered_like_the_first(kept: Kept) -> None:
    sam = kept.joins("Sam")
    kept.goes_to("solutions")
    op = secrets.token_hex(16)
    first = kept.play("contribute", sam, op, kind="suggestion", text="Ask Mum")
    again = kept.play("contribute", sam, op, kind="suggestion", text="Ask Mum")
    assert (first["ok"], first.get("repeat")) == (True, None)
    assert (again["ok"], again["repeat"]) == (True, True)
    assert len(kept.circle.contributions) == 1


def test_the_log_of_moves_is_append_only_and_holds_no_words(kept: Kept) -> None:
    sam = kept.joins("Sam Canary")
    kept.goes_to("focus")
    kept.play("focus", text="The focus canary", revision=0)
    kept.goes_to("solutions")
    kept.play("contribute", sam, kind="suggestion", text="The suggestion canary")
    kept.play("details", boxes={"impact": "The box canary"}, advisor="Ann Canary")
    with kept.store.reading() as db:
        rows = [tuple(row) for row in db.execute(select(t.moves).order_by(t.moves.c.version))]
    assert len(rows) >= 6
    assert [row[1] for row in rows] == sorted({row[1] for row in rows})
    assert "canary" not in repr(rows).lower()


def test_what_is_removed_for_good_is_nowhere_on_the_disk(kept: Kept) -> None:
    sam = kept.joins("Sam")
    kept.goes_to("solutions")
    kept.play("contribute", sam, kind="suggestion", text="first wording canary")
    (contribution,) = kept.circle.contributions.values()
    kept.play("edit", sam, id=contribution.id, text="second wording canary", revision=1)
    assert b"wording canary" in kept.bytes_on_disk(), "the control: it was there"

    assert kept.play("erase", id=contribution.id)["ok"]

    assert b"wording canary" not in kept.bytes_on_disk()
    erased = kept.from_disk().contributions[contribution.id]
    assert (erased.state, erased.author, erased.at) == ("erased", contribution.author, contribution.at)


def test_what_is_removed_while_somebody_reads_leaves_the_disk_when_they_have_read(on_disk: Kept) -> None:
    on_disk.goes_to("focus")
    on_disk.play("focus", text="a canary", revision=0)
    with on_disk.store.reading() as db:
        db.execute(select(t.teams)).all()
        assert on_disk.play("erase", id="focus")["ok"]
        assert b"a canary" in on_disk.bytes_on_disk(), "the control: a reader keeps the log as it is"
    assert on_disk.play("title", text="Mornings")["ok"]
    assert b"a canary" not in on_disk.bytes_on_disk()


def test_a_circle_that_is_thrown_away_leaves_the_disk(kept: Kept) -> None:
    kept.play("title", text="a canary")
    assert b"a canary" in kept.bytes_on_disk()
    with kept.store.writing() as tx:
        tx.discard(kept.id)
    assert b"a canary" not in kept.bytes_on_disk()


def test_what_fails_after_the_commit_takes_back_no_answer(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError

    told: list[int] = []
    kept.conduct.publish = lambda circle, _done: told.append(circle.version)
    monkeypatch.setattr(kept.store.transactions, "wipe_log", fail)
    answer = kept.play("title", text="Mornings")
    assert answer["ok"]
    assert told == [answer["version"]]
    kept.conduct.publish = fail
    assert kept.play("title", text="Evenings")["ok"]


def test_a_resend_makes_up_for_what_nobody_was_told(kept: Kept) -> None:
    told: list[tuple[int, bool]] = []
    op = secrets.token_hex(16)
    kept.play("title", op=op, text="Mornings")
    kept.conduct.publish = lambda circle, done: told.append((circle.version, done is None))
    assert kept.play("title", op=op, text="Mornings")["repeat"]
    assert told == [(kept.circle.version, True)]


def test_words_handed_in_under_a_saved_op_have_to_be_those_that_were_saved(kept: Kept) -> None:
    sam, op = kept.joins("Sam"), secrets.token_hex(16)
    kept.goes_to("solutions")
    assert kept.play("contribute", sam, op, kind="suggestion", text="Ask Mum")["ok"]
    assert kept.play("edit", sam, id=op, text="Ask Mum first", revision=1)["ok"]
    kept.clock.at += 10 * 60_000
    for same in ("Ask Mum", "Ask Mum first"):
        assert kept.play("hand_in", sam, refused=op, kind="suggestion", text=same)["repeat"], same
    other = kept.play("hand_in", sam, refused=op, kind="suggestion", text="Something else")
    assert (other["code"], "not the words" in other["message"]) == ("conflict", True)


def test_a_seat_that_is_too_fast_waits_whichever_way_it_sends_and_nobody_else_does(kept: Kept) -> None:
    sam, tom = kept.joins("Sam"), kept.joins("Tom")
    kept.goes_to("solutions")
    codes = [kept.play("contribute", sam, kind="suggestion", text=f"{i}").get("code") for i in range(22)]
    assert codes == [None] * 20 + ["too_many"] * 2
    assert kept.play("contribute", tom, kind="suggestion", text="Mine")["ok"]
    kept.clock.at += 10_001
    assert kept.play("contribute", sam, kind="suggestion", text="Later")["ok"]


@pytest.mark.parametrize("given", [{"code": "AAAA-AAAA"}, {"key": "f" * 32}])
def test_who_guesses_takes_no_write_lock(kept: Kept, given: dict[str, str]) -> None:
    with kept.store.transactions.writing():
        refused = kept.conduct.join("Sam", **given)
        assert kept.conduct.screen_for_code("AAAA-AAAA") is None
    assert isinstance(refused, Refused)
    assert refused.code == "code_unknown"


def test_a_focus_removed_for_good_takes_its_earlier_wordings_along(kept: Kept) -> None:
    kept.goes_to("focus")
    kept.play("focus", text="first focus canary", revision=0)
    kept.play("focus", text="second focus canary", revision=1)
    assert kept.play("erase", id="focus")["ok"]
    assert b"focus canary" not in kept.bytes_on_disk()
    kept.play("focus", text="A new one", revision=kept.circle.revision("circle", "focus"))
    assert kept.from_disk().text("circle", "focus") == "A new one"


def test_a_removed_person_has_no_token_any_more(kept: Kept) -> None:
    sam = kept.joins("Sam")
    kept.play("remove", seat=sam.seat)
    assert kept.conduct.still_holds(sam) is None
    assert kept.play("contribute", sam, kind="suggestion", text="Still here")["code"] == "revoked"


def test_nobody_is_told_and_nobody_hears_yes_before_the_commit(kept: Kept) -> None:
    told: list[int] = []

    def publish(circle: Circle, _done: Done) -> None:
        kept.store.forget_all()
        told.append(circle.version)
        assert kept.circle.version == circle.version, "published before it was on disk"

    kept.conduct.publish = publish
    answer = kept.play("start")
    assert told == [answer["version"]]


def test_a_kept_circle_is_used_only_in_the_version_that_the_database_has(kept: Kept) -> None:
    """Another process has written meanwhile: what is in memory must not win."""
    here = kept.circle
    move = Move(secrets.token_hex(16), "title", {"text": "From elsewhere"})
    done = apply(here, move, Actor("facilitator"), kept.clock.at)
    assert isinstance(done, Done)
    with kept.store.writing() as tx:
        tx.save(here, done, kept.clock.at)
    kept.store._kept[kept.id] = replace(here)
    assert kept.circle.text("circle", "title") == "From elsewhere"
    assert kept.play("title", text="And now here")["version"] == done.circle.version + 1
