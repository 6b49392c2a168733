"""The recipe of the bundled translator at toy size: its parts, and warm start, training and export end to end."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import sentencepiece
import torch

from pipeline.models.packages import read_package
from tools.train_encoder.data import Pair, write_pairs
from tools.train_translator import (
    arrays,
    augment,
    binary,
    commands,
    corpus,
    export,
    growth,
    initial,
    network,
    objective,
    training,
    vocabulary,
)  # fmt: skip
from tools.train_translator.arrays import Examples, packed
from tools.train_translator.network import BEGIN, END, PAD, Network, Shape
from tools.train_translator.training import Recipe, Trainer

NEWS = "wmt-newstest2012-2018-human"
WORDS = {"дом": "house", "кот": "cat", "лес": "forest", "год": "year", "мир": "peace", "суд": "court"}
PAIRS = [Pair("ru", NEWS, f"{a} и {b}", f"{x} and {y}") for a, x in WORDS.items() for b, y in WORDS.items()]
GERMAN = {"haus": "house", "katze": "cat", "wald": "forest", "jahr": "year", "frieden": "peace", "gericht": "court"}
FURTHER = [
    Pair("de", "wmt-news-de", f"{a} und {b}", f"{x} and {y}") for a, x in GERMAN.items() for b, y in GERMAN.items()
]
SHAPE = Shape(vocabulary=300, width=32, inner=48, heads=4, encoder_layers=2, decoder_layers=1)


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vocabulary of the toy words, its special pieces where the shipped one has them."""
    folder = tmp_path_factory.mktemp("pieces")
    sentences = [text for pair in PAIRS for text in (pair.source, pair.english)]
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(sentences), model_prefix=str(folder / "toy"), vocab_size=SHAPE.vocabulary,
        byte_fallback=True, pad_id=PAD, hard_vocab_limit=False, minloglevel=2, num_threads=1,
    )  # fmt: skip
    return folder / "toy.model"


@pytest.fixture(scope="module")
def shape(tokenizer: Path) -> Shape:
    return Shape(len(vocabulary.pieces_of(tokenizer)), SHAPE.width, SHAPE.inner, SHAPE.heads, 2, 1)


@pytest.fixture(scope="module")
def examples(tokenizer: Path) -> Examples:
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(tokenizer))
    return packed(pieces, [(pair.origin, pair.source, pair.english) for pair in PAIRS])


def seeded(shape: Shape) -> Network:
    torch.manual_seed(0)
    return Network(shape)


def test_only_russian_news_of_like_extent_is_chosen_once() -> None:
    good = Pair("ru", NEWS, "Суд отложил заседание.", "The court adjourned the “hearing”.")
    others = [
        good,
        Pair("de", NEWS, "Das Haus brennt.", "The house burns."),
        Pair("ru", "php-docs", "Функция вернёт значение.", "The function returns a value."),
        Pair("ru", NEWS, "Дом.", "A house that stood at the edge of the old forest burned down."),
        Pair("ru", NEWS, "Суд идёт.", "The суд is in session."),
    ]
    assert corpus.chosen([good, *others]) == [Pair("ru", NEWS, good.source, 'The court adjourned the "hearing".')]


def test_languages_are_chosen_in_their_own_script() -> None:
    good = Pair("de", "wmt-news-de", "Das Haus brennt.", "The house burns.")
    others = [
        Pair("de", "wmt-news-de", "Das Haus „Москва“ brennt.", "The house burns."),
        Pair("de", "wmt-news-de", "The house burns.", "The house burns."),
        Pair("fr", "wmt-news-fr", "La maison brûle.", "The house burns."),
    ]
    assert corpus.chosen([good, *others], ("ru", "de")) == [good]


def test_what_is_held_out_is_met_nowhere_in_training() -> None:
    pairs = [Pair("de", "wmt-news-de", f"Satz {n}", f"sentence {n // 2}") for n in range(40)]
    held = corpus.held_out(pairs, 5)["de"]
    assert held == corpus.held_out(list(reversed(pairs)), 5)["de"]
    rest = corpus.apart(pairs, held)
    assert not {pair.english for pair in rest} & {pair.english for pair in held}
    assert len(rest) == 40 - 2 * len({pair.english for pair in held})


