/**
 * What is drawn of a model: cards, frames around them, areas of aggregates, edges.
 *
 * Shapes are values. A shape is the same object until something that is drawn of it changes, and a
 * card's `face` is the same object when the card only moves.
 */
import type { Box } from '@/canvas/scene/box'
import type { Look } from '@/kinds/looks'
import type { Range } from '@/model/fieldline/range'
import type { Element } from '@/model/graph'

/** How much of a card a person wants to see. */
export type Folding = 'folded' | 'open' | 'collapsed'

/** One line of a card: a field, or an operation. */
export interface FieldRow {
  readonly id: string
  readonly name: string
  /** The name of what it points at; empty for a builtin type, or for none. */
  readonly type: string
  readonly element: Element
}

/** A value of an enum, a variant of a union, a rule. */
export interface NamedRow {
  readonly id: string
  readonly name: string
}

/** A command or an event of an aggregate. */
export interface Chip extends NamedRow {
  readonly kind: string
  readonly look: Look
}

/** What a card shows, wherever it stands. */
export interface CardFace {
  readonly kind: string
  readonly look: Look
  readonly name: string
  readonly width: number
  readonly height: number
  /** The lines that are shown. */
  readonly lines: readonly FieldRow[]
  /** How many more there are, told by a line of their own: "6 more fields". */
  readonly folded: number
  /** As they wrap in the width of the card. */
  readonly values: readonly (readonly NamedRow[])[]
  readonly rules: readonly NamedRow[]
  /** As they wrap in the width of the card. */
  readonly chips: readonly (readonly Chip[])[]
  readonly isCollapsed: boolean
  /** "9 fields, 2 rules": for a collapsed card, and for one that shows only its name. */
  readonly summary: string
}

export interface CardShape {
  readonly id: string
  readonly face: CardFace
  readonly box: Box
  /** The context or the card that it stands in; null at the top. */
  readonly parent: string | null
  /** False where nobody has given it a place, so that it stands beside what has one. */
  readonly isPlaced: boolean
}

/** A context, or an area that a person named. */
export interface FrameShape {
  readonly id: string
  readonly kind: string
  readonly box: Box
  readonly title: string
  readonly purpose: string
  /** core, supporting or generic; empty where nobody has said. */
  readonly subdomain: string
  readonly isPlaced: boolean
}

/** The boundary around an aggregate's own card and its parts; the id is the aggregate's. */
export interface AreaShape {
  readonly id: string
  readonly box: Box
}

export type EdgeKind = 'reference' | 'part' | 'value' | 'extends' | 'emits'

/** `one` two bars, `maybe` bar and ring, `any` ring and fork, `many` bar and fork. */
export type Glyph = 'one' | 'maybe' | 'any' | 'many' | 'part' | 'arrow' | 'triangle' | 'none'

export interface EdgeEnd {
  readonly glyph: Glyph
  /** What is also written; null for an end without a number. */
  readonly count: Range | null
}

export interface EdgeShape {
  /** The field's id, or `emits:source>target` for what is not said by a field. */
  readonly id: string
  /** The element that says it; of several that say the same of two cards, the first. */
  readonly element: string
  readonly source: string
  readonly target: string
  /** The line of the source card that it leaves from; null where it leaves from the card. */
  readonly sourceRow: number | null
  readonly kind: EdgeKind
  readonly sourceEnd: EdgeEnd
  readonly targetEnd: EdgeEnd
  /** Dotted, and shown only on request where there are many. */
  readonly isQuiet: boolean
}

/** Which shapes are others than before: new, changed or gone. */
export interface SceneChange {
  readonly cards: ReadonlySet<string>
  readonly frames: ReadonlySet<string>
  readonly areas: ReadonlySet<string>
  readonly edges: ReadonlySet<string>
}
