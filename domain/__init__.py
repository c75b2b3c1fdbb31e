"""Values, protocols and errors that all packages share. Imports the standard library and numpy only."""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
"""onnxruntime sends telemetry from the moment it is imported, unless this is set before. Every package of the program
imports this one first."""