def test_one_sentence_keeps_a_few_readings() -> None:
    readings = [Pair("ru", NEWS, "Суд идёт.", f"The court sits, {word}.") for word in ("a", "b", "c", "d", "e")]
    assert len(corpus.chosen(readings)) == corpus.READINGS


def test_figures_change_alike_on_both_sides() -> None:
    pair = Pair("ru", NEWS, "В 2016 году погибли 27 человек.", "In 2016, 27 people died.")
    made = augment.other_figures(pair)
    assert made is not None
    assert made.source != pair.source
    assert sorted(augment.FIGURE.findall(made.source)) == sorted(augment.FIGURE.findall(made.english))
    assert made == augment.other_figures(pair)


@pytest.mark.parametrize(
    ("source", "english"),
    [
        ("Погибли 3 человека.", "3 people died."),  # the noun would take another case
        ("Погибли 22 человека.", "22 people died."),
        ("Погибли 27 человек.", "Dozens of people died."),
        ("Это было в 90-х.", "It was in the 90s."),
        ("Счёт 12:27.", "The score is 12:27."),
    ],
)
def test_figures_that_govern_a_case_or_stand_on_one_side_stay(source: str, english: str) -> None:
    assert augment.other_figures(Pair("ru", NEWS, source, english)) is None


def test_quotation_marks_change_in_the_russian_only() -> None:
    pairs = [Pair("ru", NEWS, f'"Спартак" выиграл {n} раз.', f'"Spartak" won {n} times.') for n in range(20)]
    made = [found for pair in pairs if (found := augment.requoted(pair))]
    assert {found.source[0] for found in made} == {"«", "“", "„"}
    assert all(found.english.startswith('"Spartak"') for found in made)
    assert augment.requoted(Pair("ru", NEWS, "«Спартак» выиграл.", "Spartak won.")) is None


def test_a_name_is_replaced_by_one_with_the_same_ending_on_both_sides() -> None:
    pairs = [
        Pair("ru", NEWS, "Вчера Иванова видели в Москве.", "Ivanov was seen in Moscow yesterday."),
        Pair("ru", NEWS, "Вчера Петрова видели в Москве.", "Petrov was seen in Moscow yesterday."),
        Pair("ru", NEWS, "Вчера Смирнова пела в Москве.", "Smirnova sang in Moscow yesterday."),
    ]
    assert augment.name_pairs(pairs[0]) == [("Иванова", "Ivanov")]
    names = augment.Names(pairs)
    made = [found.english.split()[0] for pair in pairs[:2] if (found := names.other_names(pair))]
    assert set(made) <= {"Ivanov", "Petrov"}
    assert names.other_names(pairs[2]) is None


def test_a_word_that_is_no_spelling_of_the_english_is_no_name() -> None:
    assert augment.name_pairs(Pair("ru", NEWS, "Во вторник Япония победила.", "Japan won on Tuesday.")) == []


def test_the_loss_and_its_gradients_are_those_of_pytorch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objective, "ROWS", 16)
    torch.manual_seed(0)
    hidden, table = torch.randn(50, 8, requires_grad=True), torch.randn(30, 8, requires_grad=True)
    wanted = torch.randint(0, 30, (50,))
    expected = torch.nn.functional.cross_entropy(hidden @ table.T, wanted, label_smoothing=0.1)
    gradients = torch.autograd.grad(expected, (hidden, table))
    found = objective.SmoothedCrossEntropy.apply(hidden, table, wanted, 0.1)
    assert float(found.detach()) == pytest.approx(float(expected.detach()), abs=1e-5)
    for ours, theirs in zip(torch.autograd.grad(found, (hidden, table)), gradients, strict=True):
        torch.testing.assert_close(ours, theirs, atol=1e-6, rtol=1e-4)


@pytest.mark.parametrize("decay", ["linear", "cosine"])
def test_the_rate_rises_and_ends_at_zero(decay: str) -> None:
    rates = [objective.rate(step, 10, step / 100, decay) for step in range(101)]
    assert rates[0] == 0.1
    assert 0.85 < max(rates) < 1.0
    assert rates[10:] == sorted(rates[10:], reverse=True)
    assert rates[100] == pytest.approx(0.0)


def test_attention_is_pytorchs() -> None:
    torch.manual_seed(0)
    query, key, value = torch.randn(3, 2, 4, 5, 8)
    mask = torch.ones(5, 5, dtype=torch.bool).tril()
    expected = torch.nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
    torch.testing.assert_close(network.attended(query, key, value, mask), expected, atol=1e-5, rtol=1e-4)


