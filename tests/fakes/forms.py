"""Forms for tests: one with a field of each kind."""

from __future__ import annotations

from tui.domain.forms import Choice, FieldKind, Form, FormField

SECRET = "s3cr3t"
EVERY_KIND = Form(
    "account",
    (
        FormField("name", "name", required=True, longest=12, hint="yours, such as acme"),
        FormField(
            "way",
            "posts get there",
            FieldKind.CHOICE,
            required=True,
            choices=(Choice("manual", "by hand"), Choice("webhook", "by webhook")),
            initial="manual",
        ),
        FormField("address", "webhook", FieldKind.ADDRESS, required=True, only_if=("way", ("webhook",))),
        FormField("secret", "webhook secret", FieldKind.HIDDEN, required=True, only_if=("way", ("webhook",))),
        FormField(
            "types",
            "takes",
            FieldKind.MANY,
            choices=(Choice("post", "posts"), Choice("changelog", "change[/]logs")),
        ),
        FormField("on", "switched on", FieldKind.SWITCH, initial=True),
        FormField("column", "column", FieldKind.NUMBER, shortest=1, longest=5),
        FormField("at", "at", FieldKind.CLOCK),
        FormField("about", "about", FieldKind.LONG, longest=40),
        FormField("handle", "handle", fixed=True),
    ),
)
