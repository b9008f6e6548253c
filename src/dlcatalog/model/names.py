"""Names of persons and groups: parsed once (pybtex), compared folded, shown as written."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from dlcatalog.text import fold

# pybtex gives braces, backslashes and ties a meaning that names in YAML do not have.
_TEX = re.compile(r"[{}\\~\"$]")
# A family name of words that all start with a capital letter.
_NO_PARTICLE = re.compile(r"[A-Z][\w'’-]*( [A-Z][\w'’-]*)*")
MAX_COMMAS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonName:
    """A name in parts. A group ("OpenAI") has only a family name and `is_group`.

    Attributes:
        family: with its particles, "van der Berg".
        particle: the leading part of `family` that sorting skips, "van der".
    """

    family: str
    given: str = ""
    suffix: str = ""
    particle: str = ""
    is_group: bool = False

    @classmethod
    def parse(cls, text: str) -> PersonName:
        """Read "Given Family", "Family, Given" or "Family, Jr, Given".

        Raises: ValueError if there are more commas than that or nothing at all.
        """
        return _parse(" ".join(unicodedata.normalize("NFC", text).split()))

    def as_text(self) -> str:
        """Given names first, "Ada van der Berg Jr"."""
        return " ".join(part for part in (self.given, self.family, self.suffix) if part)

    def as_inverted(self) -> str:
        """Family name first, "van der Berg, Jr, Ada"."""
        return ", ".join(part for part in (self.family, self.suffix, self.given) if part)

    def as_sort_key(self) -> tuple[str, str, str]:
        bare = self.family[len(self.particle) :].strip() if self.particle else self.family
        return fold(bare), fold(self.particle), fold(f"{self.given} {self.suffix}")

    def as_identity(self) -> str:
        """The form whose equality makes two names one author; where folding leaves nothing, the name itself."""
        return fold(self.as_text()) or self.as_text()


@lru_cache(maxsize=65536)
def _parse(text: str) -> PersonName:
    if not text.strip(", "):
        raise ValueError("a name must not be empty")
    parts = [part.strip() for part in text.split(",")]
    if len(parts) - 1 > MAX_COMMAS:
        raise ValueError("a name must have at most two commas")
    if len(parts) == 1 and " " not in text:
        return PersonName(family=text)
    # All in small letters, as danah boyd writes hers, pybtex would take the whole name for particles.
    if _TEX.search(text) or (len(parts) == 1 and text.islower()):
        return _split_plainly(parts)
    # Imported late: pybtex takes 40 ms, and an unchanged catalogue parses no name.
    from pybtex.database import Person  # noqa: PLC0415

    person = Person(text)
    particle = " ".join(person.prelast_names)
    last = " ".join(person.last_names)
    given = " ".join([*person.first_names, *person.middle_names])
    suffix = " ".join(person.lineage_names)
    if not last and not particle:
        return PersonName(family=given or suffix)
    return PersonName(
        given=given, family=f"{particle} {last}".strip(), suffix=suffix, particle=particle if last else ""
    )


def _split_plainly(parts: list[str]) -> PersonName:
    if len(parts) == 1:
        given, _, family = parts[0].rpartition(" ")
        return PersonName(given=given, family=family)
    suffix = parts[1] if len(parts) > MAX_COMMAS else ""
    return PersonName(family=parts[0] or parts[-1], given=parts[-1] if parts[0] else "", suffix=suffix)
