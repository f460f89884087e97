/** Tabs over a panel: arrows go from one to the next, Tab goes into the panel. */
import { type KeyboardEvent, useRef } from 'react'
import type { Choice } from '@/ui/Select'
import './tabs.css'

interface Tab<Value extends string = string> extends Choice<Value> {
  readonly count?: number
}

interface TabsProps<Value extends string> {
  /** Names the tabs, and `${id}-${value}` is the id of the panel (role `tabpanel`). */
  readonly id: string
  readonly label: string
  readonly tabs: readonly Tab<Value>[]
  readonly value: Value
  readonly onChange: (value: Value) => void
}

export function Tabs<Value extends string>({ id, label, tabs, value, onChange }: TabsProps<Value>) {
  const list = useRef<HTMLDivElement>(null)
  const go = (event: KeyboardEvent) => {
    const here = tabs.findIndex(tab => tab.value === value)
    const next = tabs[placeAfter(event.key, here, tabs.length)]
    if (next === undefined) return
    event.preventDefault()
    onChange(next.value)
    list.current?.querySelector<HTMLElement>(`[data-tab="${CSS.escape(next.value)}"]`)?.focus()
  }
  return (
    <div className="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={go}>
      {tabs.map(tab => (
        <button
          key={tab.value}
          type="button"
          className="tabs-tab"
          role="tab"
          data-tab={tab.value}
          aria-selected={tab.value === value}
          aria-controls={`${id}-${tab.value}`}
          tabIndex={tab.value === value ? 0 : -1}
          onClick={() => onChange(tab.value)}
        >
          {tab.title}
          {tab.count !== undefined && <span className="tabs-count">{tab.count}</span>}
        </button>
      ))}
    </div>
  )
}

function placeAfter(key: string, here: number, count: number): number {
  switch (key) {
    case 'ArrowRight':
      return (here + 1) % count
    case 'ArrowLeft':
      return (here - 1 + count) % count
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return -1
  }
}
