"""How far the removal of an account and of the schedules that use it came, where it was stopped."""

from __future__ import annotations

from tui.domain.errors import CopydeskError, OutcomeUnknown


def stopped_at(error: CopydeskError, name: str, done: int, all: int, *, at_schedule: bool) -> CopydeskError:
    """What to tell of it: `done` of `all` schedules are removed, and nothing more was asked for since `error`
    stopped it, at a schedule or at the account of that `name` itself.
    """
    schedules = "schedule" if all == 1 else "schedules"
    are = "is" if 1 in (done, all) else "are"
    far, told = f"{done} of {all} {schedules} {are} deleted", (error.advice, error.request_id)
    if not isinstance(error, OutcomeUnknown):
        why = f"{far}, and {name} is not: {error.happened}"
        return CopydeskError(why, advice=told[0], request_id=told[1])
    # Nobody can say of the one that was asked for last.
    if at_schedule:
        why = f"{far} for certain, {name} is not, and of the next schedule nobody can say"
    else:
        why = f"{far}, and nobody can say whether {name} is"
    return OutcomeUnknown(f"{why}: {error.happened}", advice=told[0], request_id=told[1])
