/**
 * Literals: "words" in double quotes, 12, 0.50, true, null, 24h, Status.Draft.
 *
 * A register holds their one canonical text; the server refuses any other.
 */
import { lineFault } from '@/model/naming'

const STRING = /^"(?:[^"\\\r\n]|\\.)*"$/u
const DURATION = /^(?:[0-9]{1,9}(?:ms|s|m|h|d|w))+$/
const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/
const STEP = /[\p{L}_][\p{L}\p{N}_]*|`[^`\r\n]+`/uy
const PLAIN = /^[\p{L}_][\p{L}\p{N}_]*$/u
const LONGEST = 60_000

/** The canonical text of a literal; null when the text is none. */
export function literalOf(text: string): string | null {
  if (DURATION.test(text) || NUMBER.test(text)) return text
  if (text.startsWith('"')) return stringFault(text) === null ? stringText(unescaped(text)) : null
  return pathOf(text)
}

/** What is wrong with a text that looks like a literal and is none, and what to type; else null. */
export function literalFault(text: string): string | null {
  if (text === '') return 'Say the value, such as 0, "EUR" or Draft.'
  if (/^['“”‘’„«]/u.test(text)) return `Text stands in double quotes: ${stringText(bare(text))}.`
  if (text.startsWith('"')) return stringFault(text)
  if (/^\d{4}-\d\d?-\d\d?\b/.test(text)) return `Put a date in double quotes: "${text}".`
  if (/^[-+]?[\d.,_]+(?:[eE][-+]?\d+)?$/.test(text)) return numberFault(text)
  return null
}

/** Text as a literal. */
export function stringText(text: string): string {
  return JSON.stringify(text)
}

/** The text that a literal in double quotes stands for; an unknown escape is two signs, as typed. */
export function unescaped(literal: string): string {
  return literal
    .slice(1, -1)
    .replaceAll(/\\(?:u([0-9a-fA-F]{4})|(.))/gsu, (all, code?: string, sign?: string) => {
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16))
      return ESCAPES[sign ?? ''] ?? all
    })
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t'
}

function stringFault(text: string): string | null {
  if (!STRING.test(text)) return 'The text has no end. Close it with a double quote.'
  if (text.length > LONGEST) return 'The text is too long. Keep it under 60,000 characters.'
  const held = unescaped(text).replaceAll(/[\n\r\v\f\b]/g, ' ')
  const fault = lineFault(held, LONGEST)
  return fault === null ? null : `The text ${fault}`
}

function numberFault(text: string): string | null {
  if (NUMBER.test(text)) return null
  const digits = /^[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text
  const plain = Number(digits.replaceAll('_', '').replace(',', '.'))
  if (!Number.isFinite(plain)) return 'Write a number with digits and one point, such as 0.5.'
  const written = plain.toString()
  return NUMBER.test(written)
    ? `Write the number as ${written}.`
    : 'Write all digits of the number.'
}

/** A path with each step plain or, where it must, in backquotes; null when it is none. */
function pathOf(text: string): string | null {
  const steps: string[] = []
  for (let at = 0; ; at += 1) {
    STEP.lastIndex = at
    const step = STEP.exec(text)?.[0]
    if (step === undefined) return null
    steps.push(PLAIN.test(step.replaceAll('`', '')) ? step.replaceAll('`', '') : step)
    at += step.length
    if (at === text.length) return steps.join('.')
    if (text[at] !== '.') return null
  }
}

function bare(text: string): string {
  return text.replaceAll(/^['“”‘’„«\s]+|['“”‘’»\s]+$/gu, '')
}
