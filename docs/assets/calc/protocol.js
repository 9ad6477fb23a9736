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
 * @property {number} [down]  0 to 1 from the top of a picture to its foot
 * @property {string} [strips]  the parts of that picture, and the values they run along
 * @property {number} [from]  where a handle stands
 * @property {string} [rows]  what becomes of a list of rows: add, remove, up or down
 * @property {number} [row]  which row of it
 * @property {string} [act]  a button of a list of actions that was pressed
 *
 * @typedef {object} Turn  what one gesture of the reader adds to a request
 * @property {Texts} [inputs]
 * @property {string} [query]  a scenario link to restore, instead of inputs
 * @property {Edit} [edit]
 * @property {string[]} [axes]  the charts' axes, held still while a handle is dragged
 * @property {boolean} [pinned]  whether the inputs of now become the scenario to compare with, or there is none any more
 *
 * @typedef {object} Asked  what every request says besides
 * @property {string} calculator
 * @property {string} id
 * @property {number} version
 * @property {string} [show]
 * @property {string} [choices]  what the page lets a reader choose from before it shows the answer
 * @property {string[]} [values]
 * @property {Texts} known  the inputs that the numbers shown belong to
 * @property {Texts} [pin]  the scenario to compare with
 * @property {{slider?: number, choice?: number, value?: number}} [guess]  what the reader thinks: a share of a slider, a choice, or a number
 * @property {boolean} [reveal]  whether the guess is to be answered
 * @property {Where} [take]  that a reader wants to take the answer along, instead of seeing it
 * @typedef {Asked & Turn} Request
 *
 * @typedef {object} Where  what only the page knows
 * @property {string} page  its permanent address, or nothing
 * @property {string} today
 * @property {string} console  the address of the page on which Python can be tried, or nothing
 *
 * @typedef {object} Taken
 * @property {string} name  of a file
 * @property {string} html  the menu
 * @property {string} image  what an image of the answer shows
 * @property {string} text
 * @property {string} json
 * @property {string} csv
 * @property {string} cite
 * @property {string} call
 * @property {string} frame
 *
 * @typedef {{field: string | null, code: string, message: string}} Message
 *
 * @typedef {"micropython" | "pyodide" | "console"} EngineName
 *
 * @typedef {object} Result
 * @property {EngineName} engine  which of them answered; the page notes it
 * @property {Record<string, unknown>} inputs
 * @property {Texts} texts
 * @property {Record<string, unknown>} outputs
 * @property {Message[]} notes
 * @property {string} sentence
 * @property {string} link
 * @property {string | null} long  what is said instead of copying a link that may not arrive
 * @property {Texts | null} pin  the scenario that this one is compared with
 * @property {{question: string, guess: number, reply: string | null} | null} ask
 * @property {string[]} [values]
 * @property {{controls: string, result: string, ask: string}} html
 *
 * @typedef {{problems: Message[], notes?: Message[], texts?: Texts, pin?: Texts | null, html?: {controls: string}}} Rejection
 * @typedef {{ok: Result} | Rejection | {failure: string}} Answer
 * @typedef {{taken: Taken} | Rejection | {failure: string}} Taking  the answer to a request with `take`
 *
 * @typedef {"unsupported" | "missing" | "lost" | "foreign" | "broken" | "memory"} Trouble  why the worker could not start
 *
 * @typedef {{id: number, text: string}} Letter  a request or an answer, as JSON text
 * @typedef {{state: "bytes" | "loaded" | "live" | "fetching"} | {state: "said", text: string} | {state: "failed", trouble: Trouble}} News
 *
 * @typedef {"static" | "loading" | "live" | "failed"} State
 */
export {};
