/** A page that only says what is, and what to do. */
import { type ReactNode, useEffect } from 'react'
import { Link } from 'wouter'
import { Bar } from '@/ui/Bar'
import { buttonClass } from '@/ui/buttonClass'
import { Empty } from '@/ui/Empty'
import { Logo } from '@/ui/Logo'
import '@/ui/button.css'
import './page.css'
import './sign.css'

interface SignProps {
  readonly title: string
  /** The one thing to do first; the way to all models stands beside it. */
  readonly action?: ReactNode
  readonly children: ReactNode
}

export function Sign({ title, action, children }: SignProps) {
  useEffect(() => {
    document.title = `${title} · SchemaOS`
  }, [title])
  return (
    <div className="page">
      <Bar>
        <Link href="/" className="bar-logo" aria-label="SchemaOS, all models" title="All models">
          <Logo />
        </Link>
        <b className="bar-title">SchemaOS</b>
      </Bar>
      <main className="sign">
        <Empty
          title={title}
          actions={
            <>
              {action}
              <Link href="/" className={buttonClass(action === undefined ? 'primary' : 'plain')}>
                All models
              </Link>
            </>
          }
        >
          {children}
        </Empty>
      </main>
    </div>
  )
}
