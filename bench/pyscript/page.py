"""The formula alone, as a page with PyScript would have it: both of its Pythons run this file."""

from pyscript import document, window  # type: ignore[import-not-found]


def liquidation_price(entry_price: float, margin: float, leverage: float, rate: float) -> float:
    """Price at which an isolated, linear long is closed out: flat maintenance, no fees."""
    size = margin * leverage / entry_price
    return (size * entry_price - margin) / (size * (1 - rate))


asked = window.URLSearchParams.new(window.location.search)
names = ("entry_price", "initial_margin", "leverage", "maintenance_margin_rate")
price = liquidation_price(*[float(asked.get(name)) for name in names])
place = document.querySelector('calc-widget output[name="liquidation_price"]')
place.dataset.value = price
place.textContent = f"{price:.2f}"
window.dispatchEvent(window.Event.new("calc:result"))
