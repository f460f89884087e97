/** Reading a line from left to right; what cannot be read is thrown as `Unreadable`, and caught in one place. */

/** What keeps a line from being read: where, and a sentence that says what to type instead. */
export class Unreadable extends Error {
  readonly column: number

  constructor(column: number, sentence: string) {
    super(sentence)
    this.column = column
  }
}

/** A place in a text; columns count UTF-16 code units, as a caret does. */
export class Cursor {
  readonly #text: string
  #at: number

  constructor(text: string, at = 0) {
    this.#text = text
    this.#at = at
  }

  get at(): number {
    return this.#at
  }

  get isDone(): boolean {
    return this.#at >= this.#text.length
  }

  /** The text from its beginning. */
  get whole(): string {
    return this.#text
  }

  /** What is still to be read. */
  get rest(): string {
    return this.#text.slice(this.#at)
  }

  /** Take what the pattern, which is sticky, matches here; null when it does not. */
  take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)
    if (found === null) return null
    this.#at = pattern.lastIndex
    return found[0]
  }

  /** Tell whether the pattern, which is sticky, matches here. */
  sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at
    return pattern.test(this.#text)
  }

  /** Take this very text if it stands here. */
  eat(sign: string): boolean {
    if (!this.#text.startsWith(sign, this.#at)) return false
    this.#at += sign.length
    return true
  }

  skip(): this {
    this.take(/\s*/y)
    return this
  }

  /** Take all up to a column, as a line of its own that keeps its columns. */
  until(column: number): Cursor {
    const part = new Cursor(this.#text.slice(0, column), this.#at)
    this.#at = column
    return part
  }

  fault(sentence: string, column = this.#at): Unreadable {
    return new Unreadable(column, sentence)
  }
}

/** Text in double quotes, a name in backquotes, or one other sign: what brackets and ends are told by. */
const UNIT = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|./gsy

/** Where the first of what `ends` matches stands, outside texts, names in backquotes and brackets. */
export function endOf(cursor: Cursor, ends: RegExp): number {
  const { rest, at } = cursor
  let depth = 0
  for (const unit of rest.matchAll(UNIT)) {
    ends.lastIndex = unit.index
    if (depth === 0 && ends.test(rest)) return at + unit.index
    if ('([{'.includes(unit[0])) depth += 1
    if (')]}'.includes(unit[0])) depth = Math.max(0, depth - 1)
  }
  return at + rest.length
}
