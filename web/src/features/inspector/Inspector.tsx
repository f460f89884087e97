/** What there is to say of what is selected, to read and to change. */
import { Icon } from '@/ui/Icon'
import { Keys } from '@/ui/Keys'
import { useGraph, useScreen } from '@/workspace/hooks'
import { ElementPanel } from './ElementPanel'
import { Several } from './Several'
import './inspector.css'

export function Inspector() {
  const selection = useScreen(screen => screen.selection)
  const [first] = selection
  const element = useGraph(graph => (first === undefined ? undefined : graph.get(first)))
  if (selection.size > 1) return <Several selection={selection} />
  if (element === undefined) return <NothingSelected />
  return <ElementPanel key={element.id} element={element} />
}

function NothingSelected() {
  return (
    <div className="inspector-nothing">
      <Icon name="cursor" size="l" />
      <p>Select something and its details appear here.</p>
      <p className="inspector-try">
        Try it: press <Keys keys="E" /> and click.
      </p>
    </div>
  )
}
