/** Catches what broke on a page and says what to do; what was changed is in the journal, not in the page. */
import { Component, type ReactNode } from 'react'
import { Sign } from '@/app/Sign'
import { Button } from '@/ui/Button'

interface PageBoundaryProps {
  readonly children: ReactNode
}

interface PageBoundaryState {
  readonly broken: 'page' | 'loading' | null
}

/** How browsers begin to say that a part of the application did not come. */
const NOT_LOADED = /dynamically imported module|Importing a module|module script|preload CSS/iu

export class PageBoundary extends Component<PageBoundaryProps, PageBoundaryState> {
  override state: PageBoundaryState = { broken: null }

  static getDerivedStateFromError(error: unknown): PageBoundaryState {
    const isNotLoaded = error instanceof Error && NOT_LOADED.test(error.message)
    return { broken: isNotLoaded ? 'loading' : 'page' }
  }

  override render(): ReactNode {
    const { broken } = this.state
    if (broken === null) return this.props.children
    const again = (
      <Button look="primary" onClick={() => window.location.reload()}>
        Load again
      </Button>
    )
    if (broken === 'loading') {
      return (
        <Sign title="A part of SchemaOS did not come" action={again}>
          <p>
            The server does not answer, or has a newer version. What you changed is kept on this
            device; load the page again.
          </p>
        </Sign>
      )
    }
    return (
      <Sign title="This page broke" action={again}>
        <p>What you changed is kept on this device. Load the page again to go on.</p>
      </Sign>
    )
  }
}