def test_padding_and_the_future_are_not_read() -> None:
    model = seeded(SHAPE).eval()
    source, target = torch.tensor([[7, 8, END]]), torch.tensor([[BEGIN, 9, 10]])
    alone = model(source, target)
    with_padding = model(torch.tensor([[7, 8, END, PAD], [5, 6, 7, END]]), torch.cat([target, target]))
    torch.testing.assert_close(with_padding[:1], alone, atol=1e-5, rtol=1e-4)
    other_end = model(source, torch.tensor([[BEGIN, 9, 11]]))
    torch.testing.assert_close(other_end[:, :2], alone[:, :2])


def test_a_deeper_network_computes_the_same_until_it_learns() -> None:
    model = seeded(SHAPE).eval()
    deeper = growth.deepened(model, 4, 2).eval()
    source, target = torch.tensor([[7, 8, 9, END]]), torch.tensor([[BEGIN, 9, 10]])
    torch.testing.assert_close(deeper(source, target), model(source, target))
    deeper(source, target).square().sum().backward()
    assert deeper.encoder[3].feed.down.weight.grad.abs().max() > 0
    with pytest.raises(ValueError, match="shrink"):
        growth.deepened(deeper, 2, 2)


def probe(model: Network) -> torch.Tensor:
    return model(torch.tensor([[7, 8, 9, END], [5, 6, END, PAD]]), torch.tensor([[BEGIN, 9, 10], [BEGIN, 4, 5]]))


def test_a_wider_network_computes_the_same_until_it_learns() -> None:
    model = seeded(SHAPE).eval()
    with torch.no_grad():  # norms as a trained network has them
        for parameter in model.parameters():
            parameter.add_(0.1 * torch.randn_like(parameter))
    wide = growth.widened(model, 48, 96).eval()
    assert (wide.shape.width, wide.shape.heads, wide.shape.inner) == (48, 6, 96)
    logits, wider = probe(model) @ model.table.weight.T, probe(wide) @ wide.table.weight.T
    torch.testing.assert_close(wider, logits, atol=2e-4, rtol=1e-3)
    probe(wide).square().sum().backward()
    layer = wide.encoder[0]
    for new in (layer.feed.down.weight.grad[:, 48:], layer.attention.out.weight.grad[:, 32:]):
        assert new.abs().max() > 0
    with pytest.raises(ValueError, match="cannot widen"):
        growth.widened(model, 44, 96)


def test_a_network_that_reads_more_pieces_reads_the_old_ones_alike() -> None:
    model = seeded(SHAPE).eval()
    larger = growth.with_sources(model, torch.randn(5, SHAPE.width)).eval()
    assert larger.shape.sources == SHAPE.vocabulary + 5
    torch.testing.assert_close(probe(larger), probe(model))
    larger(torch.tensor([[SHAPE.vocabulary + 4, END]]), torch.tensor([[BEGIN]]))


def test_a_tokenizer_is_extended_without_respelling_what_it_knew(tokenizer: Path, tmp_path: Path) -> None:
    out = tmp_path / "more.model"
    count = vocabulary.extend(tokenizer, [pair.source for pair in FURTHER] * 9, 60, out)
    old, new = vocabulary.pieces_of(tokenizer), vocabulary.pieces_of(out)
    assert new[: len(old)] == old
    assert len(new) == len(old) + count > len(old)
    known, more = vocabulary.processor(tokenizer), vocabulary.processor(out)
    russian = [pair.source for pair in PAIRS]
    assert more.encode(russian) == known.encode(russian)
    assert len(more.encode("frieden und wald")) < len(known.encode("frieden und wald"))
    assert max(vocabulary.processor(out, len(old)).encode("frieden und wald")) < len(old)


