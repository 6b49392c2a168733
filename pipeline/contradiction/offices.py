"""One person in two offices that nobody holds at once: the harbour captain here, the head of the port there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

from pipeline.contradiction.facts import STATING
from pipeline.text.name_match import is_cyrillic
from pipeline.text.names import same_name
from pipeline.text.offices import MEMBER, Office, find_offices

if TYPE_CHECKING:
    import polars as pl

ONE_PERSON: Final = 0.85
ACROSS: Final = 0.78
"""The same for two scripts: «Элен Морасс» is Helene Maurasse."""
CALLINGS: Final = (
    "minister", "governor", "mayor", "spokes", "expert", "curator", "doctor", "jurist", "judge", "prosecutor", "lawyer",
    "officer", "captain", "commander", "journalist", "cleric", "diplomat", "coach", "athlete", "nurse", "teacher",
    "engineer", "pilot", "driver", "agent",
)  # fmt: skip
"""Callings of which a person in the news has one; a premier counts as a minister, a director as a head."""
SAME: Final = {"premier": "minister", "director": "head"}
RUNS: Final = "executive"
BESIDE_RUNS: Final = frozenset({"supervisor", "chair", "branch"})
"""Who runs a company does not chair the board that oversees it, nor run a branch of it (the technical, financial,
artistic, sports director); to all other callings these are heads."""
LANDS: Final = frozenset({"minister", "governor", "mayor"})
"""Who governs a land or a town; a prefect is a governor."""
SERVICES: Final = frozenset(
    {"police", "coastguard", "fire", "army", "border", "customs", "civil", "election", "court"},
)
"""Bodies whose head governs no land; a bank, a school and a prison may have governors of their own."""
TOGETHER: Final = frozenset(
    map(
        frozenset,
        (
            {"spokes", "officer"}, {"spokes", "captain"}, {"officer", "captain"}, {"officer", "commander"},
            {"captain", "commander"}, {"governor", "mayor"},
            {"spokes", "lawyer"}, {"spokes", "jurist"}, {"spokes", "prosecutor"}, {"spokes", "judge"},
            {"jurist", "judge"}, {"jurist", "lawyer"}, {"jurist", "prosecutor"}, {"expert", "doctor"},
            {"expert", "curator"}, {"expert", "jurist"}, {"expert", "lawyer"}, {"minister", "governor"},
            {"expert", "officer"}, {"doctor", "officer"}, {"diplomat", "minister"}, {"diplomat", "lawyer"},
            {"diplomat", "officer"}, {"diplomat", "expert"}, {"diplomat", "spokes"}, {"diplomat", "jurist"},
            {"engineer", "expert"}, {"teacher", "expert"}, {"pilot", "captain"}, {"pilot", "officer"},
            {"pilot", "commander"}, {"pilot", "athlete"}, {"driver", "athlete"}, {"spokes", "nurse"},
            {"spokes", "teacher"}, {"spokes", "driver"}, {"spokes", "engineer"}, {"engineer", "driver"},
            {"engineer", "officer"}, {"engineer", "captain"}, {"athlete", "lawyer"}, {"agent", "spokes"},
            {"agent", "officer"}, {"agent", "journalist"}, {"agent", "athlete"},
        ),
    )
)  # fmt: skip
"""Callings that do go together; an investigator may be of the police or of a study, a defender of a client."""
NOT_HEADS: Final = frozenset(
    {"spokes", "captain", "curator", "journalist", "lawyer", "athlete", "driver", "agent", "engineer"},
)
"""What the head of something is not; heads may be ministers, professors or bishops. A prosecutor may head an office."""

BODIES: Final = (
    frozenset({"un", "eu", "nato", "osce"}),
    frozenset({"police", "coastguard", "fire", "army", "border", "customs"}),
    frozenset({"union", "staff", "employers"}),
    frozenset(
        {
            "museum", "theatre", "library", "school", "zoo", "bank", "airport", "port", "hospital", "university",
            "court", "election",
        },
    ),
)  # fmt: skip
"""Bodies of one group: who speaks for one of them speaks for no other."""
DEPUTIES: Final = frozenset({"mayor", "minister", "governor", "head"})
"""Callings whose deputy is another person; an office of lesser weight is often shortened to its last word."""
FIELDS_TOGETHER: Final = frozenset(
    map(
        frozenset,
        (
            {"finance", "economy"}, {"economy", "trade"}, {"economy", "energy"}, {"energy", "environment"},
            {"education", "science"}, {"labour", "social"}, {"health", "social"}, {"transport", "housing"},
            {"culture", "sport"}, {"culture", "tourism"}, {"agriculture", "environment"}, {"interior", "sport"},
        ),
    )
)  # fmt: skip
"""Fields that are often one ministry's, or that one country's ministry is called by and another's is not."""


