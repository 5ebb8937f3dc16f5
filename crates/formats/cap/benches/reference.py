"""Full validations a second of a core by lxml: parse, XML Schema, and a handful of the prose rules.

    reference.py SCHEMA FILE…

Prints one number. It is the reference of `validate.rs`; its verdicts are not compared.
"""

import re
import sys
import time

from lxml import etree

CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"
NAME = re.compile(r"[^\s,<&]+\Z")
TRIPLE = re.compile(r"[^\s,]+,[^\s,]+,\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d\Z")
PAIR = re.compile(r"[-+]?\d+(\.\d+)?,[-+]?\d+(\.\d+)?\Z")
ROUNDS, ROUND_SECONDS = 3, 0.4


def prose(root):
    for name in ("identifier", "sender"):
        if not NAME.match(root.findtext(CAP + name) or ""):
            return False
    references = (root.findtext(CAP + "references") or "").split()
    if not all(TRIPLE.match(triple) for triple in references):
        return False
    if root.findtext(CAP + "msgType") in ("Update", "Cancel", "Ack", "Error") and not references:
        return False
    for polygon in root.iter(CAP + "polygon"):
        pairs = (polygon.text or "").split()
        if len(pairs) < 4 or pairs[0] != pairs[-1] or not all(PAIR.match(pair) for pair in pairs):
            return False
        for pair in pairs:
            lat, lon = map(float, pair.split(","))
            if abs(lat) > 90 or abs(lon) > 180:
                return False
    for info in root.iter(CAP + "info"):
        effective, expires = info.findtext(CAP + "effective"), info.findtext(CAP + "expires")
        if effective and expires and expires < effective:
            return False
    return True


def main():
    schema = etree.XMLSchema(etree.parse(sys.argv[1]))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    messages = [open(path, "rb").read() for path in sys.argv[2:]]
    best = 0.0
    for _ in range(ROUNDS):
        start, calls = time.process_time(), 0
        while time.process_time() - start < ROUND_SECONDS:
            for message in messages:
                try:
                    root = etree.fromstring(message, parser)
                except etree.XMLSyntaxError:
                    root = None
                if root is not None and root.getroottree().docinfo.doctype == "":
                    schema.validate(root) and prose(root)
                calls += 1
        best = max(best, calls / (time.process_time() - start))
    print(f"{best:.0f}")


main()
