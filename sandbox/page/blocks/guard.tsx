import type { AnyBlock } from '@slack/types'
import { Component, type ReactNode } from 'react'
import { NotDrawn } from './not-drawn.tsx'

interface GuardProps {
  block: AnyBlock
  children: ReactNode
}

/** A block that is not as Slack says it should be harms nobody but itself. */
export class Guard extends Component<GuardProps, { hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true }
  }

  override componentDidUpdate(before: GuardProps): void {
    // An edit may have fixed it.
    if (this.state.hasFailed && before.block !== this.props.block) this.setState({ hasFailed: false })
  }

  override render(): ReactNode {
    return this.state.hasFailed ? <NotDrawn type={this.props.block.type} /> : this.props.children
  }
}
