"""Repostra's social accounts (contracts/repostra.md, "Social accounts")."""

from __future__ import annotations

from fastapi import APIRouter
from sqlalchemy import select
from sqlalchemy.orm import Session

from tui.desk.delivery.times import repostra_time
from tui.desk.routes.refusal import Refusal
from tui.desk.routes.repostra.access import RowId
from tui.desk.routes.repostra.errors import not_found, refusals
from tui.desk.routes.repostra.wire import (
    Account,
    AccountAnswer,
    AccountsAnswer,
    AccountUpdate,
    MessageAnswer,
    NewAccount,
    changes,
)
from tui.desk.routes.serving import TheDesk
from tui.desk.routes.turns import take_turn
from tui.desk.store.tables import RepostraAccount, RepostraSchedule

router = APIRouter(prefix="/social-accounts", tags=["Repostra accounts"])


@router.get("", summary="List accounts", responses=refusals())
def list_accounts(desk: TheDesk) -> AccountsAnswer:
    """All accounts, not paged."""
    with desk.sessions() as session:
        rows = session.scalars(select(RepostraAccount).order_by(RepostraAccount.id))
        return AccountsAnswer(data=[_wire(row) for row in rows])


@router.post("", status_code=201, summary="Create account", responses=refusals(422))
def create_account(new: NewAccount, desk: TheDesk) -> AccountAnswer:
    """Make an account. Its secrets are kept and never given back."""
    now = desk.now()
    fields = {name: getattr(new, name) for name in NewAccount.model_fields}
    with desk.sessions.begin() as session:
        row = RepostraAccount(**fields, created_at=now, updated_at=now)
        session.add(row)
        session.flush()
        return AccountAnswer(data=_wire(row))


@router.get("/{id}", summary="Get account", responses=refusals(404))
def get_account(account_id: RowId, desk: TheDesk) -> AccountAnswer:
    """One account."""
    with desk.sessions() as session:
        return AccountAnswer(data=_wire(_found(session, account_id)))


@router.put("/{id}", summary="Update account", responses=refusals(404, 422))
def update_account(account_id: RowId, update: AccountUpdate, desk: TheDesk) -> AccountAnswer:
    """Change the given fields."""
    with desk.sessions.begin() as session:
        take_turn(session, RepostraAccount, account_id)
        row = _found(session, account_id)
        for name, value in changes(update).items():
            setattr(row, name, value)
        row.updated_at = desk.now()
        session.flush()
        return AccountAnswer(data=_wire(row))


@router.delete("/{id}", summary="Delete account", responses=refusals(404, 409))
def delete_account(account_id: RowId, desk: TheDesk) -> MessageAnswer:
    """Delete an account that has no posting schedules."""
    with desk.sessions.begin() as session:
        take_turn(session, RepostraAccount, account_id)
        row = _found(session, account_id)
        schedule = select(RepostraSchedule.id).where(RepostraSchedule.account_id == account_id).limit(1)
        if session.scalar(schedule) is not None:
            raise Refusal(409, "This account has posting schedules: remove them first.")
        session.delete(row)
    return MessageAnswer(message=f"Account {account_id} deleted.")


def _found(session: Session, account_id: int) -> RepostraAccount:
    row = session.get(RepostraAccount, account_id)
    if row is None:
        raise not_found("Account", account_id)
    return row


def _wire(row: RepostraAccount) -> Account:
    return Account(
        id=row.id,
        platform=row.platform,
        account_name=row.account_name,
        account_identifier=row.account_identifier,
        posting_method=row.posting_method,
        webhook_url=row.webhook_url,
        is_active=row.is_active,
        created_at=repostra_time(row.created_at) or "",
        updated_at=repostra_time(row.updated_at) or "",
    )
