/** A fix as it comes over the wire, as the gesture that is made of it. */
import type { Fix } from '@/api/http.gen'
import type { Json } from '@/model/change'
import type { Fix as Wanted } from '@/model/findingsFix'

export function gestureOf({ title, operations }: Fix): Wanted {
  const changes = operations.map(({ element, attribute, kind = 'assert', value }) => ({
    element,
    attribute,
    kind,
    ...(value === undefined || kind === 'retract' ? {} : { value: value as Json })
  }))
  return { title, changes }
}
