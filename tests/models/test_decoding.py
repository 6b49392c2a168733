from __future__ import annotations

import pytest

from pipeline.errors import ModelError
from pipeline.models import decoding


def test_a_package_may_say_from_which_score_it_is_to_be_trusted() -> None:
    assert decoding.read_least_score("p", {}) is None
    assert decoding.read_least_score("p", {"least_score": -1}) == -1.0
    for wrong in ("-1", True, 0.5, -21):
        with pytest.raises(ModelError, match="least_score"):
            decoding.read_least_score("p", {"least_score": wrong})


@pytest.mark.parametrize(
    ("machine", "flags", "expected"),
    [
        ("x86_64", {"avx2", "avx512_vnni"}, "int8"),
        ("x86_64", {"avx2", "avx_vnni"}, "int8"),
        ("x86_64", {"avx2", "avx512f"}, "float32"),
        ("AMD64", set(), "int8"),  # nothing is known of it
        ("aarch64", {"asimd"}, "int8"),
    ],
)
def test_bytes_are_multiplied_only_where_that_is_exact(
    monkeypatch: pytest.MonkeyPatch, machine: str, flags: set[str], expected: str
) -> None:
    monkeypatch.setattr(decoding.platform, "machine", lambda: machine)
    monkeypatch.setattr(decoding, "cpu_flags", lambda: frozenset(flags))
    assert decoding.compute_type() == expected
