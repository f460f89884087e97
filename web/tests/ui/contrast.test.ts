import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const TOKENS = readFileSync(
  fileURLToPath(new URL('../../src/ui/tokens.css', import.meta.url)),
  'utf8'
)
const LIGHT = coloursIn(':root {')
const THEMES = { light: LIGHT, dark: new Map([...LIGHT, ...coloursIn(':root.dark {')]) }

const KINDS = words(
  'event command aggregate entity policy read actor system hotspot value enum type rule'
)
const STATES = words('ok warn danger info')
const DIFFERENCES = words('added removed changed moved')
const PEOPLE = [1, 2, 3, 4, 5, 6, 7, 8].map(number => `p${number}`)
const SYNTAX = words('keyword type string number annot doc comment op')

type Pair = readonly [string, string]

const TEXT: readonly Pair[] = [
  ...pairs('text text-2 text-3', 'canvas bg surface surface-2'),
  ...pairs('text text-2', 'surface-3 accent-soft'),
  ...pairs('accent-text', 'canvas bg surface accent-soft'),
  ...pairs('on-accent', 'accent accent-hover'),
  ...pairs('on-danger', 'danger'),
  ...pairs('context-ink', 'canvas'),
  ...[...STATES, ...DIFFERENCES].flatMap(name => pairs(name, `${name}-soft surface bg`)),
  ...KINDS.flatMap(kind => pairs(`${kind}-ink`, `${kind}-bg surface`)),
  ...PEOPLE.flatMap(person => pairs('on-person', person)),
  ...SYNTAX.flatMap(role => pairs(`syn-${role}`, 'surface'))
]

/** What says something without words; edges of kinds do not, their glyphs in ink do. */
const GRAPHICS: readonly Pair[] = [
  ...pairs('border-input', 'surface bg'),
  ...pairs('accent danger warn', 'canvas bg surface'),
  ...pairs('edge edge-active', 'canvas'),
  ...KINDS.flatMap(kind => pairs(`${kind}-ink`, `canvas ${kind}-bg`)),
  ...DIFFERENCES.flatMap(name => pairs(`${name}-line`, 'surface canvas')),
  ...PEOPLE.flatMap(person => pairs(person, 'cursor-outline'))
]

describe.each(Object.entries(THEMES))('in the %s theme', (_, colours) => {
  test.each(TEXT)('%s can be read on %s', (ink, ground) => {
    expect(contrast(colour(colours, ink), colour(colours, ground))).toBeGreaterThanOrEqual(4.5)
  })

  test.each(GRAPHICS)('%s is seen on %s', (line, ground) => {
    expect(contrast(colour(colours, line), colour(colours, ground))).toBeGreaterThanOrEqual(3)
  })
})

test('both themes say every colour that has another lightness in the other', () => {
  const shared = new Set([...PEOPLE, 'on-person'])
  const dark = coloursIn(':root.dark {')
  expect([...LIGHT.keys()].filter(name => !dark.has(name) && !shared.has(name))).toEqual([])
})

test('black on white is as far apart as it can be', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
})

function words(text: string): readonly string[] {
  return text.split(' ')
}

function pairs(inks: string, grounds: string): readonly Pair[] {
  return words(inks).flatMap(ink => words(grounds).map((ground): Pair => [ink, ground]))
}

/** The opaque colours of a rule, by their roles. */
function coloursIn(rule: string): ReadonlyMap<string, string> {
  const begin = TOKENS.indexOf(`\n${rule}`)
  const body = TOKENS.slice(begin, TOKENS.indexOf('\n}', begin))
  const found = [...body.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)]
  return new Map(found.map(([, role = '', hex = '']) => [role, hex]))
}

function colour(colours: ReadonlyMap<string, string>, role: string): string {
  const hex = colours.get(role)
  if (hex === undefined) throw new Error(`tokens.css has no colour ${role}`)
  return hex
}

/** WCAG 2.2: of the lighter to the darker, 1 to 21. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
