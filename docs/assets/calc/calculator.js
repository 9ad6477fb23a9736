// @ts-check
/** Everything that a page with calculators runs. */
import { watchActions } from "./acts.js";
import { onTakeOver } from "./engines.js";
import { watchAddress } from "./links.js";
import { watchSharing } from "./share.js";
import { CalcWidget } from "./widget.js";

/** Makes the calculators of this page, and of those that follow it, live. */
export function begin() {
  customElements.define("calc-widget", CalcWidget);
  watchAddress();
  watchActions();
  watchSharing();
  onTakeOver((id, answer, same) => {
    const widget = document.getElementById(id);
    if (widget instanceof CalcWidget) widget.takeOver(answer, same);
  });
}
