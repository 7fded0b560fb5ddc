"""What can be known of blocks before anything is calculated: what they add up, which texts they show."""

from __future__ import annotations

from ..formula.tree import Call, Constant, Name, nodes
from ..model.blocks import Block, Input, Line, Union
from ..model.graph import Model
from .canvas import Canvas

LATER = "later"  # the axis of what is recommended and adopted, behind all else of a comparison


def no_decision(model: Model) -> bool:
    """Whether the plan says nothing of what is recommended or adopted: its columns are then closed."""
    given = model.blocks.get("budget.later")
    return not (isinstance(given, Input) and given.values.any())


def main_blocks(canvas: Canvas, model: Model) -> list[Block]:
    """The blocks of a sheet that are not beside another."""
    return [b for b in model.blocks.values() if b.sheet == canvas.spec.name and not b.slot and not isinstance(b, Union)]


def summed(model: Model, block: Block) -> str | None:
    """The key of what a line adds up, where it is nothing but that: `=SUM(name)`."""
    tree = model.trees.get(block.key)
    if isinstance(tree, Call) and tree.function == "SUM" and isinstance(tree.arguments[0], Name):
        return model.resolver(block.table)(tree.arguments[0].text).key
    return None


def total_of(model: Model, block: Block) -> str | None:
    """The key of the column whose total a line is: what it adds up, or under which it says that it stands."""
    return (block.under if isinstance(block, Line) else "") or summed(model, block)


def is_total(model: Model, block: Block) -> bool:
    """Whether a block is a line of totals: it stands for itself, and is a plain sum or says whose total it is."""
    return isinstance(block, Line) and not block.beside and bool(total_of(model, block))


def is_under_totals(model: Model, block: Block) -> int:
    """2 for a sum, 3 for a line over nothing but sums, else 0: the order in which they stand under all others."""
    if summed(model, block):
        return 2
    read = [model.blocks[key] for key in model.uses.get(block.key, ())]
    return 3 if read and not block.table and all(summed(model, one) for one in read) else 0


def shown_texts(model: Model, block: Block | None) -> list[str]:
    """The texts that a block shows, where they can be known before: entered, linked to such, or chosen by IF."""
    tree = model.trees.get(block.key) if block else None
    if isinstance(tree, Call) and tree.function in ("FROM", "IFBLANK"):
        tree = tree.arguments[0]  # what is looked up
    if block and isinstance(tree, Name):
        return shown_texts(model, model.blocks.get(model.resolver(block.table)(tree.text).key))
    if isinstance(tree, Call) and tree.function == "IF":  # the words that it chooses from
        return [one.value for one in nodes(tree) if isinstance(one, Constant) and isinstance(one.value, str)]
    if isinstance(block, Line) and block.cases:
        return [text for case in block.cases for text in shown_texts(model, model.blocks[case])]
    return [str(value) for value in block.values[:, 0]] if isinstance(block, Input) else []
