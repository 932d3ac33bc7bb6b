"""Putting a secret into the system's keyring."""

from __future__ import annotations

from tui.config.credentials import KEYRING_SERVICE
from tui.domain.errors import CopydeskError
from tui.domain.secrets import Secret


def keep(entry: str, secret: Secret) -> None:
    """Keep a secret under a name, in place of what is there. Raises a `CopydeskError`."""
    advice = "Nothing was written. Choose another place for it, or put it there yourself."
    try:
        import keyring
    except ImportError:
        raise CopydeskError(
            "Copydesk was installed without the keyring",
            advice="Install it with: pip install 'copydesk[keyring]'. Nothing was written.",
        ) from None
    try:
        keyring.set_password(KEYRING_SERVICE, entry, secret.reveal())
    except Exception as error:
        # Backends raise what they like; none of it may show the secret.
        raise CopydeskError(f"the keyring did not take it ({type(error).__name__})", advice=advice) from None
