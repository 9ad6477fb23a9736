/** What readers measure a page by. Each measure returns sentences, one for each fault; none is good. */
globalThis.measures = (() => {
  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=spinbutton], [data-drag] .reach";
  const INLINE = "p, li, dd, dt, td, th, h1, h2, h3, figcaption, small, label, summary";
  const UNSEEN = "svg, select, option, textarea, [aria-hidden=true], .md-sidebar, .md-search";
  const words = (element) => `<${element.tagName.toLowerCase()} ${element.className?.baseVal ?? element.className}> ${element.textContent.trim().slice(0, 40)}`;
  const seen = (element) => element.checkVisibility({ visibilityProperty: true });
  const hiddenBy = (element) => element.closest(UNSEEN) || [...ancestors(element)].some((one) => getComputedStyle(one).clipPath !== "none");

  function* ancestors(element) {
    for (let one = element; one; one = one.parentElement) yield one;
  }

  /** Every piece of text that can be seen, with its boxes. */
  function* texts(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (!node.data.trim() || !seen(node.parentElement) || hiddenBy(node.parentElement)) continue;
      range.selectNodeContents(node);
      yield [node, [...range.getClientRects()].filter(({ width }) => width > 1)];
    }
  }

  /** The page as a whole stays as wide as the window. */
  function sideways() {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth ? [`the page is ${scrollWidth - clientWidth} pixels wider than its window`] : [];
  }

  /** A box that cuts off what is in it. */
  function clipped() {
    return [...document.querySelectorAll("body *")].filter((box) => {
      const { overflowX, overflowY } = getComputedStyle(box);
      const across = /hidden|clip/.test(overflowX) && box.scrollWidth > box.clientWidth + 1;
      const down = /hidden|clip/.test(overflowY) && box.scrollHeight > box.clientHeight + 1;
      return (across || down) && box.clientWidth > 1 && box.textContent.trim() && seen(box) && !hiddenBy(box) && !box.matches("summary, .md-header__topic + .md-header__topic *");
    }).map((box) => `${words(box)} is cut off`);
  }

  /** Words of a widget that lie on other words of it, or on a field. */
  function overlapping() {
    const found = new Set();
    for (const widget of document.querySelectorAll("calc-widget, calc-console")) {
      const boxes = [...texts(widget)].filter(([node]) => !node.parentElement.closest(".calc-verdict, .calc-cover"))
        .flatMap(([node, all]) => all.map((box) => [node.data.trim().slice(0, 30), box, node]));
      for (const field of widget.querySelectorAll("input[type=text], select, textarea")) if (seen(field)) boxes.push([field.name, field.getBoundingClientRect(), field]);
      boxes.sort(([, one], [, other]) => one.top - other.top);
      boxes.forEach(([text, box, node], index) => {
        for (const [others, other, foreign] of boxes.slice(index + 1)) {
          if (other.top > box.bottom) break;
          const width = Math.min(box.right, other.right) - Math.max(box.left, other.left);
          const height = Math.min(box.bottom, other.bottom) - other.top;
          if (node !== foreign && width > 2 && height > 0.4 * Math.min(box.height, other.height)) found.add(`${text} lies on ${others}`);
        }
      });
    }
    return [...found];
  }

  /** Targets under 24 pixels: in a sentence they may be, and outside of widgets where nothing else is within those 24 (WCAG 2.5.8). */
  function small() {
    const inSentence = (one) => getComputedStyle(one).display === "inline" && one.closest(INLINE)?.textContent.trim() !== one.textContent.trim();
    const targets = [...document.querySelectorAll(CONTROLS)].filter((one) => seen(one) && !one.closest("[inert], .md-sidebar, .md-search, .md-option") && !one.matches(".md-option") && !inSentence(one))
      .map((one) => [one, (one.type === "radio" ? one.closest("label") : one).getBoundingClientRect()]).filter(([, { width, height }]) => width > 1 && height > 1);
    const tight = ({ width, height }) => width < 24 || height < 24;
    const distance = (from, to) => {
      const [x, y] = [from.left + from.width / 2, from.top + from.height / 2];
      if (tight(to)) return Math.hypot(to.left + to.width / 2 - x, to.top + to.height / 2 - y) - 12;
      return Math.hypot(Math.max(to.left - x, 0, x - to.right), Math.max(to.top - y, 0, y - to.bottom));
    };
    return targets.filter(([one, box]) => tight(box) && (one.closest("calc-widget, calc-console") || targets.some(([other, place]) => other !== one && distance(box, place) < 11.5)))
      .map(([one, { width, height }]) => `${words(one)} is ${width.toFixed()} × ${height.toFixed()}`);
  }

  /** What a screen reader calls a control. */
  function nameOf(control) {
    const by = (control.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
    return (control.ariaLabel || by.trim() || [...(control.labels ?? [])].map((label) => label.textContent).join(" ") || control.textContent).replace(/\s+/g, " ").trim();
  }

  /** Controls of a widget without a name, or of the same kind, group and name as another, unless they do the same. */
  function unnamed() {
    const found = [];
    for (const widget of document.querySelectorAll("calc-widget, calc-console")) {
      const known = new Set();
      for (const control of widget.querySelectorAll(`${CONTROLS}, [tabindex="0"]`)) {
        if (!seen(control) || control.matches(".reach")) continue;
        const group = control.closest("[role=radiogroup], svg[role=group]");
        const key = [nameOf(control), group && nameOf(group), control.role || control.type || control.tagName, control.dataset.do].join(" | ");
        if (!nameOf(control)) found.push(`${words(control)} has no name`);
        if (known.has(key) && !control.dataset.do) found.push(`another is called ${key}`);
        known.add(key);
      }
      for (const group of widget.querySelectorAll("fieldset, [role=radiogroup], [role=group], [role=region]")) if (seen(group) && !nameOf(group)) found.push(`${words(group)} is a group without a name`);
    }
    return found;
  }

  /** Numbers whose sign or unit stands on the wrong side. */
  function turned() {
    const range = document.createRange();
    const left = (node, at) => {
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      return range.getBoundingClientRect();
    };
    return [...texts(document.querySelector("article"))].flatMap(([node]) => [...node.data.matchAll(/[−$+]\d|\d×|\d\s?%/g)].filter(({ index, 0: found }) => {
      const [first, last] = [left(node, index), left(node, index + found.length - 1)];
      return first.top === last.top && first.left > last.left;
    }).map(({ 0: found }) => `${found} is turned round in ${node.data.trim().slice(0, 30)}`));
  }

  /** On paper: what is folded, what can only be pressed, what the sheet has no room for. */
  function printed() {
    const shown = (one) => seen(one) && one.getBoundingClientRect().height > 1;
    const folded = [...document.querySelectorAll("details")].filter((one) => shown(one) && ![...one.children].some((child) => child.tagName !== "SUMMARY" && shown(child)));
    const controls = [...document.querySelectorAll("button, input[type=range], .md-header, .md-footer, .md-sidebar, .md-skip")].filter(shown);
    const wide = [...document.querySelectorAll("article :not(svg, svg *)")].filter((one) => shown(one) && !hiddenBy(one) && one.getBoundingClientRect().right > document.documentElement.clientWidth + 2);
    const dark = getComputedStyle(document.body).backgroundColor === "rgb(255, 255, 255)" ? [] : ["the paper is not white"];
    return [...folded.map((one) => `${words(one)} is folded`), ...controls.map((one) => `${words(one)} is printed`), ...wide.slice(0, 3).map((one) => `${words(one)} leaves the sheet`), ...dark];
  }

  /** The control in focus, if nothing of it can be seen because something lies on it or it is off the screen. */
  function obscured() {
    const focused = document.activeElement;
    const place = focused.matches("[type=radio], .calc-reader") ? focused.closest("label, .calc-picture") ?? focused : focused;
    const { left, top, width, height } = place.getBoundingClientRect();
    const points = [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => document.elementFromPoint(left + width * x, top + height * y)));
    const near = focused.closest(".calc-box, .calc-scale, label, .calc-picture") ?? focused;
    return points.some((hit) => hit && (near.contains(hit) || [...(focused.labels ?? [])].some((label) => label.contains(hit)))) ? [] : [`${words(focused)} ${nameOf(focused)} has the focus and is not seen`];
  }

  return { sideways, clipped, overlapping, small, unnamed, turned, printed, obscured };
})();
