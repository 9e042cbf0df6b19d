"""Forgetting: each circle in one transaction, so that whatever happens meanwhile it is whole or gone."""

import time

from app.circle.filing import reopened
from app.circle.state import Circle
from app.forgetting import plans
from app.forgetting.changed import since_filed
from app.forgetting.remainder import remainder
from app.log import failure
from app.records.wording import at
from app.store import forget as rows
from app.store import register
from app.store.store import Store, Writing

NOT_CLOSED = "Close the circle first."
NOT_SETTLED = "First mark every record as filed, or say that nothing needs filing."


def forget(store: Store, circle_id: str, now: int) -> str:
    """Forget a circle on request, before its day. The answer is empty, or a sentence saying why it is kept. Raises
    Unavailable; then nothing has changed."""
    with store.writing() as tx:
        circle = tx.circle(circle_id)
        line = register.line(tx.db, circle_id)
        if circle is None or line is None:
            return NOT_CLOSED
        if line.held:
            return plans.HELD
        if line.open_disagreements:
            return plans.DISAGREEMENT
        if line.settled_at is None:
            return NOT_SETTLED
        _forget(tx, circle, now)
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
    try:
        with store.writing() as tx:
            if circle := tx.circle(circle_id):
                register.keep(tx.db, circle)
    except Exception as error:  # what is wrong with one circle keeps no other from being forgotten
        failure("entering a circle in the register", error)


def _forget_if_due(store: Store, circle_id: str, now: int) -> bool:
    """Looked at again under the lock: somebody may have held it just now. Between two circles everybody else has a
    turn, and what keeps one from being forgotten keeps no other."""
    time.sleep(0)
    today = at(now).date()
    try:
        with store.writing() as tx:
            circle = tx.circle(circle_id)
            plan = plans.plan_of(tx.db, circle_id, today)
            if circle is None or plan is None or not plan.due(today):
                return False
            if changed := since_filed(tx.db, circle):
                # The copy that was filed does not say what stands here now: the team is to hear of it first.
                tx.save(circle, reopened(circle, changed), now)
                return False
            _forget(tx, circle, now)
    except Exception as error:
        failure("forgetting a circle", error)
        return False
    return True


def _forget(tx: Writing, circle: Circle, now: int) -> None:
    if circle.forgotten_at is None:
        tx.forget(circle, remainder(circle, now), now)
