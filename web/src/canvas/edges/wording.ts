/** What an edge says, in words: "Order has 1 or more OrderLine". */
import type { EdgeShape } from '@/canvas/scene/shapes'
import type { Range } from '@/model/fieldline/range'

interface Named {
  readonly source: string
  readonly target: string
}

export function sentenceOf({ kind, targetEnd }: EdgeShape, { source, target }: Named): string {
  switch (kind) {
    case 'reference':
    case 'part':
      return `${source} has ${amountOf(targetEnd.count ?? [1, 1])} ${target}`
    case 'value':
      return `${source} uses ${target}`
    case 'extends':
      return `${source} is a special ${target}`
    case 'emits':
      return `${source} leads to ${target}`
  }
}

function amountOf([least, most]: Range): string {
  if (least === most) return least === 1 ? 'exactly one' : `exactly ${least}`
  if (most === null) return least === 0 ? 'any number of' : `${least} or more`
  return least === 0 && most === 1 ? 'none or one' : `${least} to ${most}`
}
