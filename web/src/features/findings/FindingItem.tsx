/** One thing that a rule finds: a click goes there, a button puts it right. */
import type { Finding, Fix, Level } from '@/api/http.gen'
import { Button } from '@/ui/Button'
import { Icon } from '@/ui/Icon'
import type { IconName } from '@/ui/icons'
import './finding-item.css'

interface FindingItemProps {
  readonly finding: Finding
  readonly onShow: () => void
  readonly onFix: (fix: Fix) => void
}

const LEVELS: Readonly<Record<Level, { readonly icon: IconName; readonly word: string }>> = {
  error: { icon: 'ban', word: 'Error' },
  warning: { icon: 'warn', word: 'Warning' },
  info: { icon: 'info', word: 'Hint' }
}

export function FindingItem({ finding, onShow, onFix }: FindingItemProps) {
  const { level, path, message, remedy, fixes } = finding
  const { icon, word } = LEVELS[level]
  return (
    <div className="finding-item" data-level={level}>
      <span className="finding-item-level" title={word}>
        <Icon name={icon} size="s" />
        <span className="sr-only">{word}: </span>
      </span>
      <div className="finding-item-words">
        <button type="button" className="finding-item-go" onClick={onShow} title={`Show ${path}`}>
          <span className="finding-item-message" dir="ltr">
            {message}
          </span>
          <span className="finding-item-path" dir="ltr">
            {path.replaceAll('.', ' › ')}
          </span>
        </button>
        {remedy !== '' && (
          <p className="finding-item-remedy" dir="ltr">
            {remedy}
          </p>
        )}
        {fixes.length > 0 && (
          <div className="finding-item-fixes">
            {fixes.map(fix => (
              <Button key={fix.title} size="sm" onClick={() => onFix(fix)}>
                <bdi>{fix.title}</bdi>
              </Button>
            ))}
          </div>
        )}
      </div>
    </div>
  )
}
