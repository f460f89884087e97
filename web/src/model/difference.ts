/** Where two documents do not hold the same: what a screen has to draw anew when one takes the other's place. */
import { isSame } from '@/model/change'
import type { ModelDocument, Touched } from '@/model/document'

export function difference(one: ModelDocument, other: ModelDocument): Touched {
  const touched = new Map<string, ReadonlySet<string>>()
  for (const element of new Set([...one.ids(), ...other.ids()])) {
    const [before, after] = [one.registers(element), other.registers(element)]
    const names = new Set([...before.keys(), ...after.keys()])
    const differing = [...names].filter(name => !isSame(before.get(name), after.get(name)))
    if (differing.length > 0) touched.set(element, new Set(differing))
  }
  return touched
}
