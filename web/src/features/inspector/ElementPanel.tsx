/** One element: where it stands, what it is called, and its details or its history. */
import { useId, useState } from 'react'
import { lookOf } from '@/kinds/looks'
import type { Element } from '@/model/graph'
import { capital } from '@/model/wording'
import { Icon } from '@/ui/Icon'
import { Tabs } from '@/ui/Tabs'
import { useGraph, useWorkspace } from '@/workspace/hooks'
import { Details } from './Details'
import { ElementHistory } from './ElementHistory'
import { Face } from './Face'

interface ElementPanelProps {
  readonly element: Element
}

const TABS = [
  { value: 'details', title: 'Details' },
  { value: 'history', title: 'History' }
] as const

type Tab = (typeof TABS)[number]['value']

export function ElementPanel({ element }: ElementPanelProps) {
  const id = useId()
  const [tab, setTab] = useState<Tab>('details')
  const { kind, name } = element
  return (
    <div className="inspector">
      <header className="inspector-head">
        <Path element={element} />
        <h2 className="inspector-title">
          <Face kind={kind} />
          <bdi className="inspector-name" title={name}>
            {name === '' ? `${lookOf(kind).title} without a name` : name}
          </bdi>
        </h2>
      </header>
      <Tabs id={id} label="About it" tabs={TABS} value={tab} onChange={setTab} />
      <div className="inspector-body" role="tabpanel" id={`${id}-${tab}`}>
        {tab === 'details' ? <Details element={element} /> : <ElementHistory element={element} />}
      </div>
    </div>
  )
}

/** What it stands in, from the outside in, and its kind; each leads there. */
function Path({ element }: ElementPanelProps) {
  const workspace = useWorkspace()
  useGraph(({ version }) => version)
  const around = [...workspace.graph.ancestors(element.id)].reverse()
  return (
    <nav className="inspector-path" aria-label="Where it stands">
      {around.map(each => (
        <span key={each.id} className="inspector-step">
          <button type="button" title={each.name} onClick={() => workspace.reveal(each.id)}>
            <bdi>{each.name === '' ? lookOf(each.kind).title : each.name}</bdi>
          </button>
          <Icon name="right" size="s" />
        </span>
      ))}
      <span>{capital(lookOf(element.kind).title)}</span>
    </nav>
  )
}
