"""How good and how fast a translation package is, through the pipeline's own path.

    python -m bench.translation newstest2019.tsv.xz [--language de] [--sentences 2000] [--package FOLDER] [--beam 4]
        [--compare 200]

The file holds tab-separated language, origin, source, reference (plain or .xz). Printed: sacreBLEU, sentences per
second, headlines against sentences, what survives (figures, names, quotation marks), failed checks; with --compare also
argostranslate's own `translate()` on the first sentences, four to a paragraph, splitting given, same package, beam,
options and threads: its speed, the ratio, and how many sentences come out the same. Its import needs argostranslate's
full dependencies (stanza).
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.config import TranslateConfig
from pipeline.models import packages
from pipeline.models.decoding import BOUNDS, compute_type
from pipeline.models.environment import cores
from pipeline.models.protocols import Translation
from pipeline.models.translator import ArgosTranslator
from pipeline.text.numerals import find_numbers
from pipeline.text.translation_checks import failed_checks

PARAGRAPH = 4
ROUNDS = 3
SEPARATOR = "\x1f"
# Before the pipeline sets its own variables for the model libraries.
SHELL = dict(os.environ)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_LATIN_NAME = re.compile(r"\b[A-Z][A-Za-z0-9]+\b")
_CLOSED = re.compile(r"[.!?…:;][\"»”)]*$")
_QUOTES = re.compile(r"[\"“”„«»‟]")


@dataclass(frozen=True, slots=True)
class Pair:
    """A source sentence and its human translation."""

    language: str
    source: str
    reference: str


def read_pairs(path: Path, most: int, language: str = "") -> list[Pair]:
    """The first pairs of a development set, or of one language in it; line breaks inside a sentence are folded."""
    content = lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()
    rows = [line.split("\t") for line in content.decode("utf-8").strip("\n").split("\n")]
    wanted = [row for row in rows if language in ("", row[0])]
    return [Pair(row[0], row[2].strip(), row[3].strip()) for row in wanted[:most]]


def translator_for(package: Path | None) -> ArgosTranslator:
    """The bundled packages alone, or one package folder alone."""
    nothing = Path(tempfile.mkdtemp(prefix="bench-"))
    if package is None:
        return ArgosTranslator(TranslateConfig(), user=nothing)
    (nothing / package.name).symlink_to(package.resolve())
    return ArgosTranslator(TranslateConfig(), user=nothing, bundled=nothing / "none")


def plain(package: Path) -> Path:
    """A copy that says nothing of how to decode it: argostranslate has its own options and asks no package."""
    copy = Path(tempfile.mkdtemp(prefix="bench-")) / package.name
    copy.mkdir()
    told = json.loads((package / "metadata.json").read_text("utf-8"))
    kept = {name: value for name, value in told.items() if name not in (*BOUNDS, "attention_aligns", "least_score")}
    (copy / "metadata.json").write_text(json.dumps(kept), "utf-8")
    for name in (*packages.TOKENIZERS, "model"):
        if (package / name).exists():
            (copy / name).symlink_to((package / name).resolve())
    return copy


def timed(work: Callable[[], list[str]]) -> tuple[list[str], float]:
    """The result and the seconds it took."""
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def survival(pairs: Sequence[Pair], outputs: Sequence[str]) -> dict[str, float]:
    """Shares kept in the output: figures by value, Latin names of the source, names of the reference, quote marks."""
    kept: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for pair, output in zip(pairs, outputs, strict=True):
        values = {number.value for number in find_numbers(output, "en")}
        wanted = {n.value for n in find_numbers(pair.source, pair.language) if any(c.isdigit() for c in n.text)}
        _count("figures", len(wanted & values), len(wanted), kept, total)
        latin = set(_LATIN_NAME.findall(pair.source)) if not _LATIN_NAME.fullmatch(pair.source) else set()
        words = set(_WORD.findall(output))
        _count("latin_names", len(latin & words), len(latin), kept, total)
        names = {word for word in _WORD.findall(pair.reference)[1:] if word[0].isupper() and len(word) > 2}
        _count("reference_names", len(names & words), len(names), kept, total)
        if marks := len(_QUOTES.findall(pair.source)):
            _count("quote_marks", int(len(_QUOTES.findall(output)) == marks), 1, kept, total)
    return {name: round(kept[name] / total[name], 4) for name in total if total[name]}


def _count(name: str, kept_now: int, total_now: int, kept: Counter[str], total: Counter[str]) -> None:
    kept[name] += kept_now
    total[name] += total_now


def by_shape(pairs: Sequence[Pair], outputs: Sequence[str]) -> dict[str, dict[str, float]]:
    """sacreBLEU of headlines (no final punctuation in the source) and of sentences, each with its brevity penalty."""
    from sacrebleu.metrics.bleu import BLEU

    groups: dict[str, list[tuple[str, str]]] = {"headlines": [], "sentences": []}
    for pair, output in zip(pairs, outputs, strict=True):
        name = "sentences" if _CLOSED.search(pair.source) else "headlines"
        groups[name].append((output, pair.reference))
    found = {}
    for name, members in groups.items():
        if members:
            score = BLEU().corpus_score([output for output, _ in members], [[reference for _, reference in members]])
            found[name] = {"count": len(members), "bleu": round(score.score, 2), "brevity": round(score.bp, 3)}
    return found


def by_trust(pairs: Sequence[Pair], translations: Sequence[Translation]) -> dict[str, dict[str, float]]:
    """chrF of what the package itself is sure of, and of the rest."""
    from sacrebleu.metrics.chrf import CHRF

    found = {}
    for name, unsure in (("sure", False), ("unsure", True)):
        members = [(r.english, p.reference) for p, r in zip(pairs, translations, strict=True) if r.unsure is unsure]
        if members:
            score = CHRF().corpus_score([english for english, _ in members], [[reference for _, reference in members]])
            found[name] = {"share": round(len(members) / len(pairs), 3), "chrf": round(score.score, 1)}
    return found


class ArgosOwn:
    """argostranslate's own translate() in a process of its own, with the environment that the user's shell gives it."""

    def __init__(self, package: packages.ArgosPackage, beam: int) -> None:
        scratch = Path(tempfile.mkdtemp(prefix="bench-"))
        (scratch / "packages").mkdir()
        (scratch / "packages" / package.path.name).symlink_to(package.path.resolve())
        homes = {name: str(scratch) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
        own = {
            "ARGOS_PACKAGES_DIR": str(scratch / "packages"),
            "ARGOS_BEAM_SIZE": str(beam),
            "ARGOS_COMPUTE_TYPE": compute_type(),
        }
        command = [sys.executable, "-m", "bench.translation", "--serve-argos", package.sources[0], package.target]
        self._process = subprocess.Popen(
            command, env=SHELL | homes | own, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def translate(self, texts: Sequence[str]) -> tuple[list[str], float]:
        """A text a call: the outputs, and the seconds they took there."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(texts) + "\n")
        self._process.stdin.flush()
        outputs, seconds = json.loads(self._process.stdout.readline())
        return outputs, seconds

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def serve_argos(source: str, target: str) -> int:
    """Answer lists of texts on stdin, a line each, until it closes."""
    from argostranslate import translate as argos

    translation = argos.get_translation_from_codes(source, target).underlying
    # Neither stanza nor minisbd is asked where a sentence ends: they download models.
    translation.sentencizer = type("Given", (), {"split_sentences": lambda _, text: text.split(SEPARATOR)})()
    translation.translate("1")
    for line in sys.stdin:
        texts = json.loads(line)
        answer = timed(lambda: [str(translation.translate(text)) for text in texts])  # noqa: B023
        print(json.dumps(answer), flush=True)
    return 0


