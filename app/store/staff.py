"""Staff accounts, their teams, and the links by which they are invited."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from app.store import tables as t
from app.store.lookup import Team

#: An invitation is good for a week; the link is used once.
INVITATION_MS = 7 * 24 * 60 * 60_000


@dataclass(frozen=True)
class Person:
    """A member of staff. Administrators invite people and make teams; they see only their own teams'
    circles, as everybody does."""

    id: int
    name: str
    sign_in_name: str
    password_hash: str
    administrator: bool
    active: bool
    session_generation: int
    team_ids: tuple[int, ...]


@dataclass(frozen=True)
class Invitation:
    token_hash: str
    team_id: int | None
    administrator: bool
    for_staff_id: int | None


@dataclass(frozen=True)
class OpenInvitation:
    """A link that nobody has used yet, as a team's page lists it."""

    token_hash: str
    administrator: bool
    created_at: int
    expires_at: int


def anybody(db: Connection) -> bool:
    """Whether the first account has been made."""
    return bool(db.scalar(select(func.count()).select_from(t.staff)))


def by_id(db: Connection, staff_id: int) -> Person | None:
    return _person(db, t.staff.c.id == staff_id)


def by_sign_in_name(db: Connection, sign_in_name: str) -> Person | None:
    return _person(db, t.staff.c.sign_in_name == folded(sign_in_name))


def folded(sign_in_name: str) -> str:
    """Sign-in names are told apart without regard to case and outer spaces."""
    return " ".join(sign_in_name.split()).casefold()


def add(
    db: Connection, name: str, password_hash: str, administrator: bool, team_ids: Sequence[int], now: int
) -> int:
    """Make an account and return its id."""
    made = db.execute(
        insert(t.staff).values(
            name=name,
            sign_in_name=folded(name),
            password_hash=password_hash,
            administrator=administrator,
            created_at=now,
        )
    ).inserted_primary_key
    staff_id = int(made[0]) if made else 0
    join_teams(db, staff_id, team_ids)
    return staff_id


def join_teams(db: Connection, staff_id: int, team_ids: Sequence[int]) -> None:
    for team_id in team_ids:
        belongs = select(t.memberships).where(
            t.memberships.c.staff_id == staff_id, t.memberships.c.team_id == team_id
        )
        if db.execute(belongs).first() is None:
            db.execute(insert(t.memberships).values(staff_id=staff_id, team_id=team_id))


