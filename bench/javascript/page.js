// @ts-check
/** The formula alone, in plain JavaScript: what no Python in a page can beat. */

/**
 * Price at which an isolated, linear long is closed out: flat maintenance, no fees.
 * @param {number} entryPrice
 * @param {number} margin
 * @param {number} leverage
 * @param {number} rate
 */
function liquidationPrice(entryPrice, margin, leverage, rate) {
  const size = (margin * leverage) / entryPrice;
  return (size * entryPrice - margin) / (size * (1 - rate));
}

const asked = new URLSearchParams(location.search);
/** @param {string} name */
const given = (name) => Number(asked.get(name));
const price = liquidationPrice(given("entry_price"), given("initial_margin"), given("leverage"), given("maintenance_margin_rate"));
const place = /** @type {HTMLOutputElement} */ (document.querySelector('calc-widget output[name="liquidation_price"]'));
place.dataset.value = String(price);
place.textContent = price.toFixed(2);
dispatchEvent(new Event("calc:result"));

export {};
