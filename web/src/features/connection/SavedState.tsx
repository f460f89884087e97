/** "Saved", "Saving", "12 kept here": in the bar. */
import { useEffect, useState } from 'react'
import { Icon } from '@/ui/Icon'
import { useStatus } from '@/workspace/hooks'
import { savedOf } from './saved'
import './saved-state.css'

/** Good news waits so long, that the word does not flicker with every gesture. */
const CALM = 400

export function SavedState() {
  const saved = savedOf(useStatus())
  const isSaved = useCalm(saved.words === 'Saved')
  const { words, detail, icon, tone } = saved.words === 'Saved' && !isSaved ? SAVING : saved
  return (
    <span className={`saved-state saved-state-${tone}`} title={detail} data-state={words}>
      <Icon name={icon} size="s" />
      {words}
    </span>
  )
}

const SAVING = {
  words: 'Saving',
  detail: 'The last of it was just saved',
  icon: 'clock',
  tone: 'quiet'
} as const

/** False at once, true a little later; at the beginning without waiting. */
function useCalm(isWell: boolean): boolean {
  const [isCalm, setCalm] = useState(isWell)
  useEffect(() => {
    if (!isWell) {
      setCalm(false)
      return
    }
    const timer = setTimeout(() => setCalm(true), CALM)
    return () => clearTimeout(timer)
  }, [isWell])
  return isWell && isCalm
}
