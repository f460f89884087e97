/** The colours and fonts of a theme, read once for everything that is painted. */
import type { Tint } from '@/kinds/looks'

export interface TintColours {
  readonly bg: string
  readonly line: string
  readonly ink: string
}

export interface Palette {
  readonly tints: Readonly<Record<Tint, TintColours>>
  readonly canvas: string
  readonly area: string
  readonly edge: string
  readonly edgeQuiet: string
  readonly edgeActive: string
  readonly accent: string
  /** The eight colours of people; the first is that of number 1. */
  readonly people: readonly string[]
  readonly danger: string
  readonly warn: string
  readonly text: string
  readonly surface: string
  readonly borderStrong: string
  readonly sans: string
}

const TINTS: readonly Tint[] = [
  ...(['actor', 'aggregate', 'command', 'context', 'entity', 'enum', 'event'] as const),
  ...(['hotspot', 'policy', 'read', 'rule', 'system', 'type', 'value'] as const)
]

/** What a style gives for a name: `getComputedStyle(document.documentElement)`. */
export interface Style {
  getPropertyValue(name: string): string
}

export function paletteOf(style: Style): Palette {
  const read = (role: string) => style.getPropertyValue(`--${role}`).trim()
  const tint = (name: Tint): TintColours => ({
    bg: read(`${name}-bg`),
    line: read(`${name}-line`),
    ink: read(`${name}-ink`)
  })
  return {
    tints: Object.fromEntries(TINTS.map(name => [name, tint(name)])) as Record<Tint, TintColours>,
    canvas: read('canvas'),
    area: read('aggregate-area'),
    edge: read('edge'),
    edgeQuiet: read('edge-quiet'),
    edgeActive: read('edge-active'),
    accent: read('accent'),
    people: [1, 2, 3, 4, 5, 6, 7, 8].map(number => read(`p${number}`)),
    danger: read('danger'),
    warn: read('warn'),
    text: read('text'),
    surface: read('surface'),
    borderStrong: read('border-strong'),
    sans: read('sans')
  }
}
