/** Tells a schema that was pasted from a name that was typed. */

const STATEMENT =
  /^\s*(?:--|\/\*|create\s+(?:table|type|schema|extension|domain)\b|begin\s*;|set\s+\w+)/iu
const LONGEST_NAME = 300

export function looksLikeSchema(text: string): boolean {
  const lines = text.split('\n').filter(line => line.trim() !== '')
  return lines.length > 2 || text.length > LONGEST_NAME || STATEMENT.test(text)
}
