"""The recipe of the cross-lingual encoder at toy size: its parts, and both students end to end."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from tools.recipes import changed
from tools.train_encoder import combined, data, export, hard, initial, objective
from tools.train_encoder.data import Pair
from tools.train_encoder.examples import Examples, build_examples, epoch_order, similar_lengths
from tools.train_encoder.static import StaticRecipe, train_static
from tools.train_encoder.teacher import compute_vectors, read_vectors
from tools.train_encoder.transformer import Rivals, Trainer, TransformerRecipe, encode_examples
from tools.train_encoder.ukrainian import ukrainianised
from tools.train_encoder.vocabulary import build_tokenizer, normalizer

WORDS = {"дом": "house", "кот": "cat", "лес": "forest", "год": "year", "мир": "peace", "суд": "court"}
PAIRS = [Pair("ru", "toy", f"{a} и {b}", f"{x} and {y}") for a, x in WORDS.items() for b, y in WORDS.items()]
ENGLISH = [pair.english for pair in PAIRS]
WIDTH = 16


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:
    """Unit targets that depend on the words of a sentence, as a teacher's do."""
    draw = np.random.default_rng(0)
    of_word = {word: draw.normal(size=WIDTH) for word in WORDS.values()}
    found = np.array([of_word[text.split(" and ")[0]] + 0.5 * of_word[text.split(" and ")[1]] for text in ENGLISH])
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float16)


@pytest.fixture(scope="module")
def tokenizer():
    texts = [pair.source for pair in PAIRS] + ENGLISH + [ukrainianised(pair.source) for pair in PAIRS]
    words = sorted({"▁" + word for text in texts for word in normalizer().normalize_str(text).split()})
    letters = sorted({letter for text in texts for letter in text} - {" "})
    return build_tokenizer([(word, -2.0) for word in words] + [(letter, -9.0) for letter in letters], 32)


@pytest.fixture(scope="module")
def examples(tokenizer) -> Examples:
    tokenizer.no_truncation()
    return build_examples(PAIRS, ENGLISH, len(ENGLISH), 3, tokenizer)


def test_pairs_survive_writing_and_reading(tmp_path: Path) -> None:
    data.write_pairs(tmp_path / "pairs.tsv", PAIRS)
    assert data.read_pairs(tmp_path / "pairs.tsv") == PAIRS


def test_twins_of_a_held_out_pair_leave_the_training_set() -> None:
    pairs = [
        Pair("de", "a", "Das Haus brennt.", "The house burns."),
        Pair("de", "b", "Das Haus brennt.", "The house is on fire."),
        Pair("ru", "c", "Дом горит.", "The house is on fire."),
        Pair("ru", "c", "Кот спит.", "The cat sleeps."),
    ]
    trained, held = data.split(pairs, 1, {"de": ("de", None)})
    assert held["de"] == [pairs[0]]
    assert trained == [pairs[3]]


def test_caps_bound_readings_of_one_sentence() -> None:
    pairs = [Pair("ru", "x", "Кот спит.", f"The cat sleeps {i}.") for i in range(5)]
    assert len(data.capped(pairs)) == data.READINGS_PER_SOURCE
    assert data.capped([Pair("ru", "php-docs", "Функция.", "A function.")]) == []


@pytest.mark.parametrize(
    ("russian", "ukrainian"),
    [
        ("Президент сказал, что война закончилась.", "Президент сказав, що війна закінчилася."),
        ("В этом году", "В цьому році"),
        ("решения российских властей", "рішення російських влади"),
        ("США и НАТО", "США і НАТО"),
    ],
)
def test_ukrainian_spelling(russian: str, ukrainian: str) -> None:
    assert ukrainianised(russian) == ukrainian


def test_latin_text_is_left_alone() -> None:
    assert ukrainianised("Reuters, 3.5 %") == "Reuters, 3.5 %"


@pytest.mark.parametrize("kind", hard.KINDS)
def test_a_rival_differs_in_one_place_and_is_repeatable(kind: str) -> None:
    text = "On Monday the minister said that Moscow would send 35 trucks."
    edited = hard.rival(text, kind, ["Berlin"])
    assert edited is not None
    assert edited != text
    assert edited == hard.rival(text, kind, ["Berlin"])
    assert abs(len(edited.split()) - len(text.split())) <= 1


def test_no_rival_where_nothing_can_be_changed() -> None:
    assert hard.rival("Good morning.", "number", []) is None
    assert hard.rival("Good morning.", "name", ["Berlin"]) is None
    assert hard.rival("Good morning.", "negation", []) is None


def test_negators_are_taken_out_too() -> None:
    assert hard.rival("He does not know.", "negation", []) == "He does know."


