/** How the model fares, in the bar; opens the list. */
import { Chip } from '@/ui/Chip'
import { useFindings, useGraph, useScreen, useWorkspace } from '@/workspace/hooks'
import { isOpen, toggled } from '@/workspace/panels'
import { verdictOf } from './words'

export function FindingsChip() {
  const workspace = useWorkspace()
  const report = useFindings()
  const isEmpty = useGraph(graph => graph.size <= 1) // the model itself
  const isShown = useScreen(screen => isOpen(screen, 'problems'))
  const verdict = verdictOf(report, isEmpty)
  if (verdict === null) return null
  const { words, detail, tone, icon } = verdict
  return (
    <Chip
      tone={tone}
      {...(icon === undefined ? {} : { icon })}
      title={detail}
      expanded={isShown}
      onClick={() => workspace.show(toggled(workspace.screen.getState(), 'problems'))}
    >
      {words}
    </Chip>
  )
}
