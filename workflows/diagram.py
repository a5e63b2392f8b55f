"""Draws a definition as a Mermaid state diagram, for documents and for the page of a case."""

from workflows.vocabulary import NEW, Definition

_NOT_IN_LABELS = str.maketrans({":": "：", ";": "；", "#": "＃", '"': "”", "\n": " "})
_EDGE_OF_THE_PICTURE = "[*]"


def mermaid(definition: Definition, current: str | None = None) -> str:
    """A stateDiagram-v2 of all states and actions; `current` is the state to point out."""
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{_label(state.label)}" as {state.name}' for state in definition.states]
    lines += [f"    {source} --> {target}: {' / '.join(labels)}" for (source, target), labels in _arrows(definition)]
    lines += [f"    {state.name} --> {_EDGE_OF_THE_PICTURE}" for state in definition.states if state.final]
    if current is not None:
        lines += ["    classDef here stroke-width:3px,font-weight:bold", f"    class {current} here"]
    return "\n".join(lines) + "\n"


def _arrows(definition: Definition) -> list[tuple[tuple[str, str], list[str]]]:
    """One arrow a pair of states, with all that leads along it, in the order of the definition."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for action in definition.actions:
        for move in action.moves:
            for source in move.sources:
                pair = (_EDGE_OF_THE_PICTURE if source == NEW else source, move.target or source)
                labels = arrows.setdefault(pair, [])
                label = _label(move.label or action.label)
                if label not in labels:
                    labels.append(label)
    return list(arrows.items())


def _label(text: str) -> str:
    return text.translate(_NOT_IN_LABELS)
