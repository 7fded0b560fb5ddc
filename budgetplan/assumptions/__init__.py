"""The assumptions of a plan: YAML and CSV files in, one checked object out, every figure with its place and source."""

from budgetplan.assumptions.load import Assumptions, input_hash, load

__all__ = ["Assumptions", "input_hash", "load"]
