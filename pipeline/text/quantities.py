"""Whether two numbers can both be true of one thing."""

from __future__ import annotations

import re
from decimal import Decimal

from pipeline.languages import language
from pipeline.text.counted import INFINITY
from pipeline.text.numerals import Number

# An estimate allows half a step of its last significant digit, within these shares of its value:
# "about 300" means 250 to 350, but "about 1,000" hardly 500.
_LEAST_SHARE = Decimal("0.025")
_MOST_SHARE = Decimal(1) / 6
_MILLION = Decimal(1_000_000)
_NEAR_BOUND = Decimal("1.5")
# "A third" and "two thirds" as percent, whose digits are of our making; a tenth either way.
_THIRDS = frozenset({Decimal("33.33"), Decimal("66.67")})
_KEPT_APART = frozenset({"currency", "percent", "duration", "length", "speed", "temperature", "mass", "volume", "age"})
_MEASURED = frozenset({"length", "speed", "temperature", "mass", "volume"})
_CONVERTED = Decimal("0.05")
_SCALED = re.compile(r"(?<![\d.,])(\d{1,3})(?:[.,](\d{1,2}))?(?![\d.,]*\d)")
_SCALES = frozenset(Decimal(10) ** power for power in (3, 6, 9, 12))
_ALIKE = frozenset({frozenset({"duration", "age"}), frozenset({"count", "times"})})


def compatible(a: Number, b: Number) -> bool:
    """True when the values agree by magnitude, relation and unit.

    Units convert within their kind; an unstated unit agrees with any. ``about`` allows what the
    figure's rounding leaves open: "about 1,500" agrees with 1,462, "about 1,450" not with 1,540.
    ``more than 400`` and ``at least 400`` agree with 412 but not with 4,000, since writers bound a
    number by one near it.
    """
    if not _same_unit(a, b):
        return False
    if a.kind == "score" or b.kind == "score":
        return (a.low, a.high) == (b.low, b.high)
    if a.unit == b.unit and a.relation == b.relation == "exact":
        return (a.low <= b.high and b.low <= a.high) or _rounds(a, b) or _rounds(b, a)
    converted = a.unit != b.unit and a.unit_kind == b.unit_kind and a.unit_kind in _MEASURED
    one, two = _interval(a, converted=converted), _interval(b, converted=converted)
    return max(one[0], two[0]) <= min(one[1], two[1]) and _strict(a, b, one, two)


def _rounds(coarse: Number, fine: Number) -> bool:
    """A figure with its scale in words is rounded to what it says: "218 thousand" is 218,400, but not 219,000."""
    apart = abs(fine.value - coarse.value)
    if apart * 2 > coarse.value:
        return False  # no figure is rounded by more than a half of it
    step = _stated_step(coarse)
    return step > 1 and fine.value % step != 0 and apart <= step / 2


def _stated_step(number: Number) -> Decimal:
    """The last place that a figure in digits with a scale in words states ("3.5 million": 100,000); else nothing."""
    digits = _SCALED.search(number.text)
    if digits is None or not number.value:
        return Decimal(0)
    whole, part = digits.group(1), digits.group(2) or ""
    stated = Decimal(f"{whole}.{part}") if part else Decimal(whole)
    scale = number.value / stated if stated else Decimal(0)
    return scale.scaleb(-len(part)) if scale in _SCALES else Decimal(0)


def _same_unit(a: Number, b: Number) -> bool:
    if a.unit_kind == b.unit_kind:
        if a.unit is None or b.unit is None or a.unit == b.unit:
            return True
        if a.unit_kind == "currency":
            return _same_currency(a.unit, b.unit)
        return a.unit_kind == "count" or base_unit(a) == base_unit(b)
    kinds = {a.unit_kind, b.unit_kind}
    if None in kinds:
        return True
    if frozenset(kinds) in _ALIKE:
        return True
    return not kinds & _KEPT_APART


def same_currency(a: Number, b: Number) -> bool:
    """Whether two sums may be in one currency; an unstated one may be any."""
    return a.unit is None or b.unit is None or a.unit == b.unit or _same_currency(a.unit, b.unit)


def _same_currency(one: str, two: str) -> bool:
    """A crown agrees with every currency called so."""
    generic = language("und").units.generic
    return two in generic.get(one, ()) or one in generic.get(two, ())


def base_unit(number: Number) -> str | None:
    """The unit that the number's own converts to; None where none is stated."""
    return None if number.unit is None else _base(number.unit)[0]


def in_base(number: Number) -> Decimal:
    """The stated figure in the base unit of its kind."""
    return number.value if number.unit is None else number.value * _base(number.unit)[1]


def _base(unit: str) -> tuple[str, Decimal]:
    return language("und").units.base.get(unit, (unit, Decimal(1)))


def _interval(number: Number, *, converted: bool = False) -> tuple[Decimal, Decimal]:
    """The values that the words allow, in base units; who converts a measure rounds it."""
    factor = Decimal(1) if number.unit is None else _base(number.unit)[1]
    low, high = number.low, number.high
    if converted and number.relation == "exact":
        low, high = low - _rounding(low), high + _rounding(high)
    if number.relation == "about":
        low, high = low - _slack(low), high + _slack(high)
    elif number.relation in ("more_than", "at_least") and high == INFINITY:
        high = max(low * _bound(number), Decimal(10))
    elif number.relation == "less_than":
        low = high / 2 if high > 10 else Decimal(0)
    return low * factor, (high * factor if high != INFINITY else INFINITY)


def _bound(number: Number) -> Decimal:
    """How far above a limit the figure may lie: "more than 24,000" is hardly 42,000, a death toll grows."""
    digits = len(number.low.normalize().as_tuple().digits) if number.low.is_finite() else 1
    return _NEAR_BOUND if number.relation == "more_than" and digits > 1 and number.low >= 100 else Decimal(2)


def _rounding(value: Decimal) -> Decimal:
    """Half a step of the last significant digit, within a share of the value."""
    if not value or not value.is_finite():
        return Decimal(0)
    return min(Decimal(1).scaleb(int(value.normalize().as_tuple().exponent)) / 2, value * _CONVERTED)


def _slack(value: Decimal) -> Decimal:
    """How far from ``about value`` the exact figure may lie."""
    if not value or not value.is_finite():
        return Decimal(0)
    if value in _THIRDS:
        return value / 10
    digits = value.normalize().as_tuple()
    last = Decimal(1).scaleb(int(digits.exponent))
    # Below a hundred people round to fives, of millions to halves.
    by_fives = len(digits.digits) == 2 and digits.digits[1] == 5 and (value < 100 or value >= _MILLION)
    step = 5 * last if by_fives else last
    return min(max(step / 2, value * _LEAST_SHARE), value * _MOST_SHARE)


def _strict(a: Number, b: Number, one: tuple[Decimal, Decimal], two: tuple[Decimal, Decimal]) -> bool:
    """More than 400 does not agree with 400 itself, nor less than 400."""
    return _within(a, one, b, two) and _within(b, two, a, one)


def _within(
    bound: Number,
    limits: tuple[Decimal, Decimal],
    other: Number,
    values: tuple[Decimal, Decimal],
) -> bool:
    if bound.relation == other.relation:
        return True
    if bound.relation == "more_than":
        return values[1] > limits[0]
    if bound.relation == "less_than":
        return values[0] < limits[1]
    return True
