/** Several lines at once, as people paste them: out of a text, a list, a table of a page. */

/** The lines of a text that say something: no blanks, no comments, no brackets that stand alone. */
export function pastedLines(text: string): readonly string[] {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map(line => line.replaceAll('\t', ' ').trim().replace(/[,;]$/, ''))
    .filter(line => line !== '' && !/^(?:\/\/.*|[{}]|---+)$/.test(line))
}
