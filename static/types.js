/**
 * The words that the browser's code shares: what a frame, a knob, a recipe and a view are. Types only, no code.
 *
 * @typedef {number | boolean | string} Value             of one knob
 * @typedef {Record<string, Value>} Config                 knob name -> value
 * @typedef {Record<string, Value | Value[]>} Values       of a change: a list for a knob in which lanes differ
 * @typedef {Record<string, Value[]>} Compare              the compared knobs -> their value in each lane
 * @typedef {Record<string, unknown>} Look                 what is looked at: a lab's look -> its value
 * @typedef {{step: number, values: Values}} Change        in force from update `step` on
 * @typedef {{step: number, text: string, short: string, set?: Record<string, number>}} Mark   a change in words, e.g. "α 0.02 → 0.12" and "α"; `set`: the
 *   parameters among what it set
 * @typedef {number | "max"} Pace                          updates per second
 * @typedef {"paused" | "playing" | "done" | "diverged" | "failed"} Status
 * @typedef {{shape: number[], data: Float32Array}} Block  a named array as it came over the wire
 * @typedef {{rows: Float32Array, length: number, columns: number}} Trail
 *
 * @typedef {object} Knob
 * @property {string} name
 * @property {string} label                                what a form calls it
 * @property {string} symbol
 * @property {string} help
 * @property {"float" | "int" | "bool" | "choice" | "text"} kind
 * @property {Value} default
 * @property {number | null} low
 * @property {number | null} high
 * @property {string} top                                  the word for the greatest value, "all"; "" if there is none
 * @property {string} zero                                 what 0 is in a run's name, "no limit"; "" if it is just 0
 * @property {[number, number] | null} slider              the part of the range over which a slider goes
 * @property {{value: string, label: string, help: string, defaults: Config}[]} choices   `defaults`: what it brings along
 * @property {boolean} measures                            whether it decides what J means
 * @property {boolean} comparable                          whether runs side by side may differ in it
 * @property {string} pattern                              of all that a text can be; "": there is none
 * @property {string} allowed                              what a text must be, in words
 * @property {string} none                                 what an empty text is called; "": nothing
 * @property {"" | "table" | "text"} data                  what may be handed in for it
 * @property {Config} brings                               the defaults that such data bring along
 * @property {Record<string, Config[]>} suits              what goes with such data, the best first, by the least number of classes that they name
 * @property {number} drawn                                set in a picture, of so many pieces at most; 0: in a form
 * @property {"linear" | "log"} scale
 * @property {string} unit
 * @property {boolean} live
 * @property {Record<string, Value[]> | null} applies      other knob -> the values with which this one matters
 *
 * @typedef {object} Preset
 * @property {string} name
 * @property {string} title
 * @property {string} sentence
 * @property {string} question                             what to ask before it is played
 * @property {string} answer                               what is seen then
 * @property {Config} config
 * @property {Change[]} changes
 * @property {Compare | null} compare
 * @property {Pace | null} pace
 * @property {number} until                                the updates after which its story is told
 * @property {boolean} linear                              whether J is drawn on a linear axis first
 * @property {number} lane                                 of runs side by side, the one that is looked at first
 * @property {Look} look                                   what is looked at from the beginning
 *
 * @typedef {object} Schema
 * @property {string} lab
 * @property {string} title
 * @property {string} summary
 * @property {Knob[]} knobs
 * @property {Preset[]} presets
 * @property {{name: string, default: unknown, tied: string[], words: boolean}[]} looks   `default`: what is seen where nobody asks; `tied`: knobs with which it ends; `words`: of a text
 *
 * @typedef {object} Recipe                                what brings a run back
 * @property {Config} config                               the configuration it began with
 * @property {Change[]} changes
 * @property {number | null} at                            the step at which it stands
 * @property {Compare | null} compare
 * @property {string | null} preset
 * @property {Pace | null} pace
 * @property {Look} look
 * @property {number | null} lane                          whose details are shown; null: the first's
 *
 * @typedef {object} Page                                  what the server tells the page about itself
 * @property {string} lab
 * @property {string} title
 * @property {Recipe} recipe
 * @property {string[]} notes
 * @property {Record<string, HandedIn>} data               the student's own that this page begins with, by name
 * @property {Schema} schema
 * @property {boolean} embed
 * @property {string[] | null} controls
 * @property {string[]} pictures                           those of a frame, or that tell the story; empty: the lab's first
 * @property {string} theme
 * @property {string} root
 *
 * @typedef {object} HandedIn                              a student's own data, as the server has understood them
 * @property {string} data                                 their name
 * @property {"table" | "text"} kind
 * @property {string} label
 * @property {string} about
 * @property {string[]} classes                            of a target in names, in the order of the outputs
 * @property {{columns?: string[], first?: string[], note?: string, remarks?: Record<string, string>, refused?: Record<string, string>}} summary
 *   the target last; a text's first sentence; what single labs say of them, and why some do not take them
 *
 * @typedef {object} Frame                                 what every view is given, again and again
 * @property {number} run                                  rises with each new run: what was fitted to another begins anew
 * @property {number} step
 * @property {number} end
 * @property {number} history
 * @property {Status} status
 * @property {string} message                              why it diverged or failed
 * @property {boolean} playing
 * @property {Record<string, number>} scalars
 * @property {Record<string, Block>} arrays                the newest of each name; lane k as "theta@1"
 * @property {Config} config                               in force at this step, lane 0
 * @property {Config[]} lanes                              the same for every lane
 * @property {Compare | null} compare                      the knobs in which lanes differ, as the run began
 * @property {number} [lane]                               of a lane shown as if it ran alone: which one
 * @property {number} [beside]                             of a lane shown as if it ran alone: how many others there are
 * @property {Look} look                                   what was asked for, whoever did
 * @property {boolean} [uneven]                            whether their models are not all as large: some weights not every run has
 * @property {Values} preview                              under the student's finger, not yet sent
 * @property {Float32Array[]} losses                       per lane: the loss of every update so far
 * @property {Trail[]} trail                               per lane
 * @property {Mark[]} marks
 * @property {import("./views/beside.js").Way[]} [ways]    of the other runs of a race, on a surface that is one run's
 * @property {import("./views/jumps.js").Jump[][]} [jumps]   per lane, where a plane is shown in which only the engine knows where changes led
 *
 * @typedef {object} View
 * @property {(frame: Frame) => void} update
 * @property {() => void} [resize]
 * @property {(names: string[], sentence: string) => boolean} [refuse]     a change that was not made; "": of no matter now. Whether it is told here
 *
 * @typedef {object} Actions                               what a lab may ask for
 * @property {(values: Values) => void} change             a live change, from the next update on
 * @property {(values: Values | null) => void} preview     values under the finger: drawn, not sent
 * @property {(config: Config, along?: Config) => void} restart   a new run, with these knobs set; `along`: what they bring
 * @property {(compare: Compare | null, config?: Config) => void} race     several runs side by side, or (null) one alone
 * @property {(values: Look, passing?: boolean) => void} look     what to show; `passing`: as the run goes, so that no link holds it
 * @property {() => void} pause
 * @property {(n: number) => () => void} predict           makes, when it is called, the steps that a prediction is about: none if the student has acted meanwhile
 * @property {(text: string) => void} say                  to a screen reader
 * @property {(...names: string[]) => boolean} may         whether these knobs may be touched here
 */
export {};
