import { createHash } from 'node:crypto'
import * as v from 'valibot'
import type { Person } from '../domain/request.ts'

/** The parts of Slack's payloads that count. Slack's words end here. */

export const id = v.pipe(v.string(), v.regex(/^[A-Z0-9]{2,40}$/))

/**
 * Who did it: `team_id` is the person's own workspace. A payload's `enterprise` belongs to the workspace where they clicked, and does not
 * describe a guest through Slack Connect.
 */
export const USER = v.object({
  id,
  team_id: v.optional(id),
  name: v.optional(v.string()),
  username: v.optional(v.string()),
})

/** Where it was done. An app that is installed for a whole organization may only get the organization. */
export const PLACE = {
  team: v.nullish(v.object({ id })),
  enterprise: v.nullish(v.object({ id })),
}

/**
 * The workspace that the request came from, and its organization: they decide whether the request is for us, and do not describe the
 * person.
 */
export const cameFrom = ({
  team,
  enterprise,
}: {
  team?: { id: string } | null | undefined
  enterprise?: { id: string } | null | undefined
}): { workspaceId: string; organizationId?: string } => ({
  workspaceId: team?.id ?? enterprise?.id ?? '',
  ...(enterprise && { organizationId: enterprise.id }),
})

export const PROPOSAL_ID = /^[a-f0-9]{40}$/

/** FIFO queues take up to 128 characters as a deduplication id; a hash also hides what it was made of. */
export const keyOf = (...parts: readonly (string | undefined)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 40)

export const withName = (person: Person, name: string | undefined): Person =>
  name ? { ...person, name: name.slice(0, 80) } : person

/** A person whose workspace Slack does not name counts as external. */
export const personOf = (user: v.InferOutput<typeof USER>): Person =>
  withName({ userId: user.id, workspaceId: user.team_id ?? '' }, user.username ?? user.name)

/** A form's memo; undefined for anything that is not JSON. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
