"""A BERT encoder as an ONNX graph, built node by node from weights in safetensors' names; PyTorch takes no part.

The operators are those of the ONNX standard (opset 20); the network is that of Devlin et al. 2019, as transformers'
``BertModel`` computes it. The tests compare the results with PyTorch's.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

Weights = Mapping[str, npt.NDArray[Any]]
Shape = Sequence[str | int]
"""Sizes of a tensor's axes; a name stands for a size that differs from call to call."""

_OPSET, _IR_VERSION = 20, 9
_HEADS, _HEAD_WIDTH, _EPSILON = 12, 32, 1e-12
"""As the base model's config.json says: num_attention_heads, hidden_size / num_attention_heads, layer_norm_eps."""


class GraphBuilder:
    """Collects the nodes and constants of an ONNX graph. A tensor is known by its name."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def add(self, operator: str, *inputs: str, output: str | None = None, **attributes: Any) -> str:
        """Add a node with one output and return the output's name."""
        output = output or f"{operator}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output

    def constant(self, value: npt.ArrayLike) -> str:
        """Add a constant and return its name; half precision becomes float32."""
        array = np.asarray(value, order="C")
        array = array.astype(np.float32) if array.dtype == np.float16 else array
        name = f"constant_{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(array, name))
        return name

    def linear(self, tensor: str, weights: Weights, name: str) -> str:
        """Apply the dense layer ``name``, whose weight has a row for each output, as in PyTorch."""
        product = self.add("MatMul", tensor, self.constant(weights[f"{name}.weight"].T))
        return self.add("Add", product, self.constant(weights[f"{name}.bias"]))

    def layer_norm(self, tensor: str, weights: Weights, name: str) -> str:
        """Apply the layer normalization ``name`` to the last axis."""
        scale, bias = (self.constant(weights[f"{name}.{part}"]) for part in ("weight", "bias"))
        return self.add("LayerNormalization", tensor, scale, bias, axis=-1, epsilon=_EPSILON)

    def save(self, path: Path, *, inputs: Mapping[str, tuple[type, Shape]], outputs: Mapping[str, Shape]) -> None:
        """Check the graph and write it.

        Args:
            path: the file; it is overwritten.
            inputs: element type (np.float32 or np.int64) and shape of each input.
            outputs: shape of each output; all are float32.
        """
        ins = [
            helper.make_tensor_value_info(name, helper.np_dtype_to_tensor_dtype(np.dtype(kind)), shape)
            for name, (kind, shape) in inputs.items()
        ]
        outs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in outputs.items()]
        graph = helper.make_graph(self._nodes, "bert", ins, outs, self._constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR_VERSION)
        onnx.checker.check_model(model)
        onnx.save(model, path)


def encoder(graph: GraphBuilder, weights: Weights, word_vectors: str, segments: str, attention_mask: str) -> str:
    """Add the encoder of a BERT model to a graph.

    Args:
        graph: what it is added to.
        weights: of transformers' ``BertModel``, by its names for them.
        word_vectors: float32, (batch, tokens, width).
        segments: the token types, int64, (batch, tokens).
        attention_mask: int64, (batch, tokens); 0 where a token is padding.

    Returns:
        The last layer's output, float32, (batch, tokens, width).
    """
    zero, length = graph.constant([0]), graph.add("Shape", attention_mask, start=1, end=2)
    positions = graph.add("Slice", graph.constant(weights["embeddings.position_embeddings.weight"]), zero, length)
    types = graph.add("Gather", graph.constant(weights["embeddings.token_type_embeddings.weight"]), segments)
    hidden = graph.add("Add", graph.add("Add", word_vectors, types), positions)
    hidden = graph.layer_norm(hidden, weights, "embeddings.LayerNorm")

    padding = graph.add("Sub", graph.constant(np.float32(1)), graph.add("Cast", attention_mask, to=TensorProto.FLOAT))
    bias = graph.add("Mul", padding, graph.constant(np.finfo(np.float32).min))
    bias = graph.add("Unsqueeze", bias, graph.constant([1, 2]))
    for layer in sorted({int(name.split(".")[2]) for name in weights if name.startswith("encoder.layer.")}):
        hidden = _layer(graph, weights, f"encoder.layer.{layer}", hidden, bias)
    return hidden


def _layer(graph: GraphBuilder, weights: Weights, name: str, hidden: str, bias: str) -> str:
    """Add one layer: attention and a dense network, each with its input added and normalized."""
    attended = graph.linear(_attention(graph, weights, name, hidden, bias), weights, f"{name}.attention.output.dense")
    hidden = graph.layer_norm(graph.add("Add", attended, hidden), weights, f"{name}.attention.output.LayerNorm")
    inner = graph.add("Gelu", graph.linear(hidden, weights, f"{name}.intermediate.dense"))
    inner = graph.linear(inner, weights, f"{name}.output.dense")
    return graph.layer_norm(graph.add("Add", inner, hidden), weights, f"{name}.output.LayerNorm")


def _attention(graph: GraphBuilder, weights: Weights, name: str, hidden: str, bias: str) -> str:
    """Add scaled dot-product attention with several heads; ``bias`` (batch, 1, 1, tokens) is added to the scores."""
    query, key, value = (
        graph.add("Reshape", projected, graph.constant([0, 0, _HEADS, _HEAD_WIDTH]))
        for projected in (graph.linear(hidden, weights, f"{name}.attention.self.{part}") for part in _PROJECTIONS)
    )
    query, value = (graph.add("Transpose", tensor, perm=[0, 2, 1, 3]) for tensor in (query, value))
    scores = graph.add("MatMul", query, graph.add("Transpose", key, perm=[0, 2, 3, 1]))
    scores = graph.add("Div", scores, graph.constant(np.float32(_HEAD_WIDTH**0.5)))
    shares = graph.add("Softmax", graph.add("Add", scores, bias), axis=-1)
    heads = graph.add("Transpose", graph.add("MatMul", shares, value), perm=[0, 2, 1, 3])
    return graph.add("Reshape", heads, graph.constant([0, 0, _HEADS * _HEAD_WIDTH]))


_PROJECTIONS = ("query", "key", "value")
