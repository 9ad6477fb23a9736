// @ts-check
/** Everything that a page with calculators runs, on this page and on those that follow it. */
import { watchActions } from "./acts.js";
import { onTakeOver } from "./engines.js";
import { watchAddress } from "./links.js";
import { arrived } from "./main.js";
import { watchSharing } from "./share.js";
import { CalcWidget } from "./widget.js";

arrived("calc-widget", () => {
  customElements.define("calc-widget", CalcWidget);
  watchAddress();
  watchActions();
  watchSharing();
  onTakeOver((id, answer, same) => {
    const widget = document.getElementById(id);
    if (widget instanceof CalcWidget) widget.takeOver(answer, same);
  });
});
