/**
 * What a card shows, and how large that is: known before anything is drawn.
 *
 *     height = 37 + 22 lines + (rules ? 10 + 22 rules) + (chips ? 14 + 21 rows + 4 (rows - 1)) + (neither ? 4)
 *     with values: 34 + 15 + 19 rows + 4 (rows - 1)
 */
import { stepped } from '@/canvas/scene/box'
import { idsIn, membersOf, namesTarget } from '@/canvas/scene/register'
import { roleIn } from '@/canvas/scene/roles'
import type { CardFace, Chip, FieldRow, Folding, NamedRow } from '@/canvas/scene/shapes'
import { monoWidth, sansWidth, wrapped } from '@/canvas/scene/wrapping'
import { lookOf } from '@/kinds/looks'
import type { Element, Graph } from '@/model/graph'

/** How many lines a card shows before it folds the rest away. */
const MOST_LINES = 14
const LINE = 22

const WIDTH = { least: 184, usual: 232, most: 360 } as const
const COLLAPSED = 34

/** A card's face; the former one, or what is still right of it, is kept. */
export function faceOf(
  graph: Graph,
  element: Element,
  folding: Folding,
  former: CardFace | undefined
): CardFace {
  const width = widthOf(element)
  const members = contentOf(graph, element, former)
  const shown = folding === 'open' ? members.lines.length : MOST_LINES
  const lines = members.lines.slice(0, shown)
  const isSameKind = former?.kind === element.kind
  const face = {
    kind: element.kind,
    look: isSameKind ? former.look : lookOf(element.kind),
    name: nameOf(graph, element),
    width,
    lines: kept(lines, former?.lines),
    folded: members.lines.length - lines.length,
    values: keptRows(wrapped(members.values, inside(width, 20), valueWidth), former?.values),
    rules: kept(members.rules, former?.rules),
    chips: keptRows(wrapped(members.chips, inside(width, 16), chipWidth), former?.chips),
    isCollapsed: folding === 'collapsed',
    summary: summaryOf(members)
  }
  const whole = { ...face, height: heightOf(face) }
  return former !== undefined && isSame(whole, former) ? former : whole
}

/** A lifecycle needs no name: it is that of its field. */
function nameOf(graph: Graph, { kind, name, registers }: Element): string {
  if (name !== '' || kind !== 'lifecycle') return name
  const [field = ''] = idsIn(registers.get('field'))
  return graph.get(field)?.name ?? ''
}

/** How high a card is that shows this. */
function heightOf(face: Omit<CardFace, 'height'>): number {
  if (face.isCollapsed) return COLLAPSED
  if (showsValues(face)) return 34 + 15 + rowsHigh(Math.max(1, face.values.length), 19)
  const lines = face.lines.length + (face.folded > 0 ? 1 : 0)
  const rules = face.rules.length === 0 ? 0 : 10 + LINE * face.rules.length
  const chips = face.chips.length === 0 ? 0 : 14 + rowsHigh(face.chips.length, 21)
  return 37 + LINE * lines + rules + chips + (rules + chips === 0 ? 4 : 0)
}

/** The width that was asked for, in whole steps; the usual one where none was. */
function widthOf({ registers }: Element): number {
  const asked = membersOf(registers.get('position'))?.['w']
  if (typeof asked !== 'number') return WIDTH.usual
  return Math.min(WIDTH.most, Math.max(WIDTH.least, stepped(asked)))
}

/** Tell whether a card shows values where others show lines. */
export function showsValues({ kind }: { readonly kind: string }): boolean {
  return kind === 'enum' || kind === 'union'
}

interface Members {
  readonly lines: readonly FieldRow[]
  readonly values: readonly NamedRow[]
  readonly rules: readonly NamedRow[]
  readonly chips: readonly Chip[]
}

function contentOf(graph: Graph, element: Element, former: CardFace | undefined): Members {
  const [lines, rules, chips]: [FieldRow[], NamedRow[], Chip[]] = [[], [], []]
  const values: NamedRow[] = variantsOf(graph, element)
  for (const child of graph.children(element.id)) {
    const { id, name } = child
    const role = roleIn(element.kind, 'card', child.kind)
    if (role === 'line') lines.push(lineOf(graph, child, lineBefore(former, id, lines.length)))
    else if (role === 'value') values.push({ id, name })
    else if (role === 'rule') rules.push({ id, name })
    else if (role === 'chip') chips.push({ id, name, kind: child.kind, look: lookOf(child.kind) })
  }
  return { lines, values, rules, chips }
}

/** A line; the former one is kept if it says the same. */
function lineOf(graph: Graph, element: Element, former: FieldRow | undefined): FieldRow {
  const to = namesTarget(element.registers.get('type') ?? element.registers.get('result'))
  const type = (to !== null && graph.get(to)?.name) || ''
  if (former?.element === element && former.type === type) return former
  return { id: element.id, name: element.name, type, element }
}

/** The line as it was, where it is now or elsewhere. */
function lineBefore(former: CardFace | undefined, id: string, at: number): FieldRow | undefined {
  const there = former?.lines[at]
  return there?.id === id ? there : former?.lines.find(line => line.id === id)
}

function variantsOf(graph: Graph, { kind, registers }: Element): NamedRow[] {
  const named = kind === 'union' ? registers.get('variants') : null
  if (!Array.isArray(named)) return []
  return named.flatMap(id => {
    const variant = typeof id === 'string' ? graph.get(id) : undefined
    return variant === undefined ? [] : [{ id: variant.id, name: variant.name }]
  })
}

const inside = (width: number, padding: number) => width - 2 - padding
const valueWidth = ({ name }: NamedRow) => 12 + monoWidth(name, 11.5)
const chipWidth = ({ name }: Chip) => 14 + sansWidth(name, 11.5)
const rowsHigh = (rows: number, height: number) => height * rows + 4 * (rows - 1)

function summaryOf({ lines, values, rules, chips }: Members): string {
  const parts = [
    counted(lines.length, lines[0]?.element.kind === 'serviceOperation' ? 'operation' : 'field'),
    counted(values.length, 'value'),
    counted(rules.length, 'rule')
  ].filter(Boolean)
  return (parts.length > 0 ? parts : [counted(chips.length, 'message')]).join(', ')
}

function counted(count: number, noun: string): string {
  return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** The former list if it holds the same, else the new one. */
function kept<Item extends NamedRow>(
  items: readonly Item[],
  former: readonly Item[] | undefined
): readonly Item[] {
  if (former === undefined || former.length !== items.length) return items
  return items.every((item, index) => isSameRow(item, former[index])) ? former : items
}

function keptRows<Item extends NamedRow>(
  rows: readonly (readonly Item[])[],
  former: readonly (readonly Item[])[] | undefined
): readonly (readonly Item[])[] {
  if (former === undefined) return rows
  const next = rows.map((row, index) => kept(row, former[index]))
  const isSame = rows.length === former.length && next.every((row, at) => row === former[at])
  return isSame ? former : next
}

function isSameRow(one: NamedRow, other: NamedRow | undefined): boolean {
  if (one === other) return true
  if (other === undefined || 'element' in one) return false
  return one.id === other.id && one.name === other.name && kindOf(one) === kindOf(other)
}

function kindOf(row: NamedRow): string {
  return 'kind' in row ? String(row.kind) : ''
}

function isSame(one: CardFace, other: CardFace): boolean {
  return (Object.keys(one) as (keyof CardFace)[]).every(part => one[part] === other[part])
}
