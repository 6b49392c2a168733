"""Argos packages decoded with CTranslate2 directly: one sorted, deduplicated stream over all sentences.

argostranslate's own `translate()` splits text into sentences by itself (stanza or minisbd, which download their
models) and decodes a paragraph a call; here the tokenizer is its own and the decoding options are its own, so a
sentence comes out as it would there, but the batches are full.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.config import TranslateConfig
from pipeline.errors import ModelError
from pipeline.models import digests, packages
from pipeline.models.decoding import compute_type
from pipeline.models.environment import cores, go_offline
from pipeline.models.packages import ArgosPackage
from pipeline.models.protocols import Route, Translation

if TYPE_CHECKING:
    import ctranslate2
    from argostranslate.tokenizer import Tokenizer

# CTranslate2's own bound on the output length.
MAX_TOKENS: Final = 256
# Output tokens that a source of n tokens may have: a loop ends here and not at MAX_TOKENS. Below 3 n + 16 no
# finished translation of newstest2019 was cut.
TOKENS_PER_TOKEN: Final = 3
SPARE_TOKENS: Final = 16
UNKNOWN: Final = "<unk>"


class ArgosTranslator:
    """Every language that the packages on this machine bring into English; weights are loaded at first use."""

    def __init__(
        self,
        config: TranslateConfig,
        threads: int = 0,
        user: Path | None = None,
        bundled: Path = packages.BUNDLED,
    ) -> None:
        self._config = config
        self._threads = cores(threads)
        self._folders = (user, bundled)
        self._decoders: dict[Path, PackageDecoder] = {}
        self._memory: dict[tuple[str, str, int, str], Translation] = {}

    @cached_property
    def _routes(self) -> dict[str, tuple[ArgosPackage, ...]]:
        found, self._unusable = packages.discover(*self._folders)
        return packages.routes(found, self._config.packages)

    @cached_property
    def digest(self) -> str:
        """sha256 over every route's packages; reads metadata and remembered digests only."""
        listing = {language: self._route(language).digest for language in self._routes}
        return hashlib.sha256(json.dumps(listing, sort_keys=True).encode()).hexdigest()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that reach English, sorted."""
        return tuple(sorted(self._routes))

    def route(self, language: str) -> Route | None:
        """The packages from the language to English; None where there are none."""
        return self._route(language) if language in self._routes else None

    def _route(self, language: str) -> Route:
        chain = self._routes[language]
        digest = chain[0].digest if len(chain) == 1 else digests.listing_digest({p.name: p.digest for p in chain})
        return Route(tuple(p.name for p in chain), "+".join(p.version for p in chain), digest)

    def chain(self, language: str) -> tuple[ArgosPackage, ...]:
        """The packages behind `route`; none for a language that does not reach English."""
        return self._routes.get(language, ())

    def forget(self) -> None:
        """Drop the memory of translations, not the weights; for measuring."""
        self._memory.clear()

    def translate(self, texts: Sequence[str], language: str, beam_size: int) -> list[Translation]:
        """One translation a text, in order; equal texts are decoded once in the life of this object."""
        if language not in self._routes:
            raise ModelError(f"no translation package leads from {language!r} to English", pull_command(language))
        current, spoken = [Translation(text) for text in texts], language
        for package in self._routes[language]:
            step = self._step(package, [translation.english for translation in current], spoken, beam_size)
            spoken = package.target
            current = [
                replace(
                    after,
                    unknown_tokens=before.unknown_tokens + after.unknown_tokens,
                    unsure=before.unsure or after.unsure,
                )
                for before, after in zip(current, step, strict=True)
            ]
        return current

    def _step(self, package: ArgosPackage, texts: Sequence[str], language: str, beam_size: int) -> list[Translation]:
        keys = [(package.digest, language, beam_size, text) for text in texts]
        new = sorted({key[-1] for key in keys if key not in self._memory})
        if new:
            for text, translation in zip(new, self._decoder(package).decode(new, language, beam_size), strict=True):
                self._memory[package.digest, language, beam_size, text] = translation
        return [self._memory[key] for key in keys]

    def _decoder(self, package: ArgosPackage) -> PackageDecoder:
        if package.path not in self._decoders:
            if package.origin == "bundled" and package.path.parent == packages.BUNDLED:
                digests.verify_pinned(package.asset)
            self._decoders[package.path] = PackageDecoder(package, self._threads, self._config.batch_tokens)
        return self._decoders[package.path]


class PackageDecoder:
    """One loaded package: argostranslate's tokenizer and a CTranslate2 model."""

    def __init__(self, package: ArgosPackage, threads: int, batch_tokens: int) -> None:
        self.package = package
        self.batch_tokens = batch_tokens
        self.tokenizer = load_tokenizer(package)
        self.model = _load_model(package, threads)
        self.vocabulary = _source_vocabulary(package.path / "model")

    def decode(self, texts: Sequence[str], language: str, beam_size: int) -> list[Translation]:
        """One translation a text, in order; a batch holds texts of one number of tokens.

        Batches of mixed lengths are padded, which changes the last bits and now and then a translation (1 of 800
        sentences of newstest2019); without padding a sentence comes out the same in any company.
        """
        tokens = [self.tokenizer.encode(text) for text in texts]
        groups: dict[int, list[int]] = {}
        # Longest first: no core is left alone with a long batch at the end.
        for i in sorted(range(len(texts)), key=lambda i: (-len(tokens[i]), texts[i])):
            groups.setdefault(len(tokens[i]), []).append(i)
        groups.pop(0, None)
        found = [Translation("") for _ in texts]
        # All groups are queued before the first answer is awaited, so that no core waits at a group's end.
        queued = [
            (group, self._submit([tokens[i] for i in group], beam_size, output_bound(length)))
            for length, group in groups.items()
        ]
        for group, results in queued:
            for i, result in zip(group, results, strict=True):
                found[i] = self._translation(tokens[i], language, result.result())
        return found

    def _translation(self, source: list[str], language: str, result: ctranslate2.TranslationResult) -> Translation:
        output = list(result.hypotheses[0])
        english, unknown = self._text(output), self._unknown(source, output)
        least = self.package.least_score
        unsure = least is not None and round(result.scores[0], 3) < least
        if not self.package.attention_aligns:
            return Translation(english, unknown, unsure=unsure)
        from pipeline.text.mending import mended

        better = mended(source, output, result.attention[0], language)
        return Translation(better.english if better.put_back else english, unknown, better.put_back, unsure)

    def _submit(self, tokens: list[list[str]], beam_size: int, bound: int) -> list[ctranslate2.AsyncTranslationResult]:
        """Queue token sequences, with argostranslate's options but for the length; one answer to wait for each."""
        prefix = [[self.package.target_prefix]] * len(tokens) if self.package.target_prefix else None
        queued: list[ctranslate2.AsyncTranslationResult] = self.model.translate_batch(
            tokens,
            target_prefix=prefix,
            replace_unknowns=True,
            max_batch_size=self.batch_tokens,
            batch_type="tokens",
            beam_size=beam_size,
            num_hypotheses=1,
            return_attention=self.package.attention_aligns,
            return_scores=self.package.least_score is not None,
            **self.package.decoding.options(),
            max_decoding_length=bound,
            asynchronous=True,
        )
        return queued

    def _text(self, tokens: list[str]) -> str:
        """As argostranslate joins them: the target prefix and one leading space go."""
        text: str = self.tokenizer.decode(tokens)
        if self.package.target_prefix:
            text = text.removeprefix(self.package.target_prefix)
        return text.removeprefix(" ")

    def _unknown(self, source: list[str], output: list[str]) -> int:
        """Source pieces that the model has no row for, and unknown marks left in the output."""
        return sum(token not in self.vocabulary for token in source if self.vocabulary) + output.count(UNKNOWN)


