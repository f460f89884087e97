/** The menu of the person at this device: name and theme. */
import type { Me } from '@/api/http.gen'
import { MeMenu } from '@/features/me/MeMenu'
import { useThemeEntries } from '@/features/theme/useTheme'
import type { PersonColour } from '@/ui/colours'

interface PersonMenuProps {
  readonly me: Me
  readonly colour?: PersonColour
  readonly onNamed: (me: Me) => void
}

export function PersonMenu(props: PersonMenuProps) {
  return <MeMenu {...props} more={useThemeEntries()} />
}
