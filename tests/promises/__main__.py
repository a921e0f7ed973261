"""`make promises`: writes the table of promises into the README."""

from tests.promises.figures import known
from tests.promises.table import README, declared, found, renewed, table


def main() -> None:
    """Write it anew."""
    written = table(declared(), found(), known())
    README.write_text(renewed(README.read_text("utf-8"), written), "utf-8")


if __name__ == "__main__":
    main()
