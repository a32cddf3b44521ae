"""Executes a notebook, and compares what its cells show with what is committed.

check.py NOTEBOOK                prints the differences; exit code 1 where there are any
check.py NOTEBOOK --update       writes what the cells show into the notebook
check.py NOTEBOOK --cells FILE   writes the code of the cells to FILE, for a type checker; executes nothing
"""

import argparse
import copy
import difflib
import json
import pathlib
import sys

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

CELL_TIMEOUT_SECONDS = 120


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def executed(notebook, folder):
    """The notebook with the outputs of this run. Stops at the first cell that throws."""
    result = copy.deepcopy(notebook)
    for cell in code_cells(result):
        cell.outputs = []
        cell.execution_count = None
    client = NotebookClient(
        result,
        timeout=CELL_TIMEOUT_SECONDS,
        record_timing=False,
        resources={"metadata": {"path": str(folder)}},
    )
    # The kernel's description of itself is not ours to keep: it names its version.
    metadata = copy.deepcopy(result.metadata)
    try:
        client.execute()
    finally:
        result.metadata = metadata
    return result


def lines(output):
    """An output as lines of text, for people to compare."""
    if output.output_type == "stream":
        return [f"[{output.name}]", *output.text.split("\n")]
    if output.output_type == "error":
        return ["[error]", f"{output.ename}: {output.evalue}"]
    shown = [f"[{output.output_type}]"]
    for mime, data in sorted(output.data.items()):
        text = data if isinstance(data, str) else json.dumps(data, indent=1, sort_keys=True)
        shown += [f"[{mime}]", *text.split("\n")]
    return shown


def difference(number, committed, now):
    before = [line for output in committed.outputs for line in lines(output)]
    after = [line for output in now.outputs for line in lines(output)]
    return list(
        difflib.unified_diff(before, after, f"cell {number}, committed", f"cell {number}, now", lineterm="")
    )


def compare(committed, now):
    pairs = zip(code_cells(committed), code_cells(now), strict=True)
    differences = [difference(number, *pair) for number, pair in enumerate(pairs, 1)]
    for found in filter(None, differences):
        print("\n".join(found))
    return sum(1 for found in differences if found)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("notebook", type=pathlib.Path)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--cells", type=pathlib.Path)
    options = parser.parse_args()

    notebook = nbformat.read(options.notebook, as_version=4)
    cells = code_cells(notebook)
    if options.cells is not None:
        options.cells.parent.mkdir(parents=True, exist_ok=True)
        options.cells.write_text("\n".join(f"// cell {at}\n{cell.source}\n" for at, cell in enumerate(cells, 1)), encoding="utf-8")
        return 0

    try:
        now = executed(notebook, options.notebook.resolve().parent)
    except CellExecutionError as error:
        print(error, file=sys.stderr)
        return 1
    if options.update:
        nbformat.write(now, options.notebook)
        print(f"{options.notebook.name}: wrote what {len(cells)} cells show")
        return 0
    different = compare(notebook, now)
    if different:
        print(f"{options.notebook.name}: {different} of {len(cells)} cells show something else", file=sys.stderr)
        return 1
    print(f"{options.notebook.name}: {len(cells)} cells show what they should")
    return 0


sys.exit(main())
