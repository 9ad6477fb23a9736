// @ts-check
const PAUSE = 500; // a screen reader hears the sentence when the reader pauses

/** The one polite live region of a widget. */
export class Speech {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #region;

  /** @param {() => Element | null} region */
  constructor(region) {
    this.#region = region;
  }

  /** @param {string} sentence */
  say(sentence) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const region = this.#region();
      if (region && region.textContent !== sentence) region.textContent = sentence; // an extension may have taken it away
    }, PAUSE);
  }

  end() {
    clearTimeout(this.#timer);
  }
}
