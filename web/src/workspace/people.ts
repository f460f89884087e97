/** People as others see them: by name and colour, whatever characters their names are made of. */

export interface Person {
  readonly id: string
  readonly name: string
}

/** What is written where a name shows nothing. */
const UNNAMED = 'Unnamed'
const LONGEST = 200
/** What shows nothing or turns the text around it; the joiner stays, for it makes one sign of several. */
const UNSEEN = /(?!\u200d)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** A name as it is shown: one line, nothing hidden in it. */
export function shownName(name: string): string {
  const shown = name
    .slice(0, 2 * LONGEST)
    .replaceAll(UNSEEN, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim()
  const isSeen = /[^\s\p{Mn}]/u.test(shown.replaceAll('\u200d', ''))
  return isSeen ? [...shown].slice(0, LONGEST).join('') : UNNAMED
}

/** What somebody is called where there is little room: the first word, unless that says only `Guest`. */
export function givenName(name: string): string {
  const [first = name] = name.split(' ', 1)
  return first === 'Guest' ? name : first
}
