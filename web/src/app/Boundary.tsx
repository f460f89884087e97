/** Part of the page that may fail by itself: the rest goes on, and so does what is being saved. */
import { Component, type ReactNode } from 'react'
import { report } from '@/model/mishap'
import { Button } from '@/ui/Button'
import './boundary.css'

interface BoundaryProps {
  /** What is in it: `The outline`. */
  readonly what: string
  readonly children: ReactNode
}

interface BoundaryState {
  readonly hasFailed: boolean
}

export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { hasFailed: false }

  static getDerivedStateFromError(): BoundaryState {
    return { hasFailed: true }
  }

  override componentDidCatch(error: unknown): void {
    report(error)
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children
    return (
      <div className="boundary" role="alert">
        <p>
          <b>{this.props.what} could not be drawn.</b> What you did is kept.
        </p>
        <Button onClick={() => this.setState({ hasFailed: false })}>Draw again</Button>
      </div>
    )
  }
}
