import type { Email } from '../../blocks/email.ts'

/** Where people hear of what Slack does not accept. */
export interface Emails {
  /** Sends once, never twice by itself. `refused`: it was certainly not sent. Throws where nobody knows. */
  send(email: Email): Promise<{ kind: 'sent' } | { kind: 'refused'; code: string }>
}
