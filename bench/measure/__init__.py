"""How the bench measures: sides, floors, files and the table. bench/README.md describes it."""
