// @ts-check
/**
 * One widget's questions to Python: one at a time, in the reader's order, and never an answer that the reader has overtaken.
 *
 * @import { Answer, Request, Turn } from "./protocol.js"
 */
import { EngineFailure, ask } from "./engines.js";

const DISTURBED = "Something else on this page, perhaps an extension of the browser, got in the way of the calculator.";

export class Conversation {
  /** @type {Turn[]} what is still to be asked */
  #waiting = [];
  /** @type {Turn | undefined} what is being asked */
  #asked;
  #busy = false;
  /** @type {Set<string>} inputs that were typed into since the question went out */
  #typed = new Set();
  #ended = true;
  #request;
  #hear;
  #fail;

  /**
   * @param {(turn: Turn) => Request} request
   * @param {(answer: Answer, turn: Turn) => void} hear
   * @param {(sentence: string, unanswered: Turn[]) => void} fail
   */
  constructor(request, hear, fail) {
    this.#request = request;
    this.#hear = hear;
    this.#fail = fail;
  }

  /** What has no answer yet. */
  get unanswered() {
    return this.#asked ? [this.#asked, ...this.#waiting] : this.#waiting;
  }

  /** Whether what has no answer yet changes the numbers, apart from what stands in the form. */
  get moves() {
    return this.unanswered.some(({ query, edit, inputs }) => query || edit || inputs);
  }

  /** @param {Turn} turn */
  say(turn) {
    this.#waiting = join(this.#waiting, turn);
    if (!this.#busy) this.#converse();
  }

  /**
   * The reader typed: what waits for this input is overtaken.
   * @param {string} field
   */
  typed(field) {
    this.#typed.add(field);
    this.#waiting = this.#waiting.filter(({ edit }) => edit?.field !== field);
    this.say({});
  }

  /**
   * A whole new scenario: what was asked before is of no interest any more.
   * @param {Turn} turn
   */
  restart(turn) {
    this.#asked = undefined;
    this.#waiting = [];
    this.say(turn);
  }

  begin() {
    this.#ended = false;
  }

  /** Nothing more is heard or reported. */
  end() {
    this.#ended = true;
  }

  async #converse() {
    this.#busy = true;
    try {
      while (this.#waiting.length && !this.#ended) {
        const turn = /** @type {Turn} */ (this.#waiting.shift());
        this.#asked = turn;
        this.#typed.clear();
        const answer = await ask(this.#request(turn));
        const restarted = this.#asked !== turn;
        this.#asked = undefined;
        if (restarted || this.#ended) continue;
        if (!this.#typed.size) this.#hear(answer, turn);
        else if (turn.edit && !this.#typed.has(turn.edit.field)) this.#waiting.unshift(turn);
      }
    } catch (failure) {
      const known = failure instanceof EngineFailure;
      const lost = this.unanswered;
      this.#waiting = [];
      this.#asked = undefined;
      if (!this.#ended) this.#fail(known ? failure.message : DISTURBED, lost);
      if (!known) throw failure;
    } finally {
      this.#busy = false;
    }
  }
}

/**
 * The turns with one more; steps in one input add up, and of places along a slider or a chart the last one counts.
 * @param {Turn[]} turns
 * @param {Turn} turn
 */
function join(turns, turn) {
  const last = turns.at(-1);
  if (!last) return [turn];
  const rest = turns.slice(0, -1);
  const [before, now] = [last.edit, turn.edit];
  if (!Object.keys(last).length) return [...rest, turn]; // the form is read when the turn is asked
  if (!before || !now || before.field !== now.field || now.rows || now.act) return [...turns, turn];
  if (now.step === undefined) return [...rest, turn];
  if (before.step === undefined) return [...turns, turn];
  return [...rest, { ...turn, edit: { ...now, step: before.step + now.step } }];
}
