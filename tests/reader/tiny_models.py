"""Tiny models of the kinds that a user may name, written as transformers writes them, with weights set by hand."""

import json
from collections.abc import Mapping
from pathlib import Path

import torch
from transformers import (
    AutoTokenizer,
    BertConfig,
    BertForSequenceClassification,
    BertForTokenClassification,
    PreTrainedModel,
)

from domain.bundled import bundled_folder

MARKED = "shallow"
"""The word that the tiny span marker marks."""
_MOST_TOKENS = 64


def cross_encoder(folder: Path, labels: Mapping[int, str] | None = None) -> Path:
    """Write a cross-encoder with random weights; one label unless others are given."""
    return _written(folder, BertForSequenceClassification(_config(labels or {0: "LABEL_0"}, layers=2)))


def judge(folder: Path, labels: Mapping[int, str]) -> Path:
    """Write a classifier of pairs that gives every pair the label 0."""
    model = BertForSequenceClassification(_config(labels, layers=1))
    with torch.no_grad():
        model.classifier.bias.copy_(torch.tensor([5.0, *[0.0] * (len(labels) - 1)]))
        model.classifier.weight.mul_(0.1)
    return _written(folder, model)


def span_marker(folder: Path, labels: Mapping[int, str] | None = None) -> Path:
    """Write a token classifier that marks one word wherever it stands."""
    model = BertForTokenClassification(_config(labels or {0: "LABEL_0", 1: "LABEL_1"}, layers=0))
    marked = AutoTokenizer.from_pretrained(str(bundled_folder())).convert_tokens_to_ids(MARKED)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
        embeddings = model.bert.embeddings
        embeddings.word_embeddings.weight[marked] = torch.arange(16.0)
        embeddings.LayerNorm.weight.fill_(1.0)
        model.classifier.weight[1] = torch.arange(16.0) - 7.5
        model.classifier.bias[1:] = -4.0
    return _written(folder, model)


def with_own_code(folder: Path, *, model_type: str, architecture: str) -> None:
    """Let a model's configuration name classes in a file beside it, which leaves a file "ran" where it is run."""
    config = json.loads((folder / "config.json").read_text("utf-8"))
    names = ("AutoConfig", "AutoModel", "AutoModelForSequenceClassification", "AutoModelForTokenClassification")
    config |= {"model_type": model_type, "architectures": [architecture]}
    config["auto_map"] = dict.fromkeys(names, "own.Own")
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    (folder / "own.py").write_text(f"open({str(folder / 'ran')!r}, 'w').close()\n", "utf-8")


def _config(labels: Mapping[int, str], *, layers: int) -> BertConfig:
    torch.manual_seed(0)
    return BertConfig(
        hidden_size=16, num_hidden_layers=layers, num_attention_heads=2, intermediate_size=32, initializer_range=0.5,
        max_position_embeddings=_MOST_TOKENS, id2label=dict(labels), label2id={name: i for i, name in labels.items()},
    )  # fmt: skip


def _written(folder: Path, model: PreTrainedModel) -> Path:
    model.save_pretrained(folder)
    tokenizer = AutoTokenizer.from_pretrained(str(bundled_folder()))
    tokenizer.model_max_length = _MOST_TOKENS
    tokenizer.save_pretrained(folder)
    return folder
