/** Names: which ones an element may have, and names that are still free. */

/** In characters, not in code units. */
const LONGEST_NAME = 200

/** What a text that is one line may not hold; the server refuses these, or they would hide in it. */
const BREAK = /[\n\r\v\f\p{Zl}\p{Zp}]/u
const CONTROL = /[^\P{Cc}\t]/u
const TURNING = /[\u202a-\u202e\u2066-\u2069]/
const HALF = /\p{Surrogate}/u

/** Say what keeps a text from being one line of that length, and what to do; null when nothing does. */
export function lineFault(text: string, longest: number): string | null {
  if (BREAK.test(text)) return 'is broken into lines. Write it on one.'
  if (CONTROL.test(text) || HALF.test(text)) {
    return 'holds a character that cannot be shown. Take it out.'
  }
  if (TURNING.test(text)) return 'holds an invisible sign that turns text around. Take it out.'
  const length = [...text].length
  if (length > longest) {
    return `is ${length.toLocaleString('en')} characters long. Keep it under ${longest + 1}.`
  }
  return null
}

/** Say what keeps a text from being a name, as a sentence; null when nothing does. */
export function nameFault(name: string): string | null {
  if (!/[^\s\p{Cf}]/u.test(name)) return 'The name is empty. Type at least one letter.'
  if (name.includes('\t')) return 'The name holds a tab. Write a space instead.'
  const fault = lineFault(name, LONGEST_NAME)
  return fault === null ? null : `The name ${fault}`
}

/** `wanted`, with a number behind it where that is taken: `customer`, `customer2`. */
export function freeName(wanted: string, taken: ReadonlySet<string>, between = ''): string {
  let name = cut(wanted, '')
  for (let number = 2; taken.has(name); number += 1) name = cut(wanted, `${between}${number}`)
  return name
}

/** The longest name that begins so and ends so. */
export function cut(name: string, ending: string): string {
  const room = LONGEST_NAME - [...ending].length
  return `${[...name].slice(0, room).join('')}${ending}`
}

/** A name as that of a field: `OrderLine` -> `orderLine`, `HTTP log` -> `httpLog`. */
export function camelCase(name: string): string {
  const words = name.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}\p{M}]+|\p{N}+/gu) ?? []
  const [first, ...rest] = words
  if (first === undefined || /^\p{N}/u.test(first)) return name
  const tails = rest.map(word => `${word.slice(0, 1).toUpperCase()}${word.slice(1).toLowerCase()}`)
  return `${first.toLowerCase()}${tails.join('')}`
}
