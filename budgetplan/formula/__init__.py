"""The formula language: Excel's own, with names in place of cells.

One line of text is parsed once (`parse`) into a tree of a few node kinds; four small readings walk it:
`check` (names, kinds, axes), `values` (numbers), `cells` (the live Excel formula), `words` (the explanation).
This package knows nothing of budgets, YAML or files.
"""
