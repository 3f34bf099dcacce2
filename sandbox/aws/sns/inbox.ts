import * as v from 'valibot'

/** A topic whose subscribers get e-mails. */
export interface Topic {
  name: string
  arn: string
  /** How many subscriptions their owners have confirmed, and how many not yet. */
  confirmed: number
  pending: number
}

const EmailedSchema = v.strictObject({
  id: v.string(),
  atMs: v.number(),
  topic: v.string(),
  subject: v.string(),
  body: v.string(),
  subscribers: v.number(),
})

/** What the subscribers of a topic find in their inbox. */
export type Emailed = v.InferOutput<typeof EmailedSchema>

const SnapshotSchema = v.strictObject({ emails: v.array(EmailedSchema) })

/** More than that nobody scrolls through. */
const KEPT = 500

/** One inbox for the subscribers of all topics. */
export interface Inbox {
  add(email: Emailed): void
  /** Oldest first. */
  emails(): readonly Emailed[]
  onChange(listener: () => void): () => void
  snapshot(): unknown
  restore(state: unknown): void
}

export const createInbox = (): Inbox => {
  let emails: readonly Emailed[] = []
  const listeners = new Set<() => void>()
  return {
    add(email) {
      emails = [...emails, email].slice(-KEPT)
      for (const listener of listeners) listener()
    },
    emails: () => emails,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    snapshot: () => structuredClone({ emails }),
    restore(state) {
      emails = v.parse(SnapshotSchema, state).emails
    },
  }
}
