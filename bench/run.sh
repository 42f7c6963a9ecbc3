#!/bin/sh
# Builds both sides and prints the comparison. Options go to bench.py; see README.md.
exec python3 "$(dirname "$0")/bench.py" "$@"
