// @ts-check
/**
 * What the page, the worker and Python say to each other: types only.
 *
 * Every number in it is Python's business; the page passes texts on and puts finished HTML where it belongs.
 *
 * @typedef {Record<string, string>} Texts  what stands in each named control
 *
 * @typedef {object} Edit  a change that Python works out: it knows steps, scales and bounds
 * @property {string} field
 * @property {number} [step]  so many steps up or down
 * @property {number} [slider]  0 to 1 along the slider
 * @property {number} [at]  0 to 1 along the axis of a chart
 * @property {number} [chart]  which chart of the widget
 * @property {string} [rows]  what becomes of a list of rows: add, remove, up or down
 * @property {number} [row]  which row of it
 *
 * @typedef {object} Turn  what one gesture of the reader adds to a request
 * @property {Texts} [inputs]
 * @property {string} [query]  a scenario link to restore, instead of inputs
 * @property {Edit} [edit]
 * @property {string[]} [axes]  the charts' axes, held still while a handle is dragged
 *
 * @typedef {{calculator: string, id: string, version: number, show?: string, values?: string[], known: Texts} & Turn} Request
 *   `known`: the inputs that the numbers shown belong to
 *
 * @typedef {{field: string | null, code: string, message: string}} Message
 *
 * @typedef {object} Result
 * @property {Record<string, unknown>} inputs
 * @property {Texts} texts
 * @property {Record<string, unknown>} outputs
 * @property {Message[]} notes
 * @property {string} sentence
 * @property {string} link
 * @property {string[]} [values]
 * @property {{controls: string, result: string}} html
 *
 * @typedef {{problems: Message[], notes?: Message[], texts?: Texts, html?: {controls: string}}} Rejection
 * @typedef {{ok: Result} | Rejection | {failure: string}} Answer
 *
 * @typedef {"unsupported" | "missing" | "foreign" | "broken"} Trouble  why the worker could not start
 *
 * @typedef {{id: number, text: string}} Letter  a request or an answer, as JSON text
 * @typedef {{state: "bytes" | "loaded" | "live"} | {state: "failed", trouble: Trouble}} News
 *
 * @typedef {"static" | "loading" | "live" | "failed"} State
 */
export {};
