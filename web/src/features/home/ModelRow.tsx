/** One model of the list: opened by a click anywhere on it, renamed in place. */
import { type KeyboardEvent, useState } from 'react'
import { Link } from 'wouter'
import type { Model } from '@/api/http.gen'
import { Button } from '@/ui/Button'
import { Chip } from '@/ui/Chip'
import { Icon } from '@/ui/Icon'
import { Menu } from '@/ui/Menu'
import { menuItem } from '@/ui/menuItems'
import { momentShown, timeSince } from '@/ui/moments'
import { RenameModel } from './RenameModel'
import './model-row.css'

export interface ModelRowProps {
  readonly model: Model
  readonly mayChange: boolean
  readonly now: Date
  readonly onRename: (model: Model, name: string) => void
  readonly onArchive: (model: Model) => void
  readonly onTakeOut: (model: Model) => void
}

export function ModelRow({ model, mayChange, now, onRename, onArchive, onTakeOut }: ModelRowProps) {
  const [isRenaming, setRenaming] = useState(false)
  const { slug, name, archived, changed_at, created_at } = model
  const changed = new Date(changed_at ?? created_at)
  const rename = (event: KeyboardEvent) => {
    if (event.key !== 'F2' || !mayChange) return
    event.preventDefault()
    setRenaming(true)
  }
  return (
    <li className={archived ? 'model-row model-row-archived' : 'model-row'}>
      <span className="model-row-words">
        {isRenaming ? (
          <RenameModel
            name={name}
            onDone={typed => {
              setRenaming(false)
              if (typed !== null) onRename(model, typed)
            }}
          />
        ) : (
          <Link
            href={`/m/${encodeURIComponent(slug)}`}
            className="model-row-name"
            title={name}
            dir="auto"
            onKeyDown={rename}
          >
            {name}
          </Link>
        )}
        <span className="model-row-last" title={momentShown(changed)}>
          changed {timeSince(changed, now)}
        </span>
      </span>
      <span className="model-row-end">
        {archived && <Chip size="sm">Archived</Chip>}
        {archived && mayChange && (
          <Button size="sm" onClick={() => onTakeOut(model)}>
            Take out again
          </Button>
        )}
        {!archived && mayChange && (
          <Menu
            label={`More for ${name}`}
            title="More"
            side="end"
            className="icon-button"
            entries={[
              menuItem('Rename', () => setRenaming(true), { icon: 'pen', keys: 'F2' }),
              menuItem('Archive', () => onArchive(model), { icon: 'inbox' })
            ]}
          >
            <Icon name="dots" />
          </Menu>
        )}
      </span>
    </li>
  )
}
