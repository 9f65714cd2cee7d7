# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""What a target says of how an engine is reached, and engines that want it their way."""

import http.server
import json
import os
import sqlite3
import ssl
import sys
import threading
import time

from prony_cli_case import CliCase, Simulator, main

TLS = os.path.join(os.environ["PRONY_TEST_DATA"], "tls")


class StrictServer:
    """An OpenAI-compatible server that knows few fields and fewer people."""

    def __init__(self, refused=(), headers=None, certificate=None, prefix="/v1", stall=0, model="m",
                 fail=False):
        self.refused = refused
        self.headers = headers or {}
        self.prefix = prefix
        self.stall = stall
        self.model = model
        self.fail = fail
        self.bodies = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def send(self, status, content_type, text):
                body = text.encode()
                self.send_response(status)
                self.send_header("Content-Type", content_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def is_known(self):
                if all(self.headers.get(k) == v for k, v in outer.headers.items()):
                    return True
                self.send(401, "application/json", '{"error":"Unauthorized"}')
                return False

            def do_GET(self):
                if not self.is_known():
                    return
                if self.path != outer.prefix + "/models":
                    self.send(404, "text/plain", "not found")
                    return
                self.send(200, "application/json",
                          '{"object":"list","data":[{"id":"m","object":"model"}]}')

            def do_POST(self):
                text = self.rfile.read(int(self.headers["Content-Length"]))
                if not self.is_known():
                    return
                if self.path != outer.prefix + "/chat/completions":
                    self.send(404, "text/plain", "not found")
                    return
                body = json.loads(text)
                outer.bodies.append(body)
                for field in outer.refused:
                    if field in body:
                        self.send(400, "application/json", json.dumps({"error": {
                            "message": f"Unknown parameter: '{field}'.",
                            "type": "invalid_request_error", "param": field,
                            "code": "unknown_parameter"}}))
                        return
                if outer.fail:
                    self.send(500, "application/json", '{"error":"It broke."}')
                    return
                time.sleep(outer.stall)
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Connection", "close")
                self.end_headers()
                for _ in range(4):
                    self.event({"model": outer.model, "choices": [{"delta": {"content": "hi "}}]})
                    time.sleep(0.002)
                self.event({"choices": [{"delta": {}, "finish_reason": "stop"}]})
                self.wfile.write(b"data: [DONE]\n\n")
                self.close_connection = True

            def event(self, value):
                self.wfile.write(f"data: {json.dumps(value)}\n\n".encode())
                self.wfile.flush()

            def log_message(self, *unused):
                pass

        class Server(http.server.ThreadingHTTPServer):
            # Whoever finds no place in it tries again after a second.
            request_queue_size = 64

            def handle_error(self, *unused):
                pass  # refused handshakes and hung-up clients

        self.server = Server(("127.0.0.1", 0), Handler)
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(os.path.join(TLS, certificate))
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True,
                                                     do_handshake_on_connect=False)
        scheme = "http" if certificate is None else "https"
        self.url = f"{scheme}://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *unused):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class TargetCase(CliCase):
    def measure(self, target, *arguments, **options):
        return self.cli("run", "--target", target, "--scenario", "short-short", "--max-tokens",
                        "12", "--requests", "2", "--db", self.db, "--output", self.output,
                        "--no-calibration", *arguments, **options)

    def read(self, name):
        with open(os.path.join(self.only_run_folder(), name), encoding="utf-8") as file:
            return file.read()

    def benchmark(self):
        return json.loads(self.read("summary.json"))["benchmarks"][0]

    def write(self, name, text):
        path = os.path.join(self.folder.name, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def save(self, **spec):
        self.cli("history", "--db", self.db)
        with sqlite3.connect(self.db) as store:
            store.execute("INSERT INTO engines (id, spec) VALUES (?, ?)",
                          (spec["id"], json.dumps({"kind": "unknown", "api": "auto", **spec})))
        store.close()


class RefusedFieldsTest(TargetCase):
    def test_learned(self):
        with StrictServer(refused=("stream_options", "temperature")) as server:
            result = self.measure(f"url={server.url}", "--temperature", "0.5")
            self.assertNotIn("temperature", server.bodies[-1])
            self.assertIn("max_tokens", server.bodies[-1])
            refusals = sum("stream_options" in body for body in server.bodies)
        self.assertEqual(refusals, 1)
        self.assertIn("stream_options, temperature", result.out)
        self.assertIn("Without temperature it does other work", result.out)
        benchmark = self.benchmark()
        self.assertEqual(benchmark["rejected_fields"], ["stream_options", "temperature"])
        self.assertEqual(benchmark["metrics"]["successful_requests"], 2)
        self.assertEqual(benchmark["metrics"]["count_source"], "chunks")
        self.assertIn("The engine refuses these fields", self.read("report.md"))
        shown = self.cli("show", "latest", "--db", self.db, "--json").json()
        self.assertEqual(shown["benchmarks"][0]["rejected_fields"],
                         ["stream_options", "temperature"])

    def test_learned_while_measuring(self):
        with StrictServer(refused=("stream_options",)) as server:
            self.measure(f"url={server.url}", "--warmup", "0")
        self.assertEqual(self.benchmark()["metrics"]["retries"], 1)
        results = json.loads(self.read("openai_results.json"))["requests"]
        self.assertEqual(sorted(request["retries"] for request in results), [0, 1])

    def test_renamed_limit(self):
        with StrictServer(refused=("max_tokens",)) as server:
            result = self.measure(f"url={server.url}")
            self.assertEqual(server.bodies[-1]["max_completion_tokens"], 12)
        self.assertIn("In place of max_tokens", result.out)
        self.assertNotIn("other work", result.out)

    def test_other_model(self):
        with StrictServer(model="another") as server:
            result = self.measure(f"url={server.url}")
        self.assertIn("“another” answered, though “m” was asked for", result.out)
        self.assertEqual(self.benchmark()["metrics"]["answered_model"], "another")
        self.assertIn("“another” answered", self.read("report.md"))


class TrustTest(TargetCase):
    def test_not_trusted(self):
        with StrictServer(certificate="untrusted.pem") as server:
            result = self.measure(f"url={server.url}", status=3)
            self.assertIn("Nobody that this computer trusts", result.err)
            self.assertEqual(server.bodies, [])

    def test_private_authority(self):
        with StrictServer(certificate="good.pem") as server:
            authority = os.path.join(TLS, "authority.pem")
            result = self.measure(f"url={server.url},ca-file={authority}")
        self.assertNotIn("certificate", result.out + result.err)
        self.assertNotIn("tls_verified", self.benchmark())

    def test_insecure(self):
        with StrictServer(certificate="expired.pem") as server:
            result = self.measure(f"url={server.url},insecure=yes")
        self.assertIn("certificate was not checked", result.out)
        self.assertIs(self.benchmark()["tls_verified"], False)
        self.assertIn("certificate was not checked", self.read("report.md"))
        self.assertIn("certificate was not checked", self.read("report.html"))


class HeaderTest(TargetCase):
    SECRET = "red-and-very-secret"

    def test_sent_and_nowhere_else(self):
        file = self.write("headers", f"\nX-Team:  {self.SECRET} \r\nX-Other: a: b\n")
        with StrictServer(headers={"X-Team": self.SECRET, "X-Other": "a: b"}) as server:
            self.measure(f"url={server.url}", status=3)
            result = self.measure(f"url={server.url}", "--header-file", file)
        self.assertNotIn(self.SECRET, result.out + result.err)
        os.remove(file)
        for folder, _, names in os.walk(self.folder.name):
            for name in names:
                with open(os.path.join(folder, name), "rb") as written:
                    self.assertNotIn(self.SECRET.encode(), written.read(), name)

    def test_bad_files(self):
        for text in ("", "\n\n", "no colon\n", ": no name\n", "X-A: ok\nbad\n", "Host: a\n",
                     "Content-Length: 3\n", "X Y: a\n", "X-A: b\x01c\n"):
            with self.subTest(text):
                file = self.write("headers", text)
                result = self.cli("models", "http://127.0.0.1:1", "--header-file", file, status=2)
                self.assertIn("prony-cli: ", result.err)
        self.cli("models", "http://127.0.0.1:1", "--header-file", "/nowhere", status=2)
        self.cli("models", "http://127.0.0.1:1", "--header-file", "/dev/zero", status=2)


class ReachTest(TargetCase):
    def test_paths(self):
        with StrictServer(prefix="/odd/place") as server:
            self.measure(f"url={server.url}", status=3)
            self.measure(f"url={server.url},models-path=/odd/place/models,"
                         f"path=/odd/place/chat/completions,api=openai-chat")
        self.assertEqual(self.benchmark()["metrics"]["successful_requests"], 2)

    def test_timeout_of_the_engine(self):
        with StrictServer(stall=5) as server:
            result = self.measure(f"url={server.url},timeout=0.2", "--warmup", "0", "--timeout",
                                  "100", status=1)
        self.assertEqual(self.benchmark()["metrics"]["errors"], {"timeout": 2})
        self.assertIn("did not answer in time", result.out)

    def test_saved_engine(self):
        with StrictServer(refused=("seed",), prefix="/odd") as server:
            self.save(id="1", name="Mine", url=server.url, path="/odd/chat/completions",
                      models_path="/odd/models", api="openai-chat", rejected_fields=["seed"])
            self.measure("engine=Mine,timeout=20")
            self.assertEqual(len([body for body in server.bodies if "seed" in body]), 0)
        benchmark = self.benchmark()
        self.assertEqual(benchmark["engine"], "Mine")
        self.assertEqual(benchmark["rejected_fields"], ["seed"])

    def test_saved_engines_of_one_name(self):
        self.save(id="1", name="Mine", url="http://127.0.0.1:1")
        self.save(id="2", name="Mine", url="http://127.0.0.1:2")
        self.assertIn("Several saved engines", self.measure("engine=Mine", status=2).err)
        self.assertIn("“Yours”", self.measure("engine=Yours", status=2).err)

    def test_bad_values(self):
        url = "url=http://127.0.0.1:1"
        for target in (f"{url},path=@evil.example/", f"{url},path=.evil.example",
                       f"{url},path=a", f"{url},path=/a b", f"{url},models-path=//\\\\x",
                       f"{url},ca-file=/nowhere", f"{url},ca-file={os.path.abspath(__file__)}",
                       f"{url},insecure=1", f"{url},insecure=", f"{url},tokenizer=/dev/zero",
                       f"{url},tokenizer=/nowhere", f"{url},timeout=0", f"{url},timeout=-1",
                       f"{url},timeout=nan", f"{url},timeout=1e99", f"{url},engine=x", f"{url},{url}",
                       "engine=", "engine=Nobody", f"{url},colour=red"):
            with self.subTest(target):
                self.assertIn("prony-cli: ", self.measure(target, status=2).err)


class CheckTest(TargetCase):
    def test_simulated(self):
        with Simulator("vllm") as sim:
            engine = self.cli("engines", "--check", sim.url, "--json").json()["engines"][0]
            table = self.cli("engines", "--check", sim.url).out
        self.assertTrue(engine["capabilities"]["stream"])
        self.assertTrue(engine["capabilities"]["usage"])
        self.assertTrue(engine["capabilities"]["ignore_eos"])
        self.assertEqual(engine["rejected_fields"], [])
        self.assertRegex(table, r"Answers token by token +Yes")

    def test_strict(self):
        with StrictServer(refused=("ignore_eos", "stream_options", "min_tokens")) as server:
            result = self.cli("engines", "--check", server.url, "--json")
            engine = result.json()["engines"][0]
        self.assertTrue(engine["capabilities"]["stream"])
        self.assertFalse(engine["capabilities"]["usage"])
        self.assertFalse(engine["capabilities"]["ignore_eos"])
        self.assertEqual(sorted(engine["rejected_fields"]),
                         ["ignore_eos", "min_tokens", "stream_options"])
        self.assertIn("ignore_eos", result.err)

    def test_broken(self):
        with StrictServer(fail=True) as server:
            result = self.cli("engines", "--check", server.url, "--json", status=1)
        self.assertIn("It broke", result.json()["engines"][0]["check_error"])
        self.assertNotIn("stream", result.json()["engines"][0]["capabilities"])

    def test_usage(self):
        self.cli("engines", "--check", status=2)
        self.cli("engines", "--model", "m", "http://127.0.0.1:1", status=2)
        self.cli("engines", "--check", "http://127.0.0.1:1", status=3)


if __name__ == "__main__":
    sys.exit(main())
