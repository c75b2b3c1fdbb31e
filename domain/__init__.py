"""The words everybody shares: values, protocols and errors. Standard library and numpy types only."""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
"""onnxruntime reports its use to Microsoft from the moment it is imported, unless this is set before. Every package of
the program imports this one first."""
