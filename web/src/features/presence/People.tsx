/** The others who are here, in the bar; a click follows their view. */
import { Avatar } from '@/ui/Avatar'
import { Menu } from '@/ui/Menu'
import { menuItem } from '@/ui/menuItems'
import { usePeople, useScreen, useWorkspace } from '@/workspace/hooks'
import type { Here } from '@/workspace/presence'
import './people.css'

const MOST = 4

export function People() {
  const workspace = useWorkspace()
  const following = useScreen(screen => screen.following)
  const others = usePeople().filter(({ isMe }) => !isMe)
  const shown = others.length > MOST ? others.slice(0, MOST - 1) : others
  const rest = others.slice(shown.length)
  const follow = ({ person }: Here) =>
    workspace.show({ following: following === person.id ? null : person.id })
  if (others.length === 0) return null
  return (
    <ul className="people" aria-label="Here now">
      {shown.map(here => (
        <li key={here.person.id}>
          <button
            type="button"
            className="people-person"
            aria-label={`Follow ${here.person.name}`}
            aria-pressed={following === here.person.id}
            title={`${here.person.name}: follow`}
            onClick={() => follow(here)}
          >
            <Avatar name={here.person.name} colour={here.colour} />
          </button>
        </li>
      ))}
      {rest.length > 0 && (
        <li>
          <Menu
            label={`${rest.length} more people`}
            side="end"
            className="people-more"
            entries={rest.map(here =>
              menuItem(here.person.name, () => follow(here), {
                checked: following === here.person.id
              })
            )}
          >
            +{rest.length}
          </Menu>
        </li>
      )}
    </ul>
  )
}
