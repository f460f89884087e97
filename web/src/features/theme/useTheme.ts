/** The theme as a component has it. */
import { useCallback, useEffect, useState } from 'react'
import { type MenuEntry, menuItem } from '@/ui/menuItems'
import { chooseTheme, followTheme, type Theme, themeChosen } from './theme'

const TITLES: Readonly<Record<Theme, string>> = {
  light: 'Light',
  dark: 'Dark',
  system: 'As the system has it'
}

/** The choice as entries of a menu. */
export function useThemeEntries(): readonly MenuEntry[] {
  const [theme, setTheme] = useState(themeChosen)
  useEffect(() => followTheme(setTheme), [])
  const choose = useCallback((chosen: Theme) => {
    chooseTheme(chosen)
    setTheme(chosen)
  }, [])
  return (['light', 'dark', 'system'] as const).map(choice =>
    menuItem(TITLES[choice], () => choose(choice), { checked: choice === theme })
  )
}
