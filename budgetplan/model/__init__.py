"""The model: named blocks of numbers in tables and along axes, checked, ordered, evaluated and explained.

A model knows nothing of YAML and nothing of sheets but an opaque home for each block.
"""