def compare(translator: ArgosTranslator, pairs: Sequence[Pair], beam: int) -> dict[str, float]:
    """Our path against argostranslate's on the same sentences, by turns; the best time of each counts."""
    sentences, language = [pair.source for pair in pairs], pairs[0].language
    translator = translator_for(plain(translator.chain(language)[0].path))
    paragraphs = [SEPARATOR.join(sentences[i : i + PARAGRAPH]) for i in range(0, len(sentences), PARAGRAPH)]
    argos = ArgosOwn(translator.chain(language)[0], beam)
    theirs_outputs, _ = argos.translate(sentences)

    def ours_once() -> list[str]:
        translator.forget()  # Or the second time would be answered from memory.
        return [translation.english for translation in translator.translate(sentences, language, beam)]

    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours_outputs, seconds = timed(ours_once)
        ours.append(seconds)
        theirs.append(argos.translate(paragraphs)[1])
    argos.close()
    return {
        "ours_sentences_per_second": round(len(sentences) / min(ours), 1),
        "argostranslate_sentences_per_second": round(len(sentences) / min(theirs), 1),
        "ratio": round(min(theirs) / min(ours), 2),
        "identical": sum(a == b for a, b in zip(ours_outputs, theirs_outputs, strict=True)),
        "compared": len(sentences),
    }


def report(arguments: argparse.Namespace) -> dict[str, object]:
    """Everything measured, as one mapping."""
    from sacrebleu.metrics.bleu import BLEU

    pairs = read_pairs(arguments.corpus, arguments.sentences, arguments.language)
    language = pairs[0].language
    translator = translator_for(arguments.package)
    route = translator.route(language)
    if route is None:
        raise SystemExit(f"no package reads {language}")
    translator.translate(["Привет"], language, 1)
    sources = [pair.source for pair in pairs]
    found, seconds = timed(lambda: translator.translate(sources, language, arguments.beam))
    translations = [translation.english for translation in found]
    bleu = BLEU()
    score = bleu.corpus_score(translations, [[pair.reference for pair in pairs]])
    checks = Counter(
        check
        for pair, text in zip(pairs, translations, strict=True)
        for check in failed_checks(pair.source, text, language)
    )
    report: dict[str, object] = {
        "package": "+".join(route.packages),
        "version": route.version,
        "digest": route.digest,
        "corpus": f"{arguments.corpus.name}, first {len(pairs)}",
        "beam": arguments.beam,
        "threads": cores(),
        "bleu": round(score.score, 2),
        "brevity": round(score.bp, 3),
        "by_shape": by_shape(pairs, translations),
        "signature": str(bleu.get_signature()),
        "sentences_per_second": round(len(pairs) / seconds, 1),
        "survival": survival(pairs, translations),
        "survival_of_the_reference": survival(pairs, [pair.reference for pair in pairs]),
        "failed_checks": dict(sorted(checks.items())),
        "by_trust": by_trust(pairs, found),
    }
    if arguments.compare:
        report["against_argostranslate"] = compare(translator, pairs[: arguments.compare], arguments.beam)
    return report


def main(argv: Sequence[str]) -> int:
    """Parse, measure, print."""
    if argv[:1] == ["--serve-argos"]:
        return serve_argos(*argv[1:])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--sentences", type=int, default=2_000)
    parser.add_argument("--language", default="", help="only the rows of this language (default: all are of one)")
    parser.add_argument("--package", type=Path, default=None, help="a package folder (default: the bundled one)")
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--compare", type=int, default=0, metavar="N", help="sentences to put to argostranslate too")
    print(json.dumps(report(parser.parse_args(argv)), indent=1, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