def test_vectors_resume_and_refuse_other_sentences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.train_encoder.teacher.SHARD", 2)
    asked: list[list[str]] = []

    class Teacher:
        def encode(self, texts: list[str], **_: object) -> torch.Tensor:
            asked.append(texts)
            return torch.tensor([[float(len(text)), 1.0] for text in texts])

    compute_vectors(Teacher(), ["a", "bb", "ccc"], tmp_path)  # type: ignore[arg-type]
    (tmp_path / "vectors-0001.npy").unlink()
    compute_vectors(Teacher(), ["a", "bb", "ccc"], tmp_path)  # type: ignore[arg-type]
    assert asked == [["a", "bb"], ["ccc"], ["ccc"]]
    assert read_vectors(tmp_path).shape == (3, 2)
    with pytest.raises(SystemExit, match="other sentences"):
        compute_vectors(Teacher(), ["a", "b"], tmp_path)  # type: ignore[arg-type]


def test_examples_hold_every_language_and_point_at_their_english(examples: Examples) -> None:
    assert len(examples) == len(PAIRS) + len(PAIRS[::3]) + len(ENGLISH)
    assert examples.rows[: len(PAIRS)].tolist() == list(range(len(PAIRS)))
    order = epoch_order(examples, {"en": 0.5, "uk": 2.0}, np.random.default_rng(0))
    assert len(order) == len(PAIRS) + 2 * len(PAIRS[::3]) + len(ENGLISH) // 2
    batches = list(similar_lengths(order, examples.lengths(), 8, np.random.default_rng(0)))
    assert sorted(np.concatenate(batches).tolist()) == sorted(order.tolist())


def test_equal_targets_are_no_negatives() -> None:
    same = torch.nn.functional.normalize(torch.ones(2, 4), dim=1)
    loss = objective.distil_loss(same, same, torch.empty(0, 4), scale=20.0, weight=5.0)
    assert float(loss) == pytest.approx(0.0, abs=1e-5)


def test_the_rival_costs_more_when_it_is_nearer() -> None:
    target, rival = torch.tensor([[1.0, 0.0]]), torch.tensor([[0.0, 1.0]])
    right = objective.rival_loss(target, target, rival, 10.0)
    assert right < objective.rival_loss(rival, target, rival, 10.0)


def test_least_squares_finds_the_vectors(examples: Examples, tokenizer) -> None:
    size = tokenizer.get_vocab_size()
    design = initial.counts(examples, np.arange(len(examples)), size)
    truth = np.random.default_rng(1).normal(size=(size, 3)).astype(np.float32)
    found = initial.fitted(design, design @ truth, ridge=1e-4, rounds=60)
    assert np.abs(design @ found - design @ truth).max() < 0.05


@pytest.mark.slow
def test_the_static_student_learns_and_loads(
    examples: Examples, vectors: np.ndarray, tokenizer, tmp_path: Path
) -> None:
    recipe = StaticRecipe(epochs=15, batch=32, negatives=8, drop=0.0, letters=True)
    table = train_static(examples, vectors, _pieces(tokenizer), recipe, lambda _epoch, _table: None)
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    export.write_static(tmp_path / "model", tmp_path / "tokenizer.json", table)
    found = _loaded(tmp_path / "model", ["дом и лес", "кот и дом"])
    best = (found @ vectors.astype(np.float32).T).argmax(1)
    # A bag of tokens knows the words, not their order.
    assert {ENGLISH[best[0]], ENGLISH[best[1]]} <= {
        "house and forest", "forest and house", "cat and house", "house and cat",
    }  # fmt: skip


@pytest.mark.slow
def test_the_transformer_resumes_to_the_same_weights_and_loads(
    examples: Examples, vectors: np.ndarray, tokenizer, tmp_path: Path
) -> None:
    rivals = Rivals(np.where(np.arange(len(vectors)) % 5 == 0, 0, -1), vectors[:1])
    settings = ["batch=16", "negatives=8", "save_every=3", "warmup=2", "decay=4", "longest=32"]

    def run(folder: Path, steps: int) -> Trainer:
        recipe = changed(TransformerRecipe(), [*settings, f"steps={steps}"])
        trainer = Trainer(_toy_student(tokenizer.get_vocab_size()), recipe, folder)
        trainer.train(examples, vectors, rivals)
        return trainer

    whole = run(tmp_path / "whole", 6)
    stopped = TransformerRecipe(6, 4, 2, 16, 32, negatives=8, save_every=3)
    half = Trainer(_toy_student(tokenizer.get_vocab_size()), stopped, tmp_path / "parts")
    half.train(examples, vectors, rivals, report=_stop_at(3))
    parts = run(tmp_path / "parts", 6)
    for name, tensor in whole.model.state_dict().items():
        assert torch.allclose(tensor, parts.model.state_dict()[name], atol=1e-5), name
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    model = whole.averaged()
    export.write_transformer(tmp_path / "model", tmp_path / "tokenizer.json", model, 32)
    expected = encode_examples(model, examples, 32)[: len(PAIRS)]
    assert len(export.checked(tmp_path / "model", [pair.source for pair in PAIRS], expected)) == 64


