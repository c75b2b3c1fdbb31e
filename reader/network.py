"""The reader's network in PyTorch, for training; answering runs the ONNX graph that ``reader.bundled`` builds."""

from pathlib import Path
from typing import Any

import torch
from torch import nn
from transformers import AutoModel


class ReaderNetwork(nn.Module):
    """A BERT encoder with three heads: whether a sentence answers, whether a window does, whether a statement is
    supported.

    ``frozen_layers``: the embeddings and this number of first layers keep the base model's weights.
    """

    def __init__(self, base: Path, *, frozen_layers: int = 1, **config: Any) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(str(base), add_pooling_layer=False, **config)
        width = self.encoder.config.hidden_size
        self.sentence = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Linear(width, 1))
        self.window = nn.Linear(width, 1)
        self.support = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Linear(width, 1))
        for part in (self.encoder.embeddings, *self.encoder.encoder.layer[:frozen_layers]):
            part.requires_grad_(False)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor, pooling: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Score a batch of inputs.

        Args:
            input_ids, attention_mask, token_type_ids: (batch, tokens), int64.
            pooling: (batch, sentences, tokens), float32; a row averages the tokens of one sentence, or is all 0.

        Returns:
            Logits: sentences (batch, sentences), window (batch,), support (batch,).
        """
        hidden = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        return self.heads(hidden, pooling)

    def heads(self, hidden: torch.Tensor, pooling: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return the logits for the encoder's output, (batch, tokens, width); see ``forward``."""
        pooled, whole = torch.matmul(pooling.to(hidden.dtype), hidden), hidden[:, 0]
        return self.sentence(pooled).squeeze(-1), self.window(whole).squeeze(-1), self.support(whole).squeeze(-1)

    def trained(self) -> dict[str, torch.Tensor]:
        """Return the parameters that training changes, by name."""
        return {name: value.detach() for name, value in self.named_parameters() if value.requires_grad}

    def load_trained(self, state: dict[str, torch.Tensor]) -> None:
        """Replace the base model's parameters by trained ones; raises KeyError if one is missing or unknown."""
        own = dict(self.named_parameters())
        missing = {name for name, value in own.items() if value.requires_grad} ^ set(state)
        if missing:
            raise KeyError(f"Not the parameters of this network: {sorted(missing)[:3]}")
        with torch.no_grad():
            for name, value in state.items():
                own[name].copy_(value)
