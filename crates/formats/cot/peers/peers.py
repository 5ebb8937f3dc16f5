"""PyTAK and takproto against kulla-cot, both ways, over files, framings and a real TCP connection.

`peers.py PEER FIXTURES`, where PEER is the example binary `peer`. Prints a line for each exchange.
"""

import asyncio
import math
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
from configparser import ConfigParser
from pathlib import Path

import pytak
import takproto
from pytak.classes import _takmsg2xml

PEER, FIXTURES = sys.argv[1], Path(sys.argv[2])
HEADER = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def ours(source: str, target: str, data: bytes) -> bytes:
    """What our peer makes of the bytes."""
    done = subprocess.run([PEER, source, target], input=data, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def samples() -> list[bytes]:
    """Events that PyTAK makes, and our fixtures."""
    made = pytak.cot_event(
        lat="42.6629", lon="21.1655", ce="4.7", hae="612.4", uid="peer-1", cot_type="a-f-G-U-C",
        callsign="Çabrati & Ura <1>", access="Undefined", qos="1-r-c", opex="e-Drini",
    )
    detail = made.find("detail")
    pytak.add_remarks(detail, ["Ujë deri në gju", 'a "quoted" word & <more>'])
    ET.SubElement(detail, "__group", {"name": "Cyan", "role": "Team Member"})
    ET.SubElement(detail, "status", {"battery": "78"})
    ET.SubElement(detail, "track", {"speed": "1.25", "course": "80.5"})
    ET.SubElement(detail, "takv", {"device": "D", "platform": "P", "os": "O", "version": "1"})
    ET.SubElement(detail, "precisionlocation", {"geopointsrc": "GPS", "altsrc": "???"})
    ET.SubElement(detail, "{urn:example}unknown", {"deep": "1"}).text = "kept"
    plain = pytak.cot_event(lat="-33.5", lon="-70.25", uid="peer-2", cot_type="a-u-G")
    return [
        pytak.serialize_cot(made),
        pytak.serialize_cot(plain),
        pytak.hello_event(),
        pytak.gen_cot(42.5, 21.0, uid="peer-3", cot_type="b-a-o-tbl"),
        (FIXTURES / "position.xml").read_bytes(),
        (FIXTURES / "marker.xml").read_bytes(),
    ]


def near(one: str, other: str) -> bool:
    """Whether two numbers are the same, "not known" in any spelling included."""
    a, b = float(one), float(other)
    unknown = [math.isnan(n) or n >= 999_999 for n in (a, b)]
    return all(unknown) or math.isclose(a, b, rel_tol=1e-12, abs_tol=1e-12)


def instant(text: str) -> int:
    """Milliseconds, as takproto counts them; our fixture has spellings that it does not know."""
    from datetime import datetime, timezone
    text = text.replace(" ", "T").replace("Z", "+00:00")
    whole, _, rest = text.partition(".")
    digits = "".join(c for c in rest[: len(rest) - 6] if c.isdigit()) if rest else ""
    moment = datetime.fromisoformat(whole + rest[-6:] if rest else text)
    return int(moment.astimezone(timezone.utc).timestamp()) * 1000 + int((digits + "000")[:3])


def same_event(before: ET.Element, after: ET.Element, attributes: list[str]) -> None:
    """Both say the same of who, what, when and where."""
    for name in attributes:
        assert before.get(name) == after.get(name), (name, before.get(name), after.get(name))
    for name in ["time", "start", "stale"]:
        assert abs(instant(before.get(name)) - instant(after.get(name))) <= 1, (name, before.get(name), after.get(name))
    for name in ["lat", "lon", "hae", "ce", "le"]:
        one, other = before.find("point").get(name), after.find("point").get(name)
        assert near(one, other), (name, one, other)


def same_detail(before: ET.Element, after: ET.Element) -> None:
    """Each element is there, with all its attributes and text."""
    def flat(event: ET.Element) -> list:
        children = event.find("detail") if event.find("detail") is not None else []
        return sorted(
            (child.tag, sorted((k, number(v)) for k, v in child.items()), "".join(child.itertext()).strip())
            for child in children
        )
    assert flat(before) == flat(after), (flat(before), flat(after))


def number(text: str) -> str:
    """Numbers by value: 0 and 0.0 are one."""
    try:
        return repr(float(text))
    except ValueError:
        return text


def split_events(stream: bytes) -> list[bytes]:
    """As PyTAK cuts a stream."""
    return [part + b"</event>" for part in stream.split(b"</event>") if part.strip()]


def split_stream(stream: bytes) -> list[bytes]:
    """Messages of a protobuf stream, header included."""
    messages = []
    while stream:
        assert stream[0] == 0xBF
        length, shift, at = 0, 0, 1
        while True:
            length |= (stream[at] & 0x7F) << shift
            shift, at = shift + 7, at + 1
            if stream[at - 1] < 0x80:
                break
        if at + length > len(stream):
            raise IndexError("a message is cut short")
        messages.append(stream[: at + length])
        stream = stream[at + length:]
    return messages


def split_mesh(data: bytes) -> list[bytes]:
    """Datagrams, each after its length."""
    datagrams = []
    while data:
        (length,) = struct.unpack(">I", data[:4])
        datagrams.append(data[4: 4 + length])
        data = data[4 + length:]
    return datagrams


NAMES = ["uid", "type", "how", "access", "qos", "opex"]


def xml_through_us(events: list[bytes]) -> None:
    written = split_events(ours("xml", "xml", b"".join(events)))
    assert len(written) == len(events)
    for before, after in zip(events, written):
        assert after.startswith(HEADER)
        one, other = ET.fromstring(before), ET.fromstring(after)
        same_event(one, other, NAMES)
        same_detail(one, other)


def theirs_to_us(events: list[bytes], framing: str) -> None:
    version = takproto.TAKProtoVer.STREAM if framing == "stream" else takproto.TAKProtoVer.MESH
    messages = [bytes(takproto.xml2proto(event, version)) for event in events]
    if framing == "mesh":
        messages = [struct.pack(">I", len(m)) + m for m in messages]
    written = split_events(ours(framing, "xml", b"".join(messages)))
    assert len(written) == len(events)
    for before, after in zip(events, written):
        one, other = ET.fromstring(before), ET.fromstring(after)
        same_event(one, other, NAMES)
        # takproto makes a message of a contact and drops what does not fit; what it did send must be there.
        for child in other.find("detail"):
            assert one.find("detail").find(child.tag) is not None, child.tag


def us_to_theirs(events: list[bytes], framing: str) -> None:
    data = ours("xml", framing, b"".join(events))
    messages = split_stream(data) if framing == "stream" else split_mesh(data)
    assert len(messages) == len(events)
    for before, message in zip(events, messages):
        parsed = takproto.parse_proto(bytearray(message))
        one = ET.fromstring(before)
        cot = parsed.cotEvent
        for name in NAMES:
            assert (one.get(name) or "") == getattr(cot, name), name
        for name, value in [("time", cot.sendTime), ("start", cot.startTime), ("stale", cot.staleTime)]:
            assert instant(one.get(name)) == value, (name, one.get(name), value)
        other = ET.fromstring(_takmsg2xml(parsed))
        # Prefixes that were bound outside of detail are not bound in what PyTAK makes of it.
        if "xmlns" not in before.decode():
            same_detail(one, other)


class Receiver(pytak.RXWorker):
    """PyTAK's receiving worker, keeping what came."""

    async def handle_data(self, data: bytes) -> None:
        raise NotImplementedError


async def by_tcp(events: list[bytes]) -> None:
    """PyTAK's workers over TCP: they send to us as protobuf, we answer as XML."""
    received = bytearray()
    answered = asyncio.Event()
    wanted = len(events)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while len(split_complete(received)) < wanted:
            received.extend(await reader.read(4096))
        writer.write(ours("stream", "xml", bytes(received)))
        await writer.drain()
        answered.set()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    parser = ConfigParser()
    parser["cot"] = {"COT_URL": f"tcp://127.0.0.1:{port}", "TAK_PROTO": "1"}
    config = parser["cot"]
    reader, writer = await pytak.protocol_factory(config)
    sender = pytak.TXWorker(asyncio.Queue(), config, writer)
    for event in events:
        await sender.send_data(event)
    await asyncio.wait_for(answered.wait(), 30)
    parser["cot"]["TAK_PROTO"] = "0"
    receiver = Receiver(asyncio.Queue(), config, reader)
    for before in events:
        got = await asyncio.wait_for(receiver.readcot(), 30)
        same_event(ET.fromstring(before), ET.fromstring(got), NAMES)
    writer.close()
    server.close()


def split_complete(stream: bytearray) -> list[bytes]:
    """Messages that came whole so far."""
    try:
        messages = split_stream(bytes(stream))
    except IndexError:
        return []
    return messages


def main() -> None:
    events = samples()
    # takproto reads only the times that strptime reads, and no text in contacts.
    simple = events[:-1]
    checks = [
        ("XML of PyTAK through us", lambda: xml_through_us(events)),
        ("takproto stream to us", lambda: theirs_to_us(simple, "stream")),
        ("takproto mesh to us", lambda: theirs_to_us(simple, "mesh")),
        ("our stream to takproto", lambda: us_to_theirs(events, "stream")),
        ("our mesh to takproto", lambda: us_to_theirs(events, "mesh")),
        ("PyTAK workers over TCP, both ways", lambda: asyncio.run(by_tcp(simple))),
    ]
    for name, check in checks:
        check()
        print(f"ok: {name}")


main()
