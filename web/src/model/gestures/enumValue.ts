/** Values of an enum by their lines: `Paid "Paid in full"`. */
import { v7 } from 'uuid'
import type { Step } from '@/model/edits'
import { changeEnumValue, printEnumLine, readEnumLine } from '@/model/fieldline/enumLine'
import { type NewId, reorderSteps } from '@/model/gestures/card'
import { GONE, misplaced } from '@/model/gestures/declined'
import { memberPlace } from '@/model/gestures/members'
import type { Graph } from '@/model/graph'
import type { Outcome } from '@/model/wanted'
import { called, fullName, shown } from '@/model/wording'

/** Make a value of a line, before the value at `index` of its enum; without one, behind the last. */
export function createEnumValue(
  graph: Graph,
  owner: string,
  line: string,
  { index, newId = v7 }: { readonly index?: number; readonly newId?: NewId } = {}
): Outcome {
  const holder = graph.get(owner)
  if (holder === undefined) return GONE
  const wrong = misplaced('enumValue', 'A value of an enum', holder)
  if (wrong !== null) return wrong
  const read = readEnumLine(line)
  if (read.state === 'unread') return { declined: read.problem.sentence }
  const element = newId()
  const { order, rekeyed } = memberPlace(graph, holder, 'enumValue', index)
  const registers = { kind: 'enumValue', parent: owner, order, ...read.registers }
  const steps: readonly Step[] = [{ step: 'create', element, registers }, ...reorderSteps(rekeyed)]
  return {
    label: `Added ${shown(String(read.registers['name']))} to ${called(holder)}`,
    steps,
    element
  }
}

/** Make a value say what a line says; no steps when it does already. */
export function writeEnumValue(graph: Graph, value: string, line: string): Outcome {
  const before = graph.get(value)
  if (before === undefined) return GONE
  const label = `Changed ${fullName(graph, before)}`
  if (line.trim() === printEnumLine(before)) return { label, steps: [], element: value }
  const read = readEnumLine(line)
  if (read.state === 'unread') return { declined: read.problem.sentence }
  const steps = changeEnumValue(before, read)
  const [only] = steps
  const isRename = steps.length === 1 && only?.step === 'set' && only.attribute === 'name'
  const name = shown(String(read.registers['name']))
  return {
    label: isRename ? `Renamed ${fullName(graph, before)} to ${name}` : label,
    steps,
    element: value
  }
}
