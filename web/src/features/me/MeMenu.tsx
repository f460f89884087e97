/** The person at this device, with what is theirs alone: their name, and what `more` holds. */
import { useState } from 'react'
import type { Me } from '@/api/http.gen'
import { Avatar } from '@/ui/Avatar'
import { colourOf, type PersonColour } from '@/ui/colours'
import { Menu } from '@/ui/Menu'
import { DIVIDER, type MenuEntry, menuItem } from '@/ui/menuItems'
import { NameDialog } from './NameDialog'
import './me-menu.css'

interface MeMenuProps {
  readonly me: Me
  /** Where others are present, the colour among them. */
  readonly colour?: PersonColour
  readonly more: readonly MenuEntry[]
  readonly onNamed: (me: Me) => void
}

export function MeMenu({ me, colour = colourOf(me.id), more, onNamed }: MeMenuProps) {
  const [isNaming, setNaming] = useState(false)
  return (
    <>
      <Menu
        label={`You: ${me.name}`}
        title={me.name}
        side="end"
        className="me-menu"
        entries={[
          { entry: 'heading', title: me.name },
          menuItem('Your name', () => setNaming(true), { icon: 'pen' }),
          DIVIDER,
          { entry: 'heading', title: 'Theme' },
          ...more
        ]}
      >
        <Avatar name={me.name} colour={colour} />
      </Menu>
      {isNaming && <NameDialog me={me} onNamed={onNamed} onClose={() => setNaming(false)} />}
    </>
  )
}
