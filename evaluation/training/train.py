"""Training of the reader by two processes of one thread each, which average their gradients."""

import json
import math
import os
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.distributed as dist
from safetensors.torch import load_file, save_file
from torch import nn

from evaluation.training.data import Example, TrainingData, more_example, question_examples, statement_example
from reader.network import ReaderNetwork

PROCESSES = 2
WINDOW_SHARE = 0.5
"""A sentence's score is its own logit plus so many times the logit of its window."""
_CHUNKS = 3
_SAVE_EVERY_S = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What is set by hand. ``questions`` and ``statements`` are per process and step; ``peak`` is the highest learning
    rate, reached after ``warm_up`` steps and followed by half a cosine over the minutes of the run.
    """

    minutes: float = 100
    questions: int = 4
    statements: int = 4
    peak: float = 1.5e-4
    warm_up: int = 60
    weight_decay: float = 0.01
    frozen_layers: int = 1
    dropout: float = 0.1
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Where a run finds the base model and begins (None: with it), where it writes, and the port of its processes."""

    base: Path
    out: Path
    start: Path | None
    port: int


def work(rank: int, run: Run, recipe: Recipe) -> None:
    """Train as one of two processes; the first one writes ``state.pt`` now and then, and ``reader.safetensors`` last.

    A run that was cut short goes on from ``state.pt``; one that had ended begins a new cosine with its weights.
    """
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    torch.set_num_threads(1)
    torch.manual_seed(recipe.seed + rank)
    dist.init_process_group("gloo", init_method=f"tcp://127.0.0.1:{run.port}", rank=rank, world_size=PROCESSES)
    data: TrainingData = torch.load(run.out / "data.pt", weights_only=False)
    # The attention's own dropout would take the slow path on a processor.
    network = ReaderNetwork(
        run.base,
        frozen_layers=recipe.frozen_layers,
        attention_probs_dropout_prob=0.0,
        hidden_dropout_prob=recipe.dropout,
    )
    parameters = [value for value in network.parameters() if value.requires_grad]
    optimiser = torch.optim.AdamW(parameters, lr=recipe.peak, weight_decay=recipe.weight_decay)
    step, spent_before = 0, 0.0
    if (run.out / "state.pt").is_file():
        state = torch.load(run.out / "state.pt", weights_only=True)
        network.load_trained(state["network"])
        optimiser.load_state_dict(state["optimiser"])
        step, spent_before = state["step"], 0.0 if state["done"] else state["spent_s"]
    elif run.start:
        network.load_trained({name: value.float() for name, value in load_file(str(run.start)).items()})
    network.train()
    begun = saved = time.monotonic()
    first, losses = step, defaultdict(list)
    while (spent := _agreed(spent_before + time.monotonic() - begun)) < recipe.minutes * 60:
        share = spent / (recipe.minutes * 60)
        rate = recipe.peak * min(1, (step - first + 1) / recipe.warm_up)
        rate *= 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * share))
        rng = random.Random(recipe.seed * 1_000_003 + step * PROCESSES + rank)
        parts = _losses(network, draw(data, recipe, step, rank, rng))
        loss = parts["sentence"] + 0.5 * parts["window"] + 0.4 * parts["choice"] + 0.4 * parts["answer"]
        loss = loss + 0.7 * parts["statement"]
        for group in optimiser.param_groups:
            group["lr"] = rate
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        _average(parameters)
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        step += 1
        for name, value in parts.items():
            losses[name].append(value.item())
        if rank == 0 and step % 25 == 0:
            means = " ".join(f"{name} {np.mean(values[-100:]):.3f}" for name, values in losses.items())
            print(f"step {step} {means} rate {rate:.1e} minute {spent / 60:.1f}", flush=True)
        if rank == 0 and time.monotonic() - saved > _SAVE_EVERY_S:
            _save_state(run.out, network, optimiser, step, spent, done=False)
            saved = time.monotonic()
    if rank == 0:
        _save_state(run.out, network, optimiser, step, 0.0, done=True)
        metadata = {"recipe": json.dumps(asdict(recipe)), "steps": str(step), "base": "all-MiniLM-L6-v2"}
        save_file(
            {name: value.half() for name, value in network.trained().items()}, run.out / "reader.safetensors", metadata
        )
        print(f"{step} steps: {run.out / 'reader.safetensors'}", flush=True)
    dist.barrier()
    dist.destroy_process_group()


