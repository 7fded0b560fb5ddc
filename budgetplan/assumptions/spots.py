"""Where the letters of a text stand that is quoted, or written over several lines."""

from __future__ import annotations

from budgetplan.errors import Place, Spots


def spots_of(text: str, source: str, file: str, begin: int) -> Spots:
    """Where the letters of a text stand in its source, from `begin` on, whatever quotes and line ends lie between.

    Letter by letter, blanks left out, because YAML folds them; nothing where a letter is written as an escape.
    """
    found: list[tuple[int, Place]] = []
    at = begin
    if source[begin : begin + 1] in "|>":  # the text begins under the sign of a block
        at = source.find("\n", begin) + 1
    for offset, letter in enumerate(text):
        if letter.isspace():
            continue
        before, at = at, source.find(letter, at)
        if at < 0:
            return ()
        if not found or "\n" in source[before:at]:
            line, column = source.count("\n", 0, at) + 1, at - source.rfind("\n", 0, at)
            found.append((offset, Place(file, line, column)))
        at += 1
    return tuple(found)
