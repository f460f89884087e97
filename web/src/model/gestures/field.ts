/** Fields by their lines: made, rewritten, put elsewhere. */
import { v7 } from 'uuid'
import type { Step } from '@/model/edits'
import { readFieldLine } from '@/model/fieldLine'
import { changeField } from '@/model/fieldline/change'
import { printFieldLine } from '@/model/fieldline/parts'
import { type NewId, reorderSteps } from '@/model/gestures/card'
import { GONE, misplaced } from '@/model/gestures/declined'
import { memberPlace } from '@/model/gestures/members'
import type { Element, Graph } from '@/model/graph'
import { scopeOf } from '@/model/scope'
import type { Outcome } from '@/model/wanted'
import { called, fullName, shown } from '@/model/wording'

/** Make a field of a line, before the field at `index` of its owner; without one, behind the last. */
export function createField(
  graph: Graph,
  owner: string,
  line: string,
  { index, newId = v7 }: { readonly index?: number; readonly newId?: NewId } = {}
): Outcome {
  const holder = graph.get(owner)
  if (holder === undefined) return GONE
  const wrong = misplaced('field', 'A field', holder)
  if (wrong !== null) return wrong
  const read = readFieldLine(line, scopeOf(graph, owner))
  if (read.state === 'unread') return { declined: read.problem.sentence }
  const element = newId()
  const { order, rekeyed } = memberPlace(graph, holder, 'field', index)
  const registers = { kind: 'field', parent: owner, order, ...read.registers }
  const steps: readonly Step[] = [{ step: 'create', element, registers }, ...reorderSteps(rekeyed)]
  const name = shown(String(read.registers['name']))
  return { label: `Added field ${name} to ${called(holder)}`, steps, element }
}

/** Make a field say what a line says; no steps when it does already. */
export function writeField(graph: Graph, field: string, line: string): Outcome {
  const before = graph.get(field)
  if (before === undefined) return GONE
  const scope = scopeOf(graph, before.parent)
  const unchanged = { label: `Changed ${fullName(graph, before)}`, steps: [], element: field }
  if (line.trim() === printFieldLine(before, scope.nameOf)) return unchanged
  const read = readFieldLine(line, scope)
  if (read.state === 'unread') return { declined: read.problem.sentence }
  const steps = changeField(before, read, scope.nameOf)
  return { label: labelOf(graph, before, steps), steps, element: field }
}

function labelOf(graph: Graph, before: Element, steps: readonly Step[]): string {
  const [first] = steps
  if (steps.length === 1 && first?.step === 'set' && first.attribute === 'name') {
    return `Renamed ${fullName(graph, before)} to ${shown(String(first.value))}`
  }
  return `Changed ${fullName(graph, before)}`
}
