"""The rules that only `links` can find broken, for they need the network."""

from __future__ import annotations

from typing import Final

from dlcatalog.diagnostics import Rule, Severity

LINK_RULES: Final = (
    Rule(
        code="link-gone",
        severity=Severity.ERROR,
        text=(
            "A link must lead somewhere: it is gone when its server says so (404, 410) or has no name any more, on three runs "
            "over at least seven days. With --changed-since, it is gone when two questions at least five seconds apart are both "
            "answered so."
        ),
    ),
    Rule(
        code="link-missing",
        severity=Severity.NOTE,
        text="A link that answers 404, 410 or has lost its server's name may be about to go; it counts as gone after three runs over at least seven days.",
    ),
    Rule(
        code="link-unsafe",
        severity=Severity.ERROR,
        text=(
            "A link must be http or https, hold no user name or password, and lead to a public address, after every redirect too. "
            "It is an error where a change adds it, and a note in weekly runs."
        ),
        fixed=True,
    ),
    Rule(
        code="link-moved",
        severity=Severity.NOTE,
        text="A link should name the address at which its page stands; where every redirect is permanent, the new address is suggested.",
    ),
    Rule(
        code="link-wrong",
        severity=Severity.NOTE,
        text="A link or an id of a paper should lead to that paper: the title of the page it leads to is plainly that of another one.",
    ),
    Rule(
        code="link-blocked",
        severity=Severity.NOTE,
        text="A link whose server keeps programs out (401, 403, 429, walls against robots, robots.txt) cannot be checked; look at it yourself now and then.",
    ),
    Rule(
        code="link-unsure",
        severity=Severity.NOTE,
        text="A link whose server fails (5xx, time-out, TLS, endless redirects) may work again tomorrow; nothing is known until then.",
    ),
)