def test_long_piece_vectors_are_shortened_and_signs_without_meaning_are_silent() -> None:
    table = torch.tensor([[9.0, 0.0], [9.0, 0.0], [9.0, 0.0], [4.0, 0.0], [0.0, 16.0], [0.0, 0.0]])
    found = combined.tempered(table, 0.5)
    assert found.tolist() == [[0, 0], [0, 0], [0, 0], [2, 0], [0, 4], [0, 0]]


def test_the_bag_reads_as_far_as_the_transformer() -> None:
    one = Examples(np.array([0, 1, 2], np.int32), np.array([0, 3]), np.zeros(1, np.int32), np.zeros(1, np.int8))
    table = torch.tensor([[1.0], [1.0], [100.0]])
    assert combined.mean_vectors(table, one, longest=4).tolist() == [[0.5]]


def test_the_map_finds_the_part_that_knows() -> None:
    draw = torch.Generator().manual_seed(0)
    target = torch.randn(400, 4, generator=draw)
    noise = torch.randn(400, 4, generator=draw)
    by_map = combined.fitted_map(noise, target, target, ridge=1e-3)
    assert torch.allclose(torch.cat([noise, target], dim=1) @ by_map, target, atol=0.05)


def test_the_parts_of_the_map_are_the_map_where_turned_vectors_are_of_one_length() -> None:
    draw = torch.Generator().manual_seed(0)
    deep = torch.nn.functional.normalize(torch.randn(20, 4, generator=draw), dim=1)
    table = torch.randn(7, 4, generator=draw)
    by_map = torch.cat([2 * torch.eye(4), torch.randn(4, 4, generator=draw)])
    turn, turned = combined.parted(table, by_map, deep)
    whole = torch.nn.functional.normalize(torch.cat([deep, table[[3] * 20]], dim=1) @ by_map, dim=1)
    assert torch.allclose(combined.combined_vectors(deep, turned[[3] * 20], turn), whole, atol=1e-5)


def test_bytes_keep_a_table() -> None:
    table = torch.randn(200, 5, generator=torch.Generator().manual_seed(0)) * torch.tensor([1.0, 2, 3, 4, 5])
    whole, scale = export.in_bytes(table, table.std(dim=0))
    assert whole.dtype == torch.int8
    assert (whole * scale - table).abs().max() < 0.3


def test_the_map_is_fitted_to_foreign_sentences_alone(examples: Examples) -> None:
    chosen = combined.fit_on(examples, combined.CombinedRecipe(examples=10))
    assert len(chosen) == 10
    assert len(combined.fit_on(examples, combined.CombinedRecipe())) == len(examples) - len(ENGLISH)


@pytest.mark.slow
def test_the_combined_student_loads_as_one_model(examples: Examples, tokenizer, tmp_path: Path) -> None:
    draw = torch.Generator().manual_seed(0)
    model = _toy_student(tokenizer.get_vocab_size()).eval()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    table = combined.tempered(torch.randn(tokenizer.get_vocab_size(), WIDTH, generator=draw), 0.5)
    turn = torch.randn(WIDTH, WIDTH, generator=draw)
    export.write_combined(tmp_path / "model", tmp_path / "tokenizer.json", model, turn, table, 32)
    deep = encode_examples(model, examples, 32)
    expected = combined.combined_vectors(deep, combined.mean_vectors(table, examples, 32), turn)[: len(PAIRS)]
    assert len(export.checked(tmp_path / "model", [pair.source for pair in PAIRS], expected)) == 64


def test_settings_are_checked_by_name() -> None:
    with pytest.raises(SystemExit, match="no setting"):
        changed(StaticRecipe(), ["epoch=3"])


def test_settings_are_literals() -> None:
    assert changed(StaticRecipe(), ["epochs=3"]).epochs == 3
    with pytest.raises(ValueError, match="malformed"):
        changed(StaticRecipe(), ["epochs=three"])


def _stop_at(step: int):
    def report(trainer: Trainer) -> None:
        if trainer.step == step:
            trainer.recipe = TransformerRecipe(**{**vars(trainer.recipe), "steps": step})

    return report


def _pieces(tokenizer) -> list[str]:
    return [tokenizer.id_to_token(i) for i in range(tokenizer.get_vocab_size())]


def _toy_student(size: int):
    from transformers import BertConfig, BertModel

    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=size, hidden_size=WIDTH, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32,
        max_position_embeddings=32, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
    )  # fmt: skip
    teacher = BertModel(config, add_pooling_layer=False)
    table = teacher.embeddings.word_embeddings.weight.detach().numpy()
    return initial.student_model(teacher, table, (0, 1), 32)


def _loaded(path: Path, texts: list[str]) -> np.ndarray:
    from sentence_transformers import SentenceTransformer

    return np.asarray(SentenceTransformer(str(path), device="cpu").encode(texts), np.float32)
