"""``python -m evaluation.training``: train the reader, or calibrate one on the tenth that is kept out of training."""

import argparse
import json
import socket
import sys
import tempfile
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import tokenizers
import torch
from torch.multiprocessing.spawn import spawn

import settings
from domain.bundled import bundled_folder
from domain.errors import DatelineError
from evaluation.data import Data
from evaluation.stock import Bench
from evaluation.training.calibrate import fit_reading, fit_support, measure
from evaluation.training.data import load
from evaluation.training.split import write_kept_out
from evaluation.training.train import PROCESSES, Recipe, Run, work
from reader.bundled import BUNDLED
from reader.calibration import save_calibration, ship_calibration
from reader.encoding import Encoder
from reader.load import load_checker, load_reader
from text.sentences import sentences


def main() -> int:
    """Run the command; return 0 when done, 1 if something failed and was named. Wrong use exits with 2."""
    usual = Recipe()
    parser = argparse.ArgumentParser(prog="python -m evaluation.training", description=__doc__)
    add = parser.add_argument
    add("--data", type=Path, required=True, help="the folder of suites, as for python -m evaluation")
    add("--out", type=Path, help="train: a folder for state and weights; the same command goes on with what is there")
    add("--start", type=Path, help="begin with these trained parameters instead of the base model's")
    add("--minutes", type=float, default=usual.minutes, help="length of a run (%(default)s)")
    add("--peak", type=float, default=usual.peak, help="highest learning rate (%(default)s)")
    add("--seed", type=int, default=usual.seed)
    add("--calibrate", metavar="NAME", help="fit and keep the calibration of this reader, or checker")
    add("--articles", type=int, help="calibrate on so many kept-out articles (all)")
    add("--cache", type=Path, default=Path("evaluation/cache"), help="as for python -m evaluation")
    options = parser.parse_args()
    if (options.out is None) == (options.calibrate is None):
        parser.error("name either --out FOLDER, to train, or --calibrate NAME")
    try:
        return _calibrate(options) if options.calibrate else _train(options)
    except DatelineError as problem:
        print(problem, file=sys.stderr)
        return 1


def _calibrate(options: argparse.Namespace) -> int:
    configured, name = settings.load(), options.calibrate
    reader = load_reader(name, configured.cache)
    with tempfile.TemporaryDirectory(prefix="dateline-kept-out-") as folder:
        kept = Path(folder) / "suites"
        articles, questions, claims = write_kept_out(Data(options.data), kept, most=options.articles)
        print(f"{articles} articles, {questions} questions, {claims} statements")
        data = Data(kept)
        with closing(Bench(configured, options.cache)) as bench:
            calibration, reached = fit_reading(list(measure(reader, bench, data)))
        calibration = fit_support(reader, load_checker(name, configured.cache, reader), data, calibration)
    shipped = name == BUNDLED
    path = ship_calibration(name, calibration) if shipped else save_calibration(name, calibration, configured.cache)
    print(json.dumps({**asdict(calibration), **reached}, indent=2))
    print(f"kept in {path}")
    return 0


def _train(options: argparse.Namespace) -> int:
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
    run = Run(base=base, out=options.out, start=options.start, port=port)
    spawn(work, (run, recipe), nprocs=PROCESSES)  # type: ignore[no-untyped-call]
    return 0