@dataclass(frozen=True, slots=True)
class Held:
    """An office that an article gives to a person, with the sentence that does."""

    office: Office
    row: dict[str, Any]

    @property
    def calling(self) -> str:
        return SAME.get(self.office.calling, self.office.calling)


def offices_of(sentences: pl.DataFrame) -> dict[str, list[Held]]:
    """article -> the offices that it states, in order."""
    found: dict[str, list[Held]] = defaultdict(list)
    for row in sentences.iter_rows(named=True):
        if row["kind"] in STATING:
            found[row["article"]] += [Held(office, row) for office in find_offices(row["text"], row["language"])]
    return dict(found)


def office_clashes(offices: dict[str, list[Held]]) -> list[tuple[Held, Held]]:
    """For every two articles and person: the first offices, if none that the one gives goes with any of the other."""
    found = []
    for a, b in combinations(sorted(offices), 2):
        told: list[str] = []
        for x in offices[a]:
            person = x.office.person
            if any(_one_person(person, name) for name in told):
                continue
            told.append(person)
            ours, theirs = _telling(_of(person, offices[a])), _telling(_of(person, offices[b]))
            if theirs and all(_apart(m, n) for m in ours for n in theirs):
                found.append((ours[0], theirs[0]))
    return found


def _of(person: str, held: list[Held]) -> list[Held]:
    return [h for h in held if _one_person(person, h.office.person)]


def _one_person(one: str, two: str) -> bool:
    scripts = is_cyrillic(one) != is_cyrillic(two)
    return same_name(one, two) >= (ACROSS if scripts else ONE_PERSON)


def _telling(held: list[Held]) -> list[Held]:
    """A head is one of something; who is a commander and the head of a rescue is a commander."""
    told = [h for h in held if h.calling != "head"]
    return told or held


def _apart(one: Held, two: Held) -> bool:
    a, b = one.calling, two.calling
    if _other_body(one.office.bodies, two.office.bodies):
        return True
    if MEMBER in (a, b):
        return False
    if RUNS in (a, b) and {a, b} & BESIDE_RUNS:
        return True
    a, b = ("head" if calling in BESIDE_RUNS | {RUNS} else calling for calling in (a, b))
    if "head" in (a, b) and {a, b} & LANDS and _leads_no_land(one, two):
        return True
    if a == b and a in DEPUTIES and one.office.deputy != two.office.deputy:
        return True
    if a == b == "minister" and one.office.portfolios and two.office.portfolios:
        return all(_other_field(x, y) for x in one.office.portfolios for y in two.office.portfolios)
    if a == b or frozenset({a, b}) in TOGETHER:
        return False
    if "head" in (a, b):
        return bool({a, b} & NOT_HEADS)
    return a in CALLINGS and b in CALLINGS


def _leads_no_land(*two: Held) -> bool:
    """The one is told as a minister by field, a governor or a mayor, the other as the head of a body or a service."""
    lands = [h for h in two if h.calling in LANDS]
    bodies = frozenset[str]().union(*(h.office.bodies for h in two if h.calling not in LANDS))
    if any(h.calling == "minister" for h in lands):
        return bool(bodies) and any(h.office.portfolios for h in lands)
    return bool(bodies & SERVICES) and not any(h.office.bodies for h in lands)


def _other_body(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Each names a body of one group, and not the same."""
    return any(ours & group and theirs & group and not ours & theirs & group for group in BODIES)


def _other_field(one: str, two: str) -> bool:
    return one != two and frozenset({one, two}) not in FIELDS_TOGETHER
