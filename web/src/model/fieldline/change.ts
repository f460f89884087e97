/** What an edited line changes of a field: the registers that it says otherwise than before, no others. */
import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'
import type { Json, Value } from '@/model/change'
import type { Registers } from '@/model/document'
import type { Step } from '@/model/edits'
import { ANNOTATIONS } from '@/model/fieldline/annotations'
import { valueText } from '@/model/fieldline/expression'
import { commentOf, extrasIn, extraText, orderOf } from '@/model/fieldline/extras'
import type { ReadLine } from '@/model/fieldline/lines'
import { manyOf } from '@/model/fieldline/parts'
import { argsText, type NameOf, targetText, typeOf } from '@/model/fieldline/typeExpr'
import type { Element } from '@/model/graph'

/** What a line says of a field, other than by annotations. */
const SAID = [
  'name',
  'type',
  'cardinality',
  'optional',
  'default',
  'derived',
  'label',
  'storedValue'
]
const NOTED = ANNOTATIONS.flatMap(({ registers }) => registers)

/** The steps that make a field say what a line says; what the line cannot say stays. */
export function changeField(before: Element, read: ReadLine, nameOf: NameOf): readonly Step[] {
  const former = before.registers
  const latter: Registers = new Map(Object.entries(read.registers))
  const named = [...former.keys(), ...latter.keys()].filter(name => /^[@#]/.test(name))
  const steps: Step[] = []
  for (const register of new Set([...SAID, ...NOTED, ...named])) {
    const [was, is] = [former, latter].map(all => saidOf(register, all, nameOf))
    if (was !== is || isBound(register, former, latter)) {
      steps.push(write(before.id, register, latter.get(register)))
    }
  }
  return [...ordered(before, steps, latter), ...commentSteps(before, latter)]
}

/** What a register says, as a text to compare; nothing where that is its default. */
function saidOf(register: string, registers: Registers, nameOf: NameOf): string {
  const value = registers.get(register)
  switch (register) {
    case 'type':
      return typeText(value, nameOf)
    case 'cardinality':
      return manyOf(value)
    case 'default':
    case 'derived':
      return valueText(value) ?? ''
    case 'deprecationNote':
      return registers.get('deprecated') === true ? plainOf(value) : ''
    default:
      return register.startsWith('@') ? extraOf(register, registers) : plainOf(value)
  }
}

function typeText(value: Value, nameOf: NameOf): string {
  const type = typeOf(value)
  if (type === null) return ''
  return `${type.isRef ? 'ref ' : ''}${targetText(type, nameOf)}${argsText(type)}`
}

function extraOf(register: string, registers: Registers): string {
  const extra = extrasIn(registers).find(each => each.register === register)
  return extra === undefined ? '' : extraText(extra)
}

function plainOf(value: Value): string {
  return value === undefined || value === false ? '' : JSON.stringify(value)
}

/** Tell whether a type that was a mere name is an element now. */
function isBound(register: string, former: Registers, latter: Registers): boolean {
  if (register !== 'type') return false
  const [was, is] = [typeOf(former.get(register)), typeOf(latter.get(register))]
  return was?.wanted != null && is?.to != null
}

function write(element: string, attribute: string, value: Value): Step {
  if (value === undefined) return { step: 'retract', element, attribute }
  return { step: 'set', element, attribute, value }
}

/**
 * Give annotations that the meta-model does not know the places in which the line has them.
 *
 * Those that stayed keep their keys as long as their order is the same.
 */
function ordered(before: Element, steps: readonly Step[], latter: Registers): readonly Step[] {
  const names = extrasIn(latter).map(({ register }) => register)
  if (names.length === 0) return steps
  const keys = keysFor(names, before.registers)
  const isExtra = (step: Step) => step.step === 'set' && names.includes(step.attribute)
  const others = steps.filter(step => !isExtra(step))
  const extras = names.flatMap((name, place): readonly Step[] => {
    const order = keys[place] ?? ''
    const isSame = orderOf(before.registers.get(name)) === order
    if (
      isSame &&
      !steps.some(step => isExtra(step) && 'attribute' in step && step.attribute === name)
    )
      return []
    const value = latter.get(name) as { readonly [key: string]: Json }
    return [write(before.id, name, { ...value, order })]
  })
  return [...others, ...extras]
}

function keysFor(names: readonly string[], former: Registers): readonly string[] {
  const kept = names.map(name => orderOf(former.get(name)) || null)
  const standing = kept.filter(key => key !== null)
  const isAscending = standing.every(
    (key, place) => place === 0 || (standing[place - 1] ?? '') < key
  )
  try {
    return isAscending ? filled(kept) : generateNKeysBetween(null, null, names.length)
  } catch {
    return generateNKeysBetween(null, null, names.length)
  }
}

/** New keys where there are none, between those that are. */
function filled(kept: readonly (string | null)[]): readonly string[] {
  const keys: string[] = []
  for (const [place, key] of kept.entries()) {
    const next = kept.slice(place).find(each => each !== null) ?? null
    keys.push(key ?? generateKeyBetween(keys.at(-1) ?? null, next))
  }
  return keys
}

/** The comment behind the line changes, those around it stay. */
function commentSteps(before: Element, latter: Registers): readonly Step[] {
  const former = before.registers.get('trivia')
  const comment = commentOf(latter.get('trivia'))
  if (comment === commentOf(former)) return []
  const isHeld = typeof former === 'object' && former !== null && !Array.isArray(former)
  const { trailing: _, ...around } = isHeld ? (former as { readonly [key: string]: Json }) : {}
  const trivia = comment === '' ? around : { ...around, trailing: comment }
  const isEmpty = Object.keys(trivia).length === 0
  return [write(before.id, 'trivia', isEmpty ? undefined : trivia)]
}