def draw(data: TrainingData, recipe: Recipe, step: int, rank: int, rng: random.Random) -> list[Example]:
    """Draw one process's examples of a step: questions in an order of their own each pass, statements at random."""
    a_pass = len(data.questions) // (recipe.questions * PROCESSES)
    order = list(range(len(data.questions)))
    random.Random(recipe.seed + step // a_pass).shuffle(order)
    first = (step % a_pass * PROCESSES + rank) * recipe.questions
    examples: list[Example] = []
    for group, index in enumerate(order[first : first + recipe.questions]):
        examples += question_examples(data, data.questions[index], group, rng)
    for number in range(recipe.statements):
        if number == 0 and rng.random() < 0.6:
            examples.append(more_example(data, rng.random() < 0.5, rng))
        else:
            supported = rng.random() < 0.58
            while (statement := rng.choice(data.statements)).supported != supported:
                pass
            examples.append(statement_example(data, statement, rng))
    return examples


def collate(examples: Sequence[Example]) -> tuple[dict[str, torch.Tensor], torch.Tensor]:
    """Return the network's input for some examples and their labels, (batch, sentences), -1 where there is none."""
    width = max(len(one.encoded.ids) for one in examples)
    most = max(one.encoded.count for one in examples)
    ids, mask, segments = (torch.zeros(len(examples), width, dtype=torch.long) for _ in range(3))
    pooling = torch.zeros(len(examples), most, width)
    labels = torch.full((len(examples), most), -1)
    for row, one in enumerate(examples):
        tokens = len(one.encoded.ids)
        ids[row, :tokens] = torch.tensor(one.encoded.ids)
        segments[row, :tokens] = torch.tensor(one.encoded.segments)
        mask[row, :tokens] = 1
        labels[row, : len(one.labels)] = torch.tensor(one.labels)
        for token, sentence in enumerate(one.encoded.sentence_of):
            if sentence >= 0:
                pooling[row, sentence, token] = 1
    pooling /= pooling.sum(2, keepdim=True).clamp(min=1)
    return {"input_ids": ids, "attention_mask": mask, "token_type_ids": segments, "pooling": pooling}, labels


def _losses(network: ReaderNetwork, examples: list[Example]) -> dict[str, torch.Tensor]:
    """Cross-entropy of sentences, windows, statements; of choosing an answering sentence among all of a question's
    windows; and of whether the question's best sentence answers at all.
    """
    examples = sorted(examples, key=lambda one: len(one.encoded.ids))
    size = -(-len(examples) // _CHUNKS)
    sentence, window, support, labels = [], [], [], []
    most = max(one.encoded.count for one in examples)
    for start in range(0, len(examples), size):
        inputs, own = collate(examples[start : start + size])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            made = network(**inputs)
        grow = most - own.shape[1]
        sentence.append(nn.functional.pad(made[0].float(), (0, grow)))
        window.append(made[1].float())
        support.append(made[2].float())
        labels.append(nn.functional.pad(own, (0, grow), value=-1))
    s, w, c, y = (torch.cat(parts) for parts in (sentence, window, support, labels))
    owner = torch.tensor([one.question for one in examples])
    supported = torch.tensor([one.supported for one in examples])
    asks, counted = owner >= 0, y >= 0
    entropy = nn.functional.binary_cross_entropy_with_logits
    choice, best, answered = [], [], []
    score = s + WINDOW_SHARE * w[:, None]
    for group in range(int(owner.max()) + 1):
        own = owner == group
        z, right = score[own], y[own]
        candidates = torch.logsumexp(z[right >= 0], 0)
        answers = bool((right == 1).any())
        if answers:
            choice.append(candidates - torch.logsumexp(z[right == 1], 0))
        best.append(z[right == 1].max() if answers else z[right >= 0].max())
        answered.append(float(answers))
    return {
        "sentence": entropy(s[counted], y[counted].float(), pos_weight=torch.tensor(1.5)),
        "window": entropy(w[asks], (y[asks] == 1).any(1).float()),
        "choice": torch.stack(choice).mean() if choice else s.sum() * 0,
        "answer": entropy(torch.stack(best), torch.tensor(answered)),
        "statement": entropy(c[~asks], supported[~asks]),
    }


def _average(parameters: Sequence[nn.Parameter]) -> None:
    """Average the gradients over the processes."""
    flat = torch.cat([torch.zeros_like(p).view(-1) if p.grad is None else p.grad.view(-1) for p in parameters])
    dist.all_reduce(flat)
    flat /= PROCESSES
    start = 0
    for parameter in parameters:
        parameter.grad = flat[start : start + parameter.numel()].view_as(parameter).clone()
        start += parameter.numel()


def _agreed(spent_s: float) -> float:
    """Return the first process's seconds, so that both end after the same step."""
    value = torch.tensor([spent_s], dtype=torch.float64)
    dist.broadcast(value, 0)
    return float(value.item())


def _save_state(out: Path, network: ReaderNetwork, optimiser: Any, step: int, spent_s: float, *, done: bool) -> None:
    state = {"network": network.trained(), "optimiser": optimiser.state_dict()}
    state |= {"step": step, "spent_s": spent_s, "done": done}
    torch.save(state, out / "state.unfinished")
    (out / "state.unfinished").replace(out / "state.pt")
