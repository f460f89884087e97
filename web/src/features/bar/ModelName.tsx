/** What the model is called, in the bar, with what can be done with it as a whole. */
import { useState } from 'react'
import { useLocation } from 'wouter'
import { rename as gesture } from '@/model/gestures/naming'
import { Icon } from '@/ui/Icon'
import { Menu } from '@/ui/Menu'
import { DIVIDER, menuItem } from '@/ui/menuItems'
import { useGraph, useStatus, useWorkspace } from '@/workspace/hooks'
import { NameField } from './NameField'
import { useModelName } from './useModelName'
import { useViewEntries } from './useViewEntries'
import './model-name.css'

interface ModelNameProps {
  /** Take the model out of the list; rejects with the words for it. */
  readonly archive: (slug: string) => Promise<unknown>
}

export function ModelName({ archive }: ModelNameProps) {
  const workspace = useWorkspace()
  const [, go] = useLocation()
  const [isNaming, setNaming] = useState(false)
  const model = useGraph(graph => graph.modelId)
  const name = useModelName()
  const unavailable = useUnavailable()
  const views = useViewEntries()
  const rename = (wanted: string) => {
    setNaming(false)
    const text = wanted.trim()
    if (model !== null && text !== '') workspace.perform(gesture(workspace.graph, model, text))
  }
  const putAway = () => {
    archive(workspace.slug).then(
      () => go('/'),
      (error: Error) =>
        workspace.tell({ tone: 'refusal', fact: `${name} stays`, remedy: error.message })
    )
  }
  if (isNaming) {
    return <NameField name={name} onName={rename} onLeave={() => setNaming(false)} />
  }
  return (
    <Menu
      label={`${name}, model`}
      title={name}
      className="model-name"
      labelled
      entries={[
        menuItem('Rename', () => setNaming(true), { icon: 'pen', ...unavailable.rename }),
        menuItem('Archive', putAway, { icon: 'inbox', ...unavailable.archive }),
        DIVIDER,
        { entry: 'heading', title: 'View' },
        ...views
      ]}
    >
      <span className="model-name-text" dir="auto">
        {name}
      </span>
      <Icon name="down" size="s" />
    </Menu>
  )
}

interface Unavailable {
  readonly unavailable?: string
}

/** Why something cannot be done now. */
function useUnavailable(): { readonly rename: Unavailable; readonly archive: Unavailable } {
  const { me } = useWorkspace()
  const { access, state } = useStatus()
  const mayEdit = access === 'edit' || access === 'unknown'
  const rename = mayEdit ? {} : { unavailable: 'You can only read here' }
  if (!me.may.includes('archive')) return { rename, archive: { unavailable: 'An owner can' } }
  const isAway = state === 'offline' || state === 'stopped'
  return { rename, archive: isAway ? { unavailable: 'It needs the connection' } : {} }
}
