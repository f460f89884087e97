/** The tools at the left of the canvas. */
import { isSameTool, TOOLS, type ToolEntry } from '@/canvas/tools/toolset'
import { KindGlyph } from '@/kinds/KindGlyph'
import { Icon } from '@/ui/Icon'
import { titleWithKeys } from '@/ui/shortcut'
import type { Tool } from '@/workspace/screen'
import './toolBar.css'

interface ToolBarProps {
  readonly tool: Tool
  readonly canEdit: boolean
  readonly onChoose: (tool: Tool) => void
}

export function ToolBar({ tool, canEdit, onChoose }: ToolBarProps) {
  const groups = TOOLS.map(group => group.filter(({ edits }) => canEdit || !edits))
  return (
    <div className="tool-bar" role="toolbar" aria-label="Tools" aria-orientation="vertical">
      {groups.map(group =>
        group.length === 0 ? null : (
          <div className="tool-group" key={group[0]?.key}>
            {group.map(entry => (
              <ToolButton
                key={entry.key}
                entry={entry}
                isChosen={isSameTool(entry.tool, tool)}
                onChoose={onChoose}
              />
            ))}
          </div>
        )
      )}
    </div>
  )
}

interface ToolButtonProps {
  readonly entry: ToolEntry
  readonly isChosen: boolean
  readonly onChoose: (tool: Tool) => void
}

function ToolButton({ entry, isChosen, onChoose }: ToolButtonProps) {
  const { title, key, face, tool } = entry
  return (
    <button
      type="button"
      className={isChosen ? 'tool tool-chosen' : 'tool'}
      aria-label={title}
      aria-pressed={isChosen}
      aria-keyshortcuts={key}
      title={titleWithKeys(title, key)}
      onClick={() => onChoose(tool)}
    >
      {'icon' in face ? <Icon name={face.icon} /> : <KindGlyph kind={face.kind} />}
      <b aria-hidden="true">{key}</b>
    </button>
  )
}
