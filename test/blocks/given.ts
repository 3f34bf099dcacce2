import type { Message } from '../../blocks/message.ts'
import type { AliasChange } from '../../src/domain/alias-change.ts'
import type { NotAllowed } from '../../src/domain/authorise.ts'
import type { Role } from '../../src/domain/config.ts'
import type { Plan } from '../../src/domain/plan.ts'
import type { Proposal } from '../../src/domain/proposal.ts'
import type { Person } from '../../src/domain/request.ts'
import { IMAGE, MARIA, NOON_MS } from '../domain/given.ts'

/** What renderers are given, and what they return, in their plain cases. Types alone are imported from the project. */

export const ALEX: Person = { userId: 'U0ALEX', name: 'alex', workspaceId: 'T0HOME' }

/** `NOON_MS` as Slack shows it in the reader's zone. */
export const NOON_WORDS = '<!date^1793880000^{date_short_pretty} at {time}|2026-11-05 12:00 UTC>'

export const LEADS: Role = { users: ['U0ALEX'], userGroups: ['S0LEADS'] }

/** A private sentence to one person, and what to do next. */
export const note = (sentence: string, nextStep?: string): Message => ({
  text: nextStep === undefined ? sentence : `${sentence} ${nextStep}`,
  blocks: [
    { type: 'section', text: { type: 'mrkdwn', text: sentence, verbatim: true } },
    ...(nextStep === undefined
      ? []
      : [
          {
            type: 'context' as const,
            elements: [{ type: 'mrkdwn' as const, text: nextStep, verbatim: true }],
          },
        ]),
  ],
})

export const notAllowed = (special: Partial<NotAllowed> = {}): NotAllowed => ({
  allowed: false,
  why: 'not-in-role',
  roles: [LEADS],
  names: ['leads'],
  unread: [],
  ...special,
})

/** A plan of maria's to disable three images, none of them in use. */
export const givenPlan = (special: Partial<Plan> = {}): Plan => ({
  id: 'plan-1',
  version: 1,
  state: 'waiting',
  action: 'disable',
  options: {},
  images: 3,
  facts: { sizeGiB: 0, places: [], inUse: 0, unknown: 0, unread: [], first: [] },
  person: MARIA,
  place: { channelId: 'C0READY', isPrivate: false },
  workspaceId: 'T0HOME',
  appId: 'A0AMIOPS',
  createdAtMs: NOON_MS,
  ...special,
})

/** Asked of the leads until noon. */
export const givenApproval = (
  special: Partial<NonNullable<Plan['approval']>> = {},
): NonNullable<Plan['approval']> => ({
  roles: ['leads'],
  channel: 'ami-alerts',
  askedAtMs: NOON_MS - 3_600_000,
  expiresAtMs: NOON_MS,
  reminded: 0,
  remindAtMs: NOON_MS - 1_800_000,
  ...special,
})

/** Maria's request to disable an image, with nothing known of it. */
export const givenProposal = (special: Partial<Proposal> = {}): Proposal => ({
  id: 'proposal-1',
  version: 1,
  action: 'disable',
  image: IMAGE,
  person: MARIA,
  place: { channelId: 'C0READY', isPrivate: false },
  workspaceId: 'T0HOME',
  appId: 'A0AMIOPS',
  state: 'waiting',
  askedAtMs: NOON_MS,
  options: {},
  ...special,
})

/** Prod of payments-base is set from its first image to the second one. */
export const givenAlias = (special: Partial<AliasChange> = {}): AliasChange => ({
  family: 'payments-base',
  alias: 'prod',
  asked: { kind: 'promote' },
  to: 'payments-base-2',
  from: 'payments-base-1',
  heldBack: [],
  ...special,
})
