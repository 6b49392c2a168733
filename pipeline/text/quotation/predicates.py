"""Reporting frames in which what is quoted is what somebody calls something, the parts in any order."""

from __future__ import annotations

from typing import Final

from pipeline.text.quotation.look import Frame, Look
from pipeline.text.quotation.stream import Unit

_AGENT_REACH: Final = 4


def bracketed(look: Look) -> Frame | None:
    """`Er hat das als „…“ bezeichnet`: the participle behind the quotation, its finite verb before."""
    unit, at, reader = look.unit, look.at, look.reader
    if not reader.resource.auxiliaries or at + 1 >= len(unit) or unit[at + 1].tag not in ("speech", "framing"):
        return None
    finite = reader.finite_before(unit, at)
    source = reader.of_auxiliary(unit, finite) if finite is not None else reader.of_subclause(unit, at)
    return Frame(unit[at + 1], source, "left") if source is not None else None


def fronted(look: Look) -> Frame | None:
    """`Als „…“ bezeichnete es ihr Vorsitzender`, `«…» назвал его X`: the predicate opens the sentence."""
    unit, at, reader = look.unit, look.at, look.reader
    if at > 1 or (at == 1 and unit[0].norm not in reader.resource.likening) or at + 2 >= len(unit):
        return None
    cue = at + 1
    if unit[cue].tag == "between" and unit[cue + 1].tag == "framing":
        cue += 1  # `Za „urážku“` ji `označil`
    if unit[cue].tag not in ("framing", "speech") or not (at == 1 or unit[cue].tag == "framing"):
        return None
    start = cue + 1
    while start < len(unit) - 1 and (unit[start].norm in reader.resource.speakers.objects or _object(unit, start)):
        start += 1
    source = reader.after(unit, start)
    return Frame(unit[cue], source, "after") if source is not None and source.kind != "phrase" else None


def _object(unit: Unit, at: int) -> bool:
    """A pronoun that is no subject, since another phrase follows it (`назвал` его `лидер`)."""
    behind = unit[at + 1]
    follows = behind.role or behind.group or behind.name or behind.person or behind.tag == "determiners"
    return bool(unit[at].person) and bool(follows)


def agent(look: Look) -> Frame | None:
    """`accused of “…” by the charity X`: a passive verb before the quotation, who did it behind."""
    unit, at, reader = look.unit, look.at, look.reader
    if at + 2 >= len(unit) or unit[at + 1].norm not in reader.resource.agent:
        return None
    cues = reader.resource.cues
    for cue in range(at - 1, 0, -1):
        hit = cues.match([unit[cue].norm], 0)
        if hit is not None and hit[1] in ("speech", "framing") and unit[cue - 1].tag == "between":
            source = reader.until_stop(unit, at + 2)
            return Frame(unit[cue], source, "left") if source is not None and source.kind != "phrase" else None
    return None


def agent_before(look: Look) -> Frame | None:
    """`was described by the mate X as “…”`, `fue calificado por X de «…»`: who did it stands before the quotation."""
    unit, at, reader = look.unit, look.at, look.reader
    for by in range(at - 1, 1, -1):
        if unit[by].kind == "quote" and not unit[by].name:
            return None
        if unit[by].norm not in reader.resource.agent:
            continue
        source = reader.until_stop(unit[:at], by + 1)
        named = source is not None and source.kind in ("name", "role", "group")
        cue = next((slot for slot in range(by - 1, max(0, by - _AGENT_REACH), -1) if _predicates(look, slot)), None)
        behind = at + 1 if at + 1 < len(unit) and unit[at + 1].tag in ("speech", "framing") else None
        finite = behind is not None and any(item.norm in reader.resource.undergone for item in unit[:by])
        if named and (cue is not None or finite):
            return Frame(unit[cue if cue is not None else behind or by], source, "left")
    return None


def _predicates(look: Look, slot: int) -> bool:
    """A participle by which something is called what is quoted, its auxiliary before it."""
    unit, resource = look.unit, look.reader.resource
    norm = unit[slot].norm
    bare = norm.removesuffix("s")
    forms = (norm, bare, bare.removesuffix("e"), bare[:-1] + "o")  # `qualifiées`, `descritas`
    plain = any((hit := resource.cues.match([form], 0)) and hit[1] in ("speech", "framing") for form in forms)
    return plain and any(item.norm in resource.undergone for item in unit[max(0, slot - 3) : slot])
