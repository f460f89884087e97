/** A field line in colours while it is typed: also when it cannot be read yet. */

type InkRole = 'name' | 'op' | 'keyword' | 'type' | 'string' | 'number' | 'annotation' | 'comment'

export interface Ink {
  readonly role: InkRole
  readonly text: string
}

/** Up to the first colon, or all of it; a name in backquotes may hold one. */
const NAME = /^\s*(?:`[^`]*`?|[^:`])*/
const TOKEN =
  /(?<comment>\/\/.*)|(?<string>"(?:[^"\\]|\\.)*"?)|(?<annotation>[@#][\p{L}\p{N}_]*)|(?<number>\d[\d._]*)|(?<word>`[^`]*`?|[\p{L}_][\p{L}\p{M}\p{N}_.]*)|(?<op>[^\p{L}\p{N}_`"@#/]+|\/)|(?<rest>.)/gsu
const KEYWORDS: ReadonlySet<string> = new Set(['ref', 'true', 'false', 'null'])

/** The pieces of a line in order; together they are the line. */
export function inked(line: string): readonly Ink[] {
  const name = NAME.exec(line)?.[0] ?? ''
  const rest = [...line.slice(name.length).matchAll(TOKEN)].map(inkOf)
  return name === '' ? rest : [{ role: 'name', text: name }, ...rest]
}

function inkOf({ 0: text, groups = {} }: RegExpMatchArray): Ink {
  const { comment, string, annotation, number, word } = groups
  if (comment !== undefined) return { role: 'comment', text }
  if (string !== undefined) return { role: 'string', text }
  if (annotation !== undefined) return { role: 'annotation', text }
  if (number !== undefined) return { role: 'number', text }
  if (word === undefined) return { role: 'op', text }
  return { role: KEYWORDS.has(word) ? 'keyword' : 'type', text }
}
