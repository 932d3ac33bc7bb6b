"""What can go wrong, in words for the person in front of the screen.

Each error says what happened, to what, and what to do next. Platforms raise these and no others:
no exception of an HTTP library and no status code passes a client.
"""

from __future__ import annotations


class CopydeskError(Exception):
    """Something went wrong that a person should read about."""

    advice_default = ""
    tells_request = False
    """Whether the sentence names the platform's own number of the request, which its support asks for."""

    def __init__(self, happened: str, *, advice: str | None = None, request_id: str | None = None) -> None:
        """Take `happened`, a sentence such as "acme refused the key", and `advice`, what to do next."""
        super().__init__(happened)
        self.happened = happened
        self.advice = self.advice_default if advice is None else advice
        self.request_id = request_id

    @property
    def sentence(self) -> str:
        """What happened and what to do next."""
        head = self.happened.rstrip(". ")
        said = f"{head}. {self.advice}".rstrip() if self.advice else f"{head}."
        return f"{said} {self.request}" if self.tells_request and self.request_id else said

    @property
    def request(self) -> str:
        """The platform's own number of the request, in brackets; empty where it gave none."""
        return f"(request {self.request_id})" if self.request_id else ""


class PlatformError(CopydeskError):
    """A request to a platform did not bring what it should."""


class Unreachable(PlatformError):
    """The platform did not answer: nothing was sent, or nothing that changes anything."""

    advice_default = "Check the network and the address; r tries again."


class OutcomeUnknown(PlatformError):
    """A write was sent and its answer was lost: it may have been done."""

    tells_request = True
    # Not that r shows it: it is looked at by itself until it is known, or nobody can ever tell.
    advice_default = "Look on the platform before you ask for it again."


class SignInRefused(PlatformError):
    """401: the key or the sign-in was refused."""

    advice_default = "Check this connection's key in the config file."


class Forbidden(PlatformError):
    """403: the key may not do this."""

    advice_default = "Use a key that may write, or another organization."


class Unpaid(Forbidden):
    """402: the account's plan does not take this; it says nothing of the key."""

    advice_default = "See the account's plan on the platform's own pages."


class ReadOnly(PlatformError):
    """Nothing was sent: the connection is only read from."""

    advice_default = "It can be read all the same."


class NotFound(PlatformError):
    """The item is not there, or not visible with this key."""

    advice_default = "Refreshing shows the list as it is now."


class Conflict(PlatformError):
    """409: something else stands in the way."""

    advice_default = "Refreshing shows how it stands now."


class Invalid(PlatformError):
    """400 or 422: the platform refused what was sent."""

    advice_default = "Correct it and send it again; nothing was lost."

    def __init__(
        self,
        happened: str,
        *,
        fields: dict[str, str] | None = None,
        advice: str | None = None,
        request_id: str | None = None,
    ) -> None:
        """Also take `fields`: the platform's word on each field that it refused."""
        super().__init__(happened, advice=advice, request_id=request_id)
        self.fields = fields or {}


class RateLimited(PlatformError):
    """429: too many requests."""

    def __init__(self, happened: str, *, retry_after: float, request_id: str | None = None) -> None:
        """Also take `retry_after`: seconds until the platform will answer again, 0 or more."""
        super().__init__(happened, advice=f"It answers again in {retry_after:.0f} s.", request_id=request_id)
        self.retry_after = retry_after


class HeldBack(RateLimited):
    """Our own pace would have let a write wait until what it was decided on was old: it did not leave."""

    def __init__(self, happened: str, *, retry_after: float) -> None:
        """Take what happened, and the seconds until it may leave."""
        super().__init__(happened, retry_after=retry_after)
        self.advice = "It is read again and sent then."


class PlatformFault(PlatformError):
    """5xx, or an answer that could not be read."""

    tells_request = True
    advice_default = "It is the platform's fault; r tries again."


class NotSupported(PlatformError):
    """The platform has no such function."""

    advice_default = "Do it on the platform's own pages, if it can be done there."


class CredentialError(CopydeskError):
    """A secret could not be had."""

    advice_default = "Check where this connection's secret comes from in the config file."


class DeskError(CopydeskError):
    """The local desk could not be started or reached."""

    advice_default = "See the desk's log file."


class StateError(CopydeskError):
    """The state database could not be used."""


class EditorError(CopydeskError):
    """The editor could not be used."""
