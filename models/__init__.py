"""Networks as ONNX graphs, built from their weights."""
