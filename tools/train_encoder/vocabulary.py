"""The student's pieces: a unigram vocabulary over all languages, as a `tokenizers` tokenizer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from tokenizers.normalizers import Normalizer

PAD, CLS, SEP, UNK = "[PAD]", "[CLS]", "[SEP]", "[UNK]"
SPECIAL = (PAD, CLS, SEP, UNK)
START = "▁"  # marks the start of a word, as in sentencepiece
# Typographic variants that say the same; the Ukrainian apostrophe has three of them.
_SAME = {
    "’": "'", "ʼ": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "–": "-", "—": "-", "‑": "-", "…": "...", "\u00ad": "", "\u0301": "", "ё": "е",
}  # fmt: skip


def normalizer() -> Normalizer:
    """Return the text normalisation of the student: NFKC, lower case, one form a sign."""
    from tokenizers import Regex, normalizers

    return normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Lowercase(),
            *(normalizers.Replace(old, new) for old, new in _SAME.items()),
            normalizers.Replace(Regex(r"\s+"), " "),
            normalizers.Strip(),
        ]
    )


def train_pieces(sentences: Iterable[str], size: int, folder: Path) -> list[tuple[str, float]]:
    """Train a unigram vocabulary of `size` pieces on normalised sentences: (piece, log p)."""
    import sentencepiece

    corpus = folder / "pieces.txt"
    steps = normalizer()
    with corpus.open("w", encoding="utf-8") as out:
        out.writelines(steps.normalize_str(text) + "\n" for text in sentences)
    sentencepiece.SentencePieceTrainer.train(
        input=str(corpus),
        model_prefix=str(folder / "pieces"),
        vocab_size=size - len(SPECIAL) + 1,  # its own unknown piece gives way to ours
        model_type="unigram",
        character_coverage=0.9998,
        normalization_rule_name="identity",
        hard_vocab_limit=False,
        num_threads=2,
        unk_id=0,
        bos_id=-1,
        eos_id=-1,
        pad_id=-1,
        minloglevel=1,
    )
    model = sentencepiece.SentencePieceProcessor(model_file=str(folder / "pieces.model"))
    return [(model.id_to_piece(i), model.get_score(i)) for i in range(1, model.get_piece_size())]


def build_tokenizer(pieces: Sequence[tuple[str, float]], longest: int) -> Tokenizer:
    """Wrap pieces as a tokenizer that puts [CLS] and [SEP] around at most `longest` ids."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    worst = min((score for _, score in pieces), default=0.0) - 10.0
    vocabulary = [(name, worst) for name in SPECIAL] + list(pieces)
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=SPECIAL.index(UNK)))
    tokenizer.normalizer = normalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement=START, prepend_scheme="always")
    tokenizer.add_special_tokens(list(SPECIAL))
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{CLS} $A {SEP}",
        special_tokens=[(name, SPECIAL.index(name)) for name in (CLS, SEP)],
    )
    tokenizer.enable_truncation(longest)
    return tokenizer
