# SPDX-License-Identifier: MIT
# Copyright (c) 2026 The Prony authors

"""prony-cli models and catalog."""

import os
import sys

from prony_cli_case import CliCase, Simulator, main


class Models(CliCase):
    def test_tree_order(self):
        models = ["qwen2.5:7b", "llama3.1:70b-q4_0", "llama3.1:8b-q8_0", "llama3.1:8b-q4_0"]
        arguments = [word for model in models for word in ("--model", model)]
        with Simulator("vllm", *arguments, pace=False) as simulator:
            out = self.cli("models", simulator.url).out
            ids = [line.split()[3] for line in out.splitlines()[1:]]
            self.assertEqual(ids, ["llama3.1:8b-q4_0", "llama3.1:8b-q8_0", "llama3.1:70b-q4_0",
                                   "qwen2.5:7b"])
            self.assertIn("Loaded", out)

    def test_load_and_unload(self):
        with Simulator("ollama", pace=False) as simulator:
            model = self.cli("models", simulator.url, "--json").json()["models"][0]
            self.assertEqual(model["state"], "not-loaded")
            self.assertTrue(model["switchable"])

            loaded = self.cli("models", simulator.url, "--load", model["id"], "--json").json()
            self.assertEqual(loaded["change"], "load")
            self.assertGreater(loaded["wall_s"], 0)
            model = self.cli("models", simulator.url, "--json").json()["models"][0]
            self.assertEqual(model["state"], "loaded")
            self.assertEqual(model["gpu_bytes"], model["memory_bytes"])
            self.assertIn("100", self.cli("models", simulator.url).out)

            result = self.cli("models", simulator.url, "--unload", model["id"])
            self.assertEqual(result.out, "")
            self.assertIn("Unloaded", result.err)
            model = self.cli("models", simulator.url, "--json").json()["models"][0]
            self.assertEqual(model["state"], "not-loaded")

    def test_errors(self):
        with Simulator("ollama", pace=False) as simulator:
            result = self.cli("models", simulator.url, "--load", "nope", status=3)
            self.assertIn("“nope”", result.err)
            self.cli("models", simulator.url, "--load", "a", "--unload", "b", status=2)
        with Simulator("vllm", pace=False) as simulator:
            result = self.cli("models", simulator.url, "--load", "x", status=2)
            self.assertIn("vLLM", result.err)


class Catalog(CliCase):
    def write(self, name, text):
        folder = os.path.join(self.env["XDG_DATA_HOME"], "prony", "catalog")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)

    def test_models(self):
        document = self.cli("catalog", "--json").json()
        self.assertGreaterEqual(len(document["models"]), 40)
        self.assertLessEqual({m["fit"] for m in document["models"]}, {"fits", "tight", "too-large"})
        fitting = self.cli("catalog", "models", "--fits", "--json").json()["models"]
        self.assertEqual([model["name"] for model in fitting],
                         [m["name"] for m in document["models"] if m["fit"] in ("fits", "tight")])
        result = self.cli("catalog")
        self.assertIn("Llama 3.1 8B Instruct", result.out)
        self.assertIn("GPUs", result.err)

    def test_engines(self):
        engines = self.cli("catalog", "engines", "--json").json()["engines"]
        vllm = next(engine for engine in engines if engine["kind"] == "vllm")
        self.assertIn("-p 127.0.0.1:8000:8000", vllm["container_command"])
        self.assertIn("ollama serve", self.cli("catalog", "engines").out)

    def test_own_files(self):
        self.write("mine.json", '{"models": [{"name": "Giant", "size_bytes": 1e15}, {"nam": 1}]}')
        self.write("broken.json", "{")
        result = self.cli("catalog", "--json")
        giant = next(m for m in result.json()["models"] if m["name"] == "Giant")
        self.assertEqual(giant["fit"], "too-large")
        self.assertIn("broken.json: ", result.err)
        self.assertIn("mine.json: Entry 2", result.err)
        self.assertNotIn("Giant", self.cli("catalog", "--fits").out)

    def test_usage(self):
        self.cli("catalog", "animals", status=2)
        self.cli("catalog", "models", "engines", status=2)


if __name__ == "__main__":
    sys.exit(main())