def output_bound(tokens: int) -> int:
    """The most tokens that a source of so many may become, so that a loop in a short sentence ends early."""
    return min(MAX_TOKENS, TOKENS_PER_TOKEN * tokens + SPARE_TOKENS)


def load_tokenizer(package: ArgosPackage) -> Tokenizer:
    """argostranslate's own tokenizer for the package; its module alone reads no environment and makes no folder."""
    go_offline()
    from argostranslate.tokenizer import BPETokenizer, SentencePieceTokenizer

    path = package.path / "sentencepiece.model"
    if not path.is_file():
        return BPETokenizer(package.path / "bpe.model", package.sources[0], package.target)
    tokenizer = SentencePieceTokenizer(path)
    try:
        tokenizer.lazy_processor()
    except (OSError, RuntimeError) as error:
        raise _damaged(package, f"its sentencepiece.model cannot be read ({error})") from None
    return tokenizer


def _load_model(package: ArgosPackage, threads: int) -> ctranslate2.Translator:
    import ctranslate2

    ctranslate2.set_log_level(40)  # logging.ERROR: the library's own messages go to stderr
    try:
        return ctranslate2.Translator(
            str(package.path / "model"),
            device="cpu",
            compute_type=compute_type(),
            inter_threads=threads,
            intra_threads=1,
        )
    except (RuntimeError, ValueError) as error:
        raise _damaged(package, f"CTranslate2 cannot load its model ({str(error).splitlines()[0]})") from None


def _damaged(package: ArgosPackage, why: str) -> ModelError:
    if package.origin == "bundled":
        return ModelError(f"bundled package {package.name}: {why}", "pip install --force-reinstall crossverify")
    remedy = f"verify models remove {package.name} && verify models pull {package.sources[0]}"
    return ModelError(f"package {package.name} in {package.path}: {why}", remedy)


def _source_vocabulary(model: Path) -> frozenset[str]:
    """The source pieces of a CTranslate2 model folder, in any of the layouts its converters have written."""
    for name in ("source_vocabulary", "shared_vocabulary"):
        as_json, as_text = model / f"{name}.json", model / f"{name}.txt"
        if as_json.is_file():
            return frozenset(json.loads(as_json.read_text("utf-8")))
        if as_text.is_file():
            return frozenset(as_text.read_text("utf-8").split("\n"))
    return frozenset()


def pull_command(language: str) -> str:
    """The command that installs the official package for a language."""
    return f"verify models pull {language}"
