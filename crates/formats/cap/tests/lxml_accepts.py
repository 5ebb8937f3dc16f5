#!/usr/bin/env python3
"""Another validator accepts what we emit.

Writes alerts with `examples/emit.rs` and validates each with lxml and the OASIS schema, which is not ours to
copy: it is found by KULLA_SHARED. Run by `make test`, or by hand: python3 crates/formats/cap/tests/lxml_accepts.py

With a folder, its `*.xml` are validated instead: what a node issued (`crates/kulla/tests/it/story.rs` does that).

Skips with a message if lxml or the schema is not at hand; fails instead if KULLA_PEERS=1 (for lxml) or
KULLA_SHARED (for the schema) says that it must be.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

COUNT = 400
HOUSE = pathlib.Path(__file__).resolve().parents[4]
CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"


def absent(what, must):
    print(f"{'failed' if must else 'skipped'}: {what}")
    sys.exit(1 if must else 0)


def issued(etree, schema, files):
    refused = []
    for file in files:
        tree = etree.parse(str(file))
        if tree.getroot().tag != CAP + "alert":
            refused.append(f"{file.name}: the root is {tree.getroot().tag}")
        elif not schema.validate(tree):
            refused.append(f"{file.name}: {schema.error_log.last_error}")
    if refused or not files:
        sys.exit("\n".join(refused[:10]) or "there is no message in the folder")
    print(f"lxml accepts all {len(files)} messages that the node issued")


def main():
    try:
        from lxml import etree
    except ImportError:
        absent("lxml is not installed (pip install lxml)", os.environ.get("KULLA_PEERS") == "1")
    shared = os.environ.get("KULLA_SHARED")
    if not shared:
        absent("KULLA_SHARED is not set, so the schema is not at hand", False)
    path = HOUSE / shared / "data" / "cap" / "CAP-v1.2.xsd"
    if not path.exists():
        absent(f"there is no {path}", True)
    schema = etree.XMLSchema(etree.parse(str(path)))
    if len(sys.argv) > 1:
        issued(etree, schema, sorted(pathlib.Path(sys.argv[1]).glob("*.xml")))
        return
    with tempfile.TemporaryDirectory() as folder:
        emit = ["cargo", "run", "--quiet", "-p", "kulla-cap", "--example", "emit", "--", folder, str(COUNT)]
        subprocess.run(emit, cwd=HOUSE, check=True, stdout=subprocess.DEVNULL)
        files = sorted(pathlib.Path(folder).glob("*.xml"))
        assert len(files) == COUNT, f"{len(files)} of {COUNT} alerts were written"
        refused, seen = [], set()
        for file in files:
            tree = etree.parse(str(file))
            seen.update(element.tag for element in tree.iter())
            if not schema.validate(tree):
                refused.append(f"{file.name}: {schema.error_log.last_error}")
    # A generator that leaves fields out would prove little.
    known = {CAP + element.get("name") for element in etree.parse(str(path)).iter("{*}element") if element.get("name")}
    assert not known - seen, f"never emitted: {sorted(known - seen)}"
    if refused:
        print("\n".join(refused[:10]))
        sys.exit(f"lxml refuses {len(refused)} of {COUNT} alerts that we emit")
    print(f"lxml accepts all {COUNT} alerts that we emit, with every element of the schema among them")


main()
