"""Train the reader: ``python -m evaluation.training --data ../shared/eval --out FOLDER``."""

import argparse
import socket
from pathlib import Path

import tokenizers
import torch

from domain.bundled import bundled_folder
from evaluation.training.data import load
from evaluation.training.train import PROCESSES, Recipe, work
from reader.encoding import Encoder
from text.sentences import sentences


def main() -> None:
    """Prepare the examples once, then train for the minutes given; the same command goes on with what is in --out."""
    usual = Recipe()
    parser = argparse.ArgumentParser(prog="python -m evaluation.training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of suites, as for python -m evaluation")
    parser.add_argument("--out", type=Path, required=True, help="a folder for the state and the weights")
    parser.add_argument("--start", type=Path, help="begin with these trained parameters instead of the base model's")
    parser.add_argument("--minutes", type=float, default=usual.minutes, help="length of a run (%(default)s)")
    parser.add_argument("--peak", type=float, default=usual.peak, help="highest learning rate (%(default)s)")
    parser.add_argument("--seed", type=int, default=usual.seed)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    base = bundled_folder()
    if not (options.out / "data.pt").is_file():
        encoder = Encoder(tokenizers.Tokenizer.from_file(str(base / "tokenizer.json")))
        data = load(options.data, lambda text: [(one.start, one.end) for one in sentences(text)], encoder)
        print(f"{len(data.questions)} questions, {len(data.statements)} statements over {len(data.articles)} articles")
        torch.save(data, options.out / "data.unfinished")
        (options.out / "data.unfinished").replace(options.out / "data.pt")
    recipe = Recipe(minutes=options.minutes, peak=options.peak, seed=options.seed)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    torch.multiprocessing.spawn(work, (base, options.out, options.start, recipe, port), nprocs=PROCESSES)
