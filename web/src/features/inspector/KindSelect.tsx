/** What kind of thing it is; only kinds that it may become where it stands can be chosen. */
import { turnInto, turnsInto } from '@/model/gestures/turning'
import type { Element } from '@/model/graph'
import { shapeOf } from '@/model/metamodel'
import { Select } from '@/ui/Select'
import { useWorkspace } from '@/workspace/hooks'

/** Why nothing can be chosen. */
const FIXED = 'What is in it, and where it stands, fit no other kind.'

interface KindSelectProps {
  readonly element: Element
  readonly isLocked: boolean
}

export function KindSelect({ element, isLocked }: KindSelectProps) {
  const workspace = useWorkspace()
  const { graph } = workspace
  const kinds = [element.kind, ...(isLocked ? [] : turnsInto(graph, element.id))]
  return (
    <Select
      label="Kind"
      labelHidden
      choices={kinds.map(kind => ({ value: kind, title: shapeOf(kind)?.title ?? kind }))}
      value={element.kind}
      disabled={kinds.length < 2}
      {...(kinds.length < 2 && !isLocked ? { title: FIXED } : {})}
      onChange={kind => workspace.perform(turnInto(graph, element.id, kind))}
    />
  )
}
