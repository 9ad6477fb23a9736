"""How a venue reckons one isolated position: on which value maintenance is charged, and which fees must stay covered or are put aside.

A convention is data; the formulas take what it means as numbers. Amounts are in the currency of settlement: quote for a linear contract,
base for an inverse one, whose `size` is a face value in quote.
"""

from __future__ import annotations

from dataclasses import dataclass

from calc.formulas import fees, inverse, linear, margin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from calc.formulas.margin import Tier
    from calc.venues.facts import Venue

REACH = 1e9  # a price so many times above or below the entry is no price: what should be zero or endless, and rounding made a number
CONTRACTS = {"linear": linear, "inverse": inverse}


@dataclass(frozen=True, kw_only=True)
class Convention:
    """`maintenance_basis`, `closing_fee` and `reserved_fee` as in `calc.venues.facts`."""

    maintenance_basis: str = "mark"
    closing_fee: str = "none"
    reserved_fee: str = "none"


def of_venue(venue: Venue) -> Convention:
    """The convention of a venue; what no source says is taken to be the plain case."""
    return Convention(
        maintenance_basis=str(venue.value("maintenance_basis") or "mark"),
        closing_fee=str(venue.value("closing_fee") or "none"),
        reserved_fee=str(venue.value("reserved_fee") or "none"),
    )


@dataclass(frozen=True, kw_only=True)
class Opening:
    """A position the moment it is opened; `value` is its notional then, in the currency of settlement."""

    contract: str
    sign: int
    entry_price: float
    size: float
    value: float
    leverage: float
    fee_rate: float

    def fee(self, on: str) -> float:
        """The fee for closing, on that value; nothing for a value that is not known at the opening."""
        if on == "value at entry":
            return fees.fee(self.value, self.fee_rate)
        if on == "two at entry":
            return fees.fee(self.value, 2 * self.fee_rate)
        if on == "value at bankruptcy":
            gains = self.sign if self.contract == "linear" else -self.sign  # whether the value in settlement grows with the price
            return margin.closing_fee_at_bankruptcy(gains, self.value, self.leverage, self.fee_rate)
        return 0.0

    def required(self, convention: Convention, tiers: Sequence[Tier]) -> float:
        """What must be kept the moment it is opened, the fee for closing included where the convention has it."""
        kept = margin.maintenance_margin_in_tiers(self.value, tiers)
        return kept + self.fee("value at entry" if convention.closing_fee == "value at liquidation" else convention.closing_fee)

    def liquidation_price(self, convention: Convention, tiers: Sequence[Tier], wallet_balance: float) -> float | None:
        """Mark price of liquidation on that margin; None if no price does it."""
        formulas = CONTRACTS[self.contract]
        price: float | None
        if convention.maintenance_basis == "entry":
            needed = self.required(convention, tiers)
            price = formulas.liquidation_price_on_entry_value(self.sign, self.entry_price, self.size, wallet_balance, needed)
        else:
            moving = self.fee_rate if convention.closing_fee == "value at liquidation" else 0.0
            own = wallet_balance - self.fee(convention.closing_fee)
            price = formulas.liquidation_price_in_tiers(self.sign, self.entry_price, self.size, own, tiers, moving)
            if price is not None:  # the last digits as the formula of its tier has them, which is what the working shows
                tier = margin.tier_at(tiers, formulas.notional(self.size, price)) or tiers[-1]
                price = price if self.at_edge(convention, tier, wallet_balance, price) else self._smooth(convention, tier, wallet_balance)
        return price if price is not None and self.entry_price < price * REACH < self.entry_price * REACH * REACH else None

    def at_edge(self, convention: Convention, tier: Tier, wallet_balance: float, price: float) -> bool:
        """Whether a liquidation price is not where the formula of its own tier has it, but at a step where maintenance jumps."""
        if convention.maintenance_basis == "entry":
            return False
        return abs(self._smooth(convention, tier, wallet_balance) - price) > 1e-9 * price

    def _smooth(self, convention: Convention, tier: Tier, wallet_balance: float) -> float:
        """The liquidation price by the rate and the amount of one tier, maintenance on the value now."""
        moving = self.fee_rate if convention.closing_fee == "value at liquidation" else 0.0
        own = wallet_balance - self.fee(convention.closing_fee)
        rate, amount = tier.maintenance_margin_rate, tier.maintenance_amount
        price: float = CONTRACTS[self.contract].liquidation_price(self.sign, self.entry_price, self.size, own, rate, amount, moving)
        return price
