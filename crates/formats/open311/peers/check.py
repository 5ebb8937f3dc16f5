"""GeoReport v2 judged by a real client: a tiny HTTP server in front of the example `peer`.

The server only carries bytes: it hands path, query and body to the Rust program and its answer back. It splits
`multipart/form-data`, as a gateway does, and hands the text fields on as a form.
"""
import email.parser
import email.policy
import subprocess
import sys
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests
import xmltodict
from georeport import GeoReport

PEER = subprocess.Popen([sys.argv[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
LOCK = threading.Lock()
CHECKS = 0


def ask(method, path, query, body):
    with LOCK:
        PEER.stdin.write(f"{method} {path} {query or '-'} {len(body)}\n".encode() + body)
        PEER.stdin.flush()
        status, length, content_type = PEER.stdout.readline().decode().rstrip("\n").split(" ", 2)
        return int(status), content_type, PEER.stdout.read(int(length))


def split_multipart(content_type, body):
    head = b"Content-Type: " + content_type.encode() + b"\r\n\r\n"
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + body)
    fields = []
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        if part.get_filename() is None:
            fields.append((name, part.get_payload(decode=True).decode()))
    return urllib.parse.urlencode(fields).encode()


class Carrier(BaseHTTPRequestHandler):
    def carry(self):
        path, _, query = self.path.partition("?")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        content_type = self.headers.get("Content-Type") or ""
        if content_type.startswith("multipart/form-data"):
            body = split_multipart(content_type, body)
        status, content_type, answer = ask(self.command, path, query, body)
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = carry

    def log_message(self, *_):
        pass


def same(found, expected, what):
    global CHECKS
    CHECKS += 1
    if found != expected:
        sys.exit(f"peers/open311: {what}: found {found!r}, expected {expected!r}")


def reads(root, form):
    client = GeoReport(root, jurisdiction="example.org", output_format=form)
    services = client.get_service_list()
    same([one["service_code"] for one in services], ["001", "FLOOD"], f"{form} services")
    same(services[0]["service_name"], "Rrugë e bllokuar", f"{form} service name")
    same(services[1]["description"], "Shkruani <çfarë> & ku", f"{form} escapes")
    same(services[1]["metadata"], True if form == "json" else "true", f"{form} metadata")
    definition = client.get_service_definition("FLOOD")
    same(definition["service_code"], "FLOOD", f"{form} definition")
    attributes = definition["attributes"] if form == "json" else definition["attributes"]["attribute"]
    same([one["code"] for one in attributes], ["DEPTH", "WHAT"], f"{form} attributes")
    found = client.get_service_requests()
    same([one["service_request_id"] for one in found], ["000001", "000002", "000003"], f"{form} requests")
    same(len(client.get_service_requests(service_request_id="000001,000003")), 2, f"{form} by ids")
    found = client.get_service_requests(
        start_date="2026-02-28T00:00:00Z", end_date="2026-03-02T00:00:00+01:00", status="open,closed"
    )
    same(len(found), 3, f"{form} by span")
    one = client.get_service_request("000001")
    one = one[0] if isinstance(one, list) else one
    same(one["description"], "Ujë në rrugë\n100% & <më shumë>", f"{form} description")
    same(one["requested_datetime"], "2026-03-01T12:00:00+01:00", f"{form} time")
    same(float(one["lat"]), 42.6629, f"{form} lat")
    try:
        client.get_service_definition("nowhere")
        sys.exit("peers/open311: an unknown service was found")
    except requests.HTTPError as error:
        same(error.response.status_code, 404, f"{form} unknown service")
    try:
        client.get_service_requests(start_date="2025-01-01T00:00:00Z", end_date="2026-01-01T00:00:00Z")
        sys.exit("peers/open311: a span of a year was answered")
    except requests.HTTPError as error:
        same(error.response.status_code, 400, f"{form} span over the limit")


def posts(root):
    report = {
        "api_key": "peer-key", "service_code": "001", "lat": "42.6629", "long": "21.1655",
        "description": "Ujë në rrugë\n100% & <më shumë>", "email": "a+b@example.org", "phone": "",
    }
    answer = requests.post(f"{root}/requests.json", data=report)
    same((answer.status_code, answer.headers["Content-Type"]), (200, "application/json; charset=utf-8"), "post")
    same(answer.json()[0]["service_request_id"], "000001", "id of a realtime service")
    flood = [("api_key", "peer-key"), ("service_code", "FLOOD"), ("address_string", "Rruga B"),
             ("attribute[DEPTH]", "35"), ("attribute[WHAT][]", "1"), ("attribute[WHAT][]", "2")]
    answer = xmltodict.parse(requests.post(f"{root}/requests.xml", data=flood).content)
    token = answer["service_requests"]["request"]["token"]
    answer = requests.get(f"{root}/tokens/{token}.json").json()
    same(answer, [{"service_request_id": "000002", "token": token}], "id for a token")
    files = {"media": ("photo.jpg", b"\xff\xd8", "image/jpeg")}
    answer = requests.post(f"{root}/requests.json", data=report, files=files)
    same(answer.json()[0]["service_request_id"], "000003", "multipart")
    answer = requests.post(f"{root}/requests.json", data={**report, "api_key": "wrong"})
    same((answer.status_code, answer.json()[0]["code"]), (403, 403), "wrong key")
    answer = requests.post(f"{root}/requests.xml", data={"api_key": "peer-key", "service_code": "FLOOD"})
    errors = xmltodict.parse(answer.content)["errors"]["error"]
    same((answer.status_code, len(errors)), (400, 2), "all errors at once")
    update = {"service_request_id": "000001", "status": "CLOSED", "updated_datetime": "2026-03-01T12:30:00Z",
              "description": "U rregullua", "service_request_id_ext": "80"}
    answer = requests.post(f"{root}/servicerequestupdates.json", data=update)
    same(answer.json(), [{"update_id": "U-1"}], "update posted")
    answer = xmltodict.parse(requests.get(f"{root}/servicerequestupdates.xml").content)
    update = answer["service_request_updates"]["request_update"]
    same((update["service_request_id"], update["status"]), ("000001", "closed"), "update read")
    answer = xmltodict.parse(requests.get(f"{root}/discovery.xml").content)
    formats = answer["discovery"]["endpoints"]["endpoint"]["formats"]["format"]
    same(formats, ["text/xml", "application/json"], "discovery")


def main():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Carrier)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    root = f"http://127.0.0.1:{server.server_port}"
    try:
        posts(root)
        reads(root, "xml")
        reads(root, "json")
    finally:
        server.shutdown()
        PEER.stdin.close()
        PEER.wait()
    print(f"peers/open311: {CHECKS} checks with georeport, requests and xmltodict passed")


main()