def test_new_pieces_begin_as_the_known_word_for_the_same_english(tokenizer: Path, tmp_path: Path) -> None:
    out = tmp_path / "more.model"
    vocabulary.extend(tokenizer, [pair.source for pair in FURTHER] * 9, 60, out)
    old, names = vocabulary.processor(tokenizer), vocabulary.pieces_of(out)
    known, new = (
        packed(vocabulary.processor(out), [(p.origin, p.source, p.english) for p in pairs], old)
        for pairs in (PAIRS, FURTHER)
    )
    table = np.random.default_rng(0).normal(size=(old.vocab_size(), 256)).astype(np.float32)
    found, reached = initial.vectors(known, new, table, len(names))
    unit = table / np.linalg.norm(table, axis=1, keepdims=True)

    def likest(word: str) -> str:
        vector = found[names.index(word) - len(table)]
        return names[int((unit @ vector).argmax())]

    words = [name for name in names[len(table) :] if name.removeprefix("▁") in GERMAN]
    assert words
    assert reached.any()
    for word in words:
        english = GERMAN[word.removeprefix("▁")]
        russian = next(source for source, target in WORDS.items() if target == english)
        assert likest(word).strip("▁") in russian


def test_batches_hold_each_pair_once_and_keep_the_budget(examples: Examples) -> None:
    found = arrays.batches(examples, np.arange(len(examples)), 60, np.random.default_rng(0))
    assert sorted(np.concatenate(found)) == list(range(len(examples)))
    for batch in found:
        source, read, wanted = arrays.tensors(examples, batch)
        assert max(source.numel(), wanted.numel()) <= 60
        assert (read[:, 0] == BEGIN).all()
        assert torch.equal(read[:, 1:][wanted[:, 1:] != PAD], wanted[:, :-1][wanted[:, 1:] != PAD])


def test_weights_repeat_and_thin_out_origins(examples: Examples) -> None:
    order = arrays.epoch(examples, {NEWS: 1.5}, np.random.default_rng(0))
    assert len(order) == len(examples) * 3 // 2
    assert len(set(order)) == len(examples)


def test_the_stream_goes_on_where_it_was_left(examples: Examples) -> None:
    whole = arrays.stream(examples, {}, 60, seed=3)
    first = [next(whole) for _ in range(40)]  # more than one epoch
    for skipped in (5, 39):
        assert np.array_equal(next(arrays.stream(examples, {}, 60, 3, skipped)), first[skipped])


def test_examples_survive_writing_and_reading(examples: Examples, tmp_path: Path) -> None:
    examples.save(tmp_path / "examples.npz")
    found = arrays.load_examples(tmp_path / "examples.npz")
    assert found.names == (NEWS,)
    assert np.array_equal(found.target.ids, examples.target.ids)


def test_stopping_and_going_on_gives_the_same_weights(examples: Examples, shape: Shape, tmp_path: Path) -> None:
    recipe = Recipe(updates=12, peak=1e-3, warm_up=2, tokens=100, score_every=99, save_every=99)
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    whole = Trainer(seeded(shape), recipe, tmp_path / "a")
    whole.train(examples, lambda _: "")
    Trainer(seeded(shape), recipe, tmp_path / "b").train(examples, lambda _: "", until=5)
    rest = Trainer(seeded(shape), recipe, tmp_path / "b")
    assert rest.step == 5
    rest.train(examples, lambda _: "")
    for ours, theirs in zip(rest.averaged().parameters(), whole.averaged().parameters(), strict=True):
        torch.testing.assert_close(ours, theirs)


def test_a_run_may_be_given_as_minutes(examples: Examples, shape: Shape, tmp_path: Path) -> None:
    trainer = Trainer(seeded(shape), Recipe(minutes=0.02, warm_up=2, tokens=100), tmp_path)
    trainer.train(examples, lambda _: "")
    assert trainer.step > 0
    assert trainer.seconds >= 1.2


def test_training_lowers_the_loss(examples: Examples, shape: Shape, tmp_path: Path) -> None:
    model = seeded(shape)
    before = training.mean_loss(model, examples)
    Trainer(model, Recipe(updates=60, peak=5e-3, warm_up=5, tokens=200), tmp_path).train(examples, lambda _: "")
    assert training.mean_loss(model, examples) < before - 1


def test_a_package_is_read_back_and_scores_alike(shape: Shape, tokenizer: Path, tmp_path: Path) -> None:
    model = seeded(shape).eval()
    weights = {name: value.clone() for name, value in model.state_dict().items()}
    package = tmp_path / "translate-ru_en"
    export.write_package(package, model, tokenizer, "0.2", "# readme\n")
    assert all(torch.equal(value, weights[name]) for name, value in model.state_dict().items())
    back = binary.network_of(package / "model" / "model.bin").eval()
    assert back.shape == shape
    pairs = [(pair.source, pair.english) for pair in PAIRS[:5]]
    assert export.check_equal(back, package, pairs, 1e-4, "float32") <= 1e-4
    for ours, theirs in zip(back.parameters(), model.parameters(), strict=True):
        torch.testing.assert_close(ours, theirs, atol=float(theirs.detach().abs().max()) / 127, rtol=0)
    with pytest.raises(SystemExit, match="scores otherwise"):
        export.check_equal(seeded(Shape(shape.vocabulary, 32, 48, 4, 1, 1)), package, pairs, 1e-4, "float32")


