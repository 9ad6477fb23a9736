"""`python -m tools.prices`: writes calc/prices/*.txt from the tables in tests/data. `calc.prices` says how the files are made up."""

import csv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLES, FILES = ROOT / "tests" / "data", ROOT / "calc" / "prices"
COLUMNS = ("open", "high", "low", "close")


def encoded(table: str, symbol: str, origin: str) -> str:
    """The file of one market, from its table: date, open, high, low, close, a line for every day."""
    rows = list(csv.DictReader(table.splitlines()))
    decimals = max(len(row[column].partition(".")[2]) for row in rows for column in COLUMNS)
    lines = [f"# {symbol} {rows[0]['date']} {decimals} {origin}"]
    before = 0
    for row in rows:
        opened, high, low, closed = (_units(row[column], decimals) for column in COLUMNS)
        lines.append(f"{opened - before} {high - max(opened, closed)} {min(opened, closed) - low} {closed - opened}")
        before = closed
    return "\n".join(lines) + "\n"


def _units(price: str, decimals: int) -> int:
    whole, _, rest = price.partition(".")
    return int(whole + rest.ljust(decimals, "0"))


def main() -> None:
    """All markets."""
    for table in sorted(TABLES.glob("*USDT_1d.csv")):
        coin = table.name.removesuffix("USDT_1d.csv")
        text = encoded(table.read_text(encoding="utf-8"), f"{coin}/USDT", "Binance spot, UTC days")
        (FILES / f"{coin}USDT.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
