import type { Email } from '../../blocks/email.ts'

/** E-mails about what Slack does not accept. */
export interface Emails {
  /** Sends once, without trying again. `refused`: it was certainly not sent. Throws if that is unknown. */
  send(email: Email): Promise<{ kind: 'sent' } | { kind: 'refused'; code: string }>
}
