/** What stands in place of the canvas when drawing it has failed; the model stays open, and is kept. */
import { Component, type ReactNode } from 'react'
import { report } from '@/model/mishap'
import './mishap.css'

interface MishapProps {
  readonly children: ReactNode
}

interface MishapState {
  readonly failure: string | null
}

export class Mishap extends Component<MishapProps, MishapState> {
  override state: MishapState = { failure: null }

  static getDerivedStateFromError(error: unknown): MishapState {
    return { failure: error instanceof Error ? error.message : String(error) }
  }

  override componentDidCatch(error: unknown): void {
    report(error)
  }

  override render(): ReactNode {
    const { failure } = this.state
    if (failure === null) return this.props.children
    return (
      <section className="mishap" role="alert">
        <h2>The canvas could not be drawn</h2>
        <p>Your model is open and what you changed is kept. Draw it again to go on.</p>
        <p className="mishap-cause">{failure}</p>
        <button
          type="button"
          className="mishap-again"
          onClick={() => this.setState({ failure: null })}
        >
          Draw again
        </button>
      </section>
    )
  }
}
