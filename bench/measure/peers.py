"""Peers from npm, installed at the first use into peers/node."""

import functools
import platform
import sys

from .side import HERE, run

NODE = HERE / "peers/node"
# The binaries of node-llama-cpp are packages of their own, those for graphics cards by the hundred megabytes among them; only this one is wanted.
LLAMA_BINARIES = {"x86_64": "@node-llama-cpp/linux-x64", "aarch64": "@node-llama-cpp/linux-arm64"}
LLAMA_VERSION = "3.22.1"


@functools.cache
def node(program):
    """The command of a side in peers/node; its packages are installed if they are not."""
    if not (NODE / "node_modules/onnxruntime-node").is_dir():
        binaries = LLAMA_BINARIES.get(platform.machine())
        if binaries is None:
            sys.exit(f"node-llama-cpp has no binaries for {platform.machine()} in {sorted(LLAMA_BINARIES)}")
        # No scripts: they fetch what only graphics cards need.
        run(["npm", "install", "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--no-save", ".", f"{binaries}@{LLAMA_VERSION}"],
            "installing the peers from npm", cwd=NODE)
    return ["node", NODE / program]
