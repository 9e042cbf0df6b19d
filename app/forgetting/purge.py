"""Forgetting: each circle in one transaction, so that whatever happens meanwhile it is whole or gone."""

import time

from app.forgetting import plans
from app.forgetting.remainder import remainder
from app.log import failure
from app.records.wording import at
from app.store import forget as rows
from app.store import register
from app.store.store import Store, Writing

NOT_CLOSED = "Close the circle first."
NOT_SETTLED = "Mark every document as filed or not needed first."


def forget(store: Store, circle_id: str, now: int) -> str:
    """Forget a circle on request, before its day. The answer is empty, or a sentence saying why it is kept. Raises
    Unavailable; then nothing has changed."""
    with store.writing() as tx:
        line = register.line(tx.db, circle_id)
        if line is None:
            return NOT_CLOSED
        if line.held:
            return plans.HELD
        if line.open_disagreements:
            return plans.DISAGREEMENT
        if line.settled_at is None:
            return NOT_SETTLED
        _forget(tx, circle_id, now)
    return ""


def forget_due(store: Store, now: int) -> int:
    """Forget every circle whose day has come; the answer is how many. A closed circle that the register does not
    know is entered first."""
    today = at(now).date()
    with store.reading() as db:
        unknown = rows.not_in_register(db)
    for circle_id in unknown:
        _enter(store, circle_id)
    with store.reading() as db:
        due = [each.line.circle_id for each in plans.standing(db, today) if each.plan.due(today)]
    return sum(_forget_if_due(store, circle_id, now) for circle_id in due)


def _enter(store: Store, circle_id: str) -> None:
    with store.writing() as tx:
        if circle := tx.circle(circle_id):
            register.keep(tx.db, circle)


def _forget_if_due(store: Store, circle_id: str, now: int) -> bool:
    """Looked at again under the lock: somebody may have filed or held it just now. Between two circles everybody
    else has a turn, and what keeps one from being forgotten keeps no other."""
    time.sleep(0)
    today = at(now).date()
    try:
        with store.writing() as tx:
            plan = plans.plan_of(tx.db, circle_id, today)
            if plan is None or not plan.due(today):
                return False
            return _forget(tx, circle_id, now)
    except Exception as error:
        failure("forgetting a circle", error)
        return False


def _forget(tx: Writing, circle_id: str, now: int) -> bool:
    circle = tx.circle(circle_id)
    if circle is None or circle.forgotten_at is not None:
        return False
    tx.forget(circle, remainder(circle, now), now)
    return True
