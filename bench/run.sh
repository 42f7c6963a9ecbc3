#!/bin/sh
# Builds both sides and prints the comparison. Options go to bench.py; see README.md.
# Debian's Python has numpy, with PyTorch; another may be named by BENCH_PYTHON.
exec "${BENCH_PYTHON:-/usr/bin/python3}" "$(dirname "$0")/bench.py" "$@"
