import type { Email } from '../../../blocks/email.ts'
import type { Emails } from '../../../src/ports.ts'

export interface MemoryEmails extends Emails {
  /** What was sent, oldest first. */
  sent: Email[]
  /** Refuses every e-mail until it is called again without a code. */
  refuseWith(code?: string): void
}

/** An inbox in memory. */
export const createMemoryEmails = (): MemoryEmails => {
  const sent: Email[] = []
  let refused: string | undefined
  return {
    sent,
    refuseWith(code) {
      refused = code
    },
    async send(email) {
      if (refused !== undefined) return { kind: 'refused', code: refused }
      sent.push(email)
      return { kind: 'sent' }
    },
  }
}
