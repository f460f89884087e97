/** One model of the list: opened by a click anywhere on it, renamed in place. */
import { type KeyboardEvent, useState } from 'react'
import { Link } from 'wouter'
import type { Model } from '@/api/http.gen'
import { AvatarStack } from '@/ui/Avatar'
import { Button } from '@/ui/Button'
import { Chip } from '@/ui/Chip'
import { Icon } from '@/ui/Icon'
import { Menu } from '@/ui/Menu'
import { menuItem } from '@/ui/menuItems'
import { momentShown } from '@/ui/moments'
import { RenameModel } from './RenameModel'
import { lastOf, sizeOf } from './shown'
import './model-row.css'

export interface ModelRowProps {
  readonly model: Model
  /** The id of the person at this device, once it is known. */
  readonly me: string | null
  readonly mayChange: boolean
  readonly now: Date
  readonly onRename: (model: Model, name: string) => void
  readonly onArchive: (model: Model) => void
  readonly onTakeOut: (model: Model) => void
}

export function ModelRow(props: ModelRowProps) {
  const { model, me, mayChange, now, onRename } = props
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
        <span className="model-row-last" title={momentShown(changed)} dir="auto">
          {lastOf(model, me, now)}
        </span>
      </span>
      <RowEnd {...props} onRenaming={() => setRenaming(true)} />
    </li>
  )
}

interface RowEndProps extends ModelRowProps {
  readonly onRenaming: () => void
}

function RowEnd({ model, mayChange, onRenaming, onArchive, onTakeOut }: RowEndProps) {
  const { name, archived, people } = model
  if (archived) {
    return (
      <span className="model-row-end">
        <Chip size="sm">Archived</Chip>
        {mayChange && (
          <Button size="sm" onClick={() => onTakeOut(model)}>
            Take out again
          </Button>
        )}
      </span>
    )
  }
  return (
    <span className="model-row-end">
      <span className="model-row-count">{sizeOf(model)}</span>
      <AvatarStack people={people} size="sm" />
      {mayChange && (
        <Menu
          label={`More for ${name}`}
          title="More"
          side="end"
          className="icon-button"
          entries={[
            menuItem('Rename', onRenaming, { icon: 'pen', keys: 'F2' }),
            menuItem('Archive', () => onArchive(model), { icon: 'inbox' })
          ]}
        >
          <Icon name="dots" />
        </Menu>
      )}
    </span>
  )
}
