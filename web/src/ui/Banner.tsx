/** One sentence across what it speaks about: amber needs care, slate is a mode. Never two at once. */
import type { ReactNode } from 'react'
import { Icon } from '@/ui/Icon'
import type { IconName } from '@/ui/icons'
import './banner.css'

interface BannerProps {
  readonly tone: 'info' | 'warn'
  readonly icon: IconName
  /** Two at most. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

export function Banner({ tone, icon, actions, children }: BannerProps) {
  return (
    <div className={`banner banner-${tone}`} role="status">
      <Icon name={icon} />
      <span className="banner-words">{children}</span>
      {actions}
    </div>
  )
}