def test_a_broken_file_is_refused(shape: Shape, tokenizer: Path, tmp_path: Path) -> None:
    export.write_package(tmp_path / "package", seeded(shape), tokenizer, "0")
    path = tmp_path / "package" / "model" / "model.bin"
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(ValueError, match="ends early"):
        binary.read_variables(path)
    path.write_bytes(b"\x05" + content[1:])
    with pytest.raises(ValueError, match="version 5"):
        binary.read_variables(path)


def test_settings_are_read_as_literals() -> None:
    recipe = commands.changed(Recipe(), ["peak=1e-3", "decay=cosine", "updates=9"])
    assert (recipe.peak, recipe.decay, recipe.updates) == (1e-3, "cosine", 9)
    with pytest.raises(SystemExit, match="no setting speed"):
        commands.changed(Recipe(), ["speed=9"])


def test_the_whole_recipe_runs(shape: Shape, tokenizer: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    """prepare, warm (deeper), train, export: the package comes out and is scored through the pipeline's path."""
    write_pairs(tmp_path / "train.tsv", PAIRS)
    write_pairs(tmp_path / "dev.tsv", [Pair("ru", "newstest2019", "кот и лес", "cat and wood"), *PAIRS[:1]])
    export.write_package(tmp_path / "old", seeded(shape), tokenizer, "0.1")
    work = commands.Work(tmp_path / "work")
    commands.prepare(work, tmp_path / "train.tsv", tmp_path / "old", tmp_path / "dev.tsv", 2, ["ru"])
    # Neither the development pair nor another reading of its sentence is trained on.
    assert len(arrays.load_examples(work.path("examples.npz"))) == len(PAIRS) - 2
    commands.warm(work, tmp_path / "old", commands.Size(encoder_layers=3))
    commands.train(work, ["updates=4", "warm_up=1", "tokens=200"], -1, 1)
    out = tmp_path / "out" / "translate-ru_en"
    commands.export_package(work, out, "0.2", None)
    assert (out / "metadata.json").exists()
    assert "update 4: BLEU" in capsys.readouterr().out


def test_a_language_is_added(
    shape: Shape, tokenizer: Path, tmp_path: Path, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same with German: its pieces are added, its held-out sentences scored, its code said by the package."""
    monkeypatch.setattr(commands, "FURTHER", 60)
    monkeypatch.setattr(commands, "HELD", 4)
    write_pairs(tmp_path / "train.tsv", [*PAIRS, *FURTHER])
    write_pairs(tmp_path / "dev.tsv", PAIRS[:2])
    export.write_package(tmp_path / "old", seeded(shape), tokenizer, "0.1")
    work = commands.Work(tmp_path / "work")
    commands.prepare(work, tmp_path / "train.tsv", tmp_path / "old", tmp_path / "dev.tsv", 4, ["ru", "de"])
    commands.warm(work, tmp_path / "old", commands.Size(width=40, inner=64))
    commands.train(work, ["updates=2", "warm_up=1", "tokens=200"], -1, 1)
    out = tmp_path / "out" / "translate-mul_en"
    commands.export_package(work, out, "0.4", None, ["ru", "de"])
    found = read_package(out)
    assert found is not None
    assert found.sources == ("ru", "de")
    assert (
        export.written_pieces(out) == len(vocabulary.pieces_of(tokenizer)) < len(vocabulary.pieces_of(work.tokenizer))
    )
    assert "de 0.00" in capsys.readouterr().out
    # What it has learnt to read gets no pieces again, and English stays in its own.
    again = commands.Work(tmp_path / "again")
    commands.prepare(again, tmp_path / "train.tsv", out, tmp_path / "dev.tsv", 4, ["ru", "de"])
    assert again.tokenizer.read_bytes() == work.tokenizer.read_bytes()
    before, after = (arrays.load_examples(each.path("examples.npz")) for each in (work, again))
    assert np.array_equal(before.target.ids, after.target.ids)
