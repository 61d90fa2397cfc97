"""Ways through a document's tree that docutils lacks."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes


def ancestors(node: nodes.Node) -> Iterator[nodes.Node]:
    """The nodes around a node, the nearest first."""
    while node.parent is not None:
        node = node.parent
        yield node
