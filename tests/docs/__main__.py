"""Write the generated pages: `make docs`."""

from __future__ import annotations

from tests.docs.pages import GENERATED

if __name__ == "__main__":
    for path, make in GENERATED.items():
        path.write_text(make(), encoding="utf-8")
        print(path.name)