def leave_team(db: Connection, staff_id: int, team_id: int, now: int) -> None:
    """Take somebody out of a team, and from them the tokens that they had for its circles."""
    db.execute(
        delete(t.memberships).where(t.memberships.c.staff_id == staff_id, t.memberships.c.team_id == team_id)
    )
    of_the_team = select(t.circles.c.id).where(t.circles.c.team_id == team_id)
    db.execute(
        update(t.tokens)
        .where(
            t.tokens.c.staff_id == staff_id,
            t.tokens.c.circle_id.in_(of_the_team),
            t.tokens.c.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )


def set_password(db: Connection, staff_id: int, password_hash: str) -> None:
    """A new password ends all sessions that were begun with the old one."""
    db.execute(
        update(t.staff)
        .where(t.staff.c.id == staff_id)
        .values(password_hash=password_hash, session_generation=t.staff.c.session_generation + 1)
    )


def end_sessions(db: Connection, staff_id: int) -> None:
    """Sign out everywhere."""
    db.execute(
        update(t.staff)
        .where(t.staff.c.id == staff_id)
        .values(session_generation=t.staff.c.session_generation + 1)
    )


def set_active(db: Connection, staff_id: int, active: bool) -> None:
    """Whether somebody may sign in; a stopped account's sessions end, and so do its password links."""
    db.execute(update(t.staff).where(t.staff.c.id == staff_id).values(active=active))
    end_sessions(db, staff_id)
    withdraw_password_links(db, staff_id)


def set_administrator(db: Connection, staff_id: int, administrator: bool) -> None:
    db.execute(update(t.staff).where(t.staff.c.id == staff_id).values(administrator=administrator))


def other_administrators(db: Connection, staff_id: int) -> bool:
    """Whether somebody else could still invite people and make teams."""
    c = t.staff.c
    others = select(func.count()).where(c.administrator, c.active, c.id != staff_id)
    return bool(db.scalar(others))


def everybody(db: Connection) -> list[Person]:
    ids = db.scalars(select(t.staff.c.id).order_by(t.staff.c.sign_in_name)).all()
    return [person for staff_id in ids if (person := by_id(db, staff_id)) is not None]


def of_team(db: Connection, team_id: int) -> list[Person]:
    """The people of a team, by name; also those whose account is stopped."""
    of_it = select(t.memberships.c.staff_id).where(t.memberships.c.team_id == team_id)
    ids = db.scalars(
        select(t.staff.c.id).where(t.staff.c.id.in_(of_it)).order_by(t.staff.c.sign_in_name)
    ).all()
    return [person for staff_id in ids if (person := by_id(db, staff_id)) is not None]


def teams(db: Connection, ids: Sequence[int] | None = None) -> list[Team]:
    """All teams, or those with the given ids, by name."""
    query = select(t.teams).order_by(t.teams.c.name)
    if ids is not None:
        query = query.where(t.teams.c.id.in_(ids))
    return [Team.of(row) for row in db.execute(query)]


def add_team(db: Connection, name: str) -> int | None:
    """Make a team and return its id; None where another team has that name."""
    names = db.scalars(select(t.teams.c.name)).all()
    if folded(name) in {folded(each) for each in names}:
        return None
    made = db.execute(insert(t.teams).values(name=name)).inserted_primary_key
    return int(made[0]) if made else None


def set_team(db: Connection, team_id: int, **values: object) -> None:
    """Change a team's switches or how it files: the fields of `lookup.Team`."""
    db.execute(update(t.teams).where(t.teams.c.id == team_id).values(**values))


def invite(
    db: Connection,
    token_hash: str,
    now: int,
    team_id: int | None = None,
    administrator: bool = False,
    for_staff_id: int | None = None,
) -> None:
    db.execute(
        insert(t.invitations).values(
            token_hash=token_hash,
            team_id=team_id,
            administrator=administrator,
            for_staff_id=for_staff_id,
            created_at=now,
            expires_at=now + INVITATION_MS,
        )
    )


def invitation(db: Connection, token_hash: str, now: int) -> Invitation | str:
    """An invitation that can be used; otherwise why it cannot: `used`, `expired` or `unknown`."""
    c = t.invitations.c
    row = db.execute(
        select(c.token_hash, c.team_id, c.administrator, c.for_staff_id, c.used_at, c.expires_at).where(
            c.token_hash == token_hash
        )
    ).first()
    if row is None:
        return "unknown"
    if row.used_at is not None:
        return "used"
    return "expired" if row.expires_at <= now else Invitation(*row[:4])


def open_invitations(db: Connection, team_id: int, now: int) -> list[OpenInvitation]:
    """The links into a team that can still be used, newest first."""
    c = t.invitations.c
    rows = db.execute(
        select(c.token_hash, c.administrator, c.created_at, c.expires_at)
        .where(c.team_id == team_id, c.used_at.is_(None), c.expires_at > now)
        .order_by(c.created_at.desc())
    )
    return [OpenInvitation(*row) for row in rows]


def withdraw_invitation(db: Connection, token_hash: str, team_id: int) -> None:
    c = t.invitations.c
    db.execute(
        delete(t.invitations).where(c.token_hash == token_hash, c.team_id == team_id, c.used_at.is_(None))
    )


def withdraw_password_links(db: Connection, staff_id: int) -> None:
    """Only the newest link for a new password is good, and none once the account is stopped."""
    c = t.invitations.c
    db.execute(delete(t.invitations).where(c.for_staff_id == staff_id, c.used_at.is_(None)))


def use_invitation(db: Connection, token_hash: str, now: int) -> bool:
    """Mark it used; False where somebody was quicker."""
    c = t.invitations.c
    done = db.execute(
        update(t.invitations).where(c.token_hash == token_hash, c.used_at.is_(None)).values(used_at=now)
    )
    return done.rowcount == 1


def withdraw_set_up_links(db: Connection) -> None:
    """Only the newest set-up link is good, and none once there is an account."""
    c = t.invitations.c
    db.execute(
        delete(t.invitations).where(c.team_id.is_(None), c.for_staff_id.is_(None), c.used_at.is_(None))
    )


def _person(db: Connection, condition: object) -> Person | None:
    row = db.execute(select(t.staff).where(condition)).first()  # type: ignore[arg-type]
    if row is None:
        return None
    teams_of = db.scalars(select(t.memberships.c.team_id).where(t.memberships.c.staff_id == row.id)).all()
    return Person(
        row.id, row.name, row.sign_in_name, row.password_hash, row.administrator, row.active,
        row.session_generation, tuple(teams_of),
    )  # fmt: skip
