"""What a position must keep: one flat rate, or a venue's dated table, which may not allow its size or its leverage."""

from __future__ import annotations

from dataclasses import dataclass

from calc.conventions import Convention, Opening, of_venue
from calc.formulas import margin
from calc.model import reject
from calc.venues import tier_table, venue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from calc.errors import Rejection
    from calc.formulas.margin import Tier
    from calc.model import Values
    from calc.venues import TierTable


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The contract, the convention and the table (None: a flat rate) that a form asks for."""

    contract: str
    convention: Convention
    table: TierTable | None
    rate: float

    def opening(self, sign: int, entry_price: float, notional: float, leverage: float, fee_rate: float) -> Opening:
        """The position the moment it is opened; `notional` is in quote."""
        size, value = (notional / entry_price, notional) if self.contract == "linear" else (notional, notional / entry_price)
        return Opening(
            contract=self.contract,
            sign=sign,
            entry_price=entry_price,
            size=size,
            value=value,
            leverage=leverage,
            fee_rate=fee_rate,
        )

    def tiers_for(self, opening: Opening, field: str) -> tuple[Tier, ...]:
        """The tiers of that position; a rejection at `field` that names the table and its date where the table ends."""
        if self.table is None:
            return margin.flat(self.rate)
        tiers = self.table.tiers_for(opening.size)
        if not tiers:
            raise self._too_large(field)
        return tiers

    def tier_for(self, tiers: tuple[Tier, ...], value: float, field: str) -> Tier:
        """The tier of a value in the currency of settlement; a rejection where the table ends."""
        tier = margin.tier_at(tiers, value)
        if tier is None:
            raise self._too_large(field)
        return tier

    def tier_number(self, opening: Opening) -> int | None:
        """The number of the tier in its table at the opening; None for a flat rate, or where the rate grows without tiers."""
        if self.table is None or self.table.ramp is not None:
            return None
        tier = margin.tier_at(self.table.tiers, opening.value if self.table.measure == "value" else opening.size)
        return None if tier is None else self.table.tiers.index(tier) + 1

    def check_leverage(self, tier: Tier, leverage: float, field: str = "leverage") -> None:
        """A rejection at `field` if the tier does not allow that leverage."""
        if self.table is not None and leverage > tier.max_leverage:
            raise reject("tier-leverage", field, max_leverage=tier.max_leverage, venue=self.table.venue, date=self.table.date)

    def _too_large(self, field: str) -> Rejection:
        assert self.table is not None
        return reject("tier-size", field, venue=self.table.venue, date=self.table.date, cap=self.table.cap, unit=self.table.unit)


def rules(maintenance: str, contract: str, rate: float, table: str, basis: str = "mark", closing_fee: bool = False) -> Rules:
    """What a form asks for: a `flat` rate or a table of `tiers` with the convention set by hand, or a table with its `venue`'s own."""
    found = None if maintenance == "flat" else tier_table(table)
    if maintenance == "venue" and found is not None:
        convention = of_venue(venue(found.venue_name))
    else:
        convention = Convention(maintenance_basis=basis, closing_fee="value at liquidation" if closing_fee else "none")
    return Rules(contract=contract if found is None else found.contract, convention=convention, table=found, rate=rate)


def convention_of(q: Values) -> Convention:
    """The convention that the values of a form ask for."""
    basis, fee = str(q.get("maintenance_basis", "mark")), q["closing_fee"] is True
    return rules(str(q["maintenance"]), "linear", 0.0, str(q["tier_table"]), basis, fee).convention


def too_little(leverage: float, initial_margin_rate: float, maintenance_margin_rate: float, max_leverage: float) -> Rejection:
    """The rejection of a position whose margin is not more than what must be kept from the start."""
    return reject(
        "margin-below-maintenance",
        "leverage",
        leverage=leverage,
        initial_margin_rate=initial_margin_rate,
        maintenance_margin_rate=maintenance_margin_rate,
        max_leverage=max_leverage,
    )


def said(convention: Convention, maintenance: str) -> str:
    """The convention in words, as the beginning of a sentence; `{tier_table}` stands for the table's label."""
    words = "Maintenance on the value now" if convention.maintenance_basis == "mark" else "Maintenance on the value at entry"
    if convention.closing_fee != "none":
        on = {"value at bankruptcy": " on the value at bankruptcy", "value at entry": " on the value at entry"}
        words += ", closing fee" + on.get(convention.closing_fee, "") + " included"
    if convention.reserved_fee != "none":
        words += " and put aside at the opening"
    if maintenance == "venue":
        return "Rules and tiers of {tier_table}, your taker fee of {taker_fee_rate}: m" + words[1:]
    return words + (", tiers of {tier_table}" if maintenance == "tiers" else "")
