import { renderDetails, renderStatus } from '../../blocks/answers.ts'
import { renderApprovalCard } from '../../blocks/approval-card.ts'
import { renderCard } from '../../blocks/card.ts'
import { renderDigest } from '../../blocks/digest.ts'
import { renderExposure } from '../../blocks/exposure.ts'
import { renderHelp, renderNeedsImage } from '../../blocks/help.ts'
import { renderHistory } from '../../blocks/history.ts'
import { renderHistoryEntry } from '../../blocks/history-entry.ts'
import { type Message, message } from '../../blocks/message.ts'
import { renderNoMatch } from '../../blocks/no-match.ts'
import { renderEmergencyOverride } from '../../blocks/override-announcement.ts'
import { renderRefusal } from '../../blocks/refusal.ts'
import { renderUses } from '../../blocks/uses.ts'
import { addToDigest } from '../../src/domain/add-to-digest.ts'
import type { CloudTrailCall } from '../../src/domain/cloud-trail-call.ts'
import type { Role } from '../../src/domain/config.ts'
import type { Finding } from '../../src/domain/impact.ts'
import { joinHistory } from '../../src/domain/join-history.ts'
import type { Launch } from '../../src/domain/launchability.ts'
import type { Proposal } from '../../src/domain/proposal.ts'
import type { ImageFindings, ScanResults } from '../../src/domain/scan-results.ts'
import { NOBODY } from '../../src/domain/sharing.ts'
import {
  givenFacts,
  givenImpact,
  givenRecord,
  givenRequest,
  givenTold,
  IMAGE,
  known,
  MARIA,
  NOON_MS,
} from '../domain/given.ts'
import { planCards } from '../sandbox/page/plan-examples.ts'

/** With blocks present, a screen reader reads the text alone: https://docs.slack.dev/reference/methods/chat.postMessage */

const ALEX = { userId: 'U0ALEX', name: 'alex', workspaceId: 'T0HOME' }
const ROLE: Role = { users: ['U0ALEX'], userGroups: ['S0OPERATORS'] }
const facts = givenFacts({
  description: 'Golden image of the payment services',
  tags: { Team: 'payments', Environment: 'production' },
  snapshots: [{ snapshotId: 'snap-0123456789abcdef0', sizeGiB: 30, encrypted: true }],
  architecture: 'x86_64',
  rootDeviceType: 'ebs',
  deregistrationProtection: 'enabled',
})
const impact = givenImpact({
  instances: known([{ kind: 'instance', name: 'payments-api-1', detail: 'running' }]),
  launchTemplates: known([{ kind: 'launch-template', name: 'checkout-template' }]),
  sharing: known({ ...NOBODY, accounts: ['345678901234', '210987654321'] }),
  snapshots: known([
    { snapshotId: 'snap-0123456789abcdef0', sizeGiB: 30, encrypted: true, alsoIn: ['ami-0fedcba9876543210'] },
  ]),
})
const proposal: Proposal & { approval: NonNullable<Proposal['approval']> } = {
  id: 'a'.repeat(40),
  version: 1,
  action: 'deregister',
  image: IMAGE,
  person: MARIA,
  place: { channelId: 'C0READY', isPrivate: false },
  workspaceId: 'T0HOME',
  appId: 'A0AMIOPS',
  state: 'waiting',
  askedAtMs: NOON_MS,
  facts,
  impact,
  purpose: 'replaced by build forty-two',
  options: { deleteSnapshots: true, unprotect: true },
  approval: {
    roles: [],
    channel: 'ami-alerts',
    askedAtMs: NOON_MS,
    expiresAtMs: NOON_MS + 3_600_000,
    reminded: 0,
    remindAtMs: NOON_MS,
  },
}
const approvalOf = (special: Partial<typeof proposal>, worse = false): Message =>
  renderApprovalCard({
    proposal: { ...proposal, ...special },
    accountName: 'production',
    style: 'name',
    calls: [ROLE],
    impact,
    facts,
    pricePerGiB: 0.05,
    nowMs: NOON_MS,
    ...(worse && { worse: [{ kind: 'retention', what: 'image', beforeDays: 14, afterDays: undefined }] }),
  })
const record = givenRecord({
  facts,
  lastEvent: givenTold({ state: 'failed', reason: 'Client.InternalError: launch failed' }),
  lastGood: { imageId: 'ami-0fedcba9876543210', name: 'payments-base-41', atMs: NOON_MS },
  acknowledged: { by: ALEX, atMs: NOON_MS },
})
const disabled = givenRecord({
  facts: { ...facts, state: 'disabled' },
  request: givenRequest({ state: 'confirmed', purpose: 'it leaks keys', confirmedAtMs: NOON_MS }),
  savedPermissions: { ...NOBODY, accounts: ['345678901234'] },
})
const history = joinHistory([
  {
    kind: 'request',
    id: 'click-1',
    atMs: NOON_MS,
    action: 'disable',
    outcome: 'declined',
    by: MARIA,
    approvedBy: ALEX,
    purpose: 'it leaks keys',
    reason: 'wait until Friday',
    impactSummary: 'no usage found',
  },
  { kind: 'event', id: 'event-1', atMs: NOON_MS, state: 'failed', reason: 'Client.InternalError' },
])
const call: CloudTrailCall = {
  ...IMAGE,
  id: 'call-1',
  call: 'ModifyImageAttribute',
  atMs: NOON_MS,
  requestId: 'request-of-ec2',
  principal: { kind: 'user', name: 'deployer' },
}
const digest = addToDigest(
  undefined,
  {
    channel: 'ami-alerts',
    stream: 'deregistered/0',
    batchId: 'a',
    lines: Array.from({ length: 7 }, (_, n) => ({
      ...IMAGE,
      imageId: `ami-${String(n).padStart(17, '0')}`,
      eventId: `event-${n}`,
      state: 'deregistered' as const,
      atMs: NOON_MS,
      name: `web-server-${n}`,
      lastLaunchedAtMs: NOON_MS,
    })),
    mention: [],
    cards: 0,
    pace: 1,
    followUp: true,
  },
  NOON_MS,
).digest

const SCAN: ScanResults = { scannedAtMs: 1, highest: 'critical', fixSinceMs: { critical: 1 } }
const FOUND: Finding<ImageFindings> = {
  known: true,
  value: { findings: [{ title: 'CVE-2026-1 - openssl', severity: 'critical', score: 9.8, hasFix: true }] },
}
const STAGING_CANNOT: Launch = {
  launcher: { kind: 'account', id: '345678901234' },
  can: 'no',
  reasons: [{ obstacle: 'key', why: 'neither the key’s policy nor a grant names it' }],
  notes: [],
}

const messages: [what: string, message: Message][] = [
  ...planCards,
  [
    'the card of a failed image',
    renderCard({
      record,
      accountName: 'production',
      style: 'name',
      mention: { who: ['here'], rule: 'production failures' },
    }),
  ],
  [
    'the card of a disabled image',
    renderCard({ record: disabled, accountName: 'production', style: 'name' }),
  ],
  [
    'a status with its last changes',
    renderStatus({ record: disabled, accountName: 'production', style: 'name' }, history),
  ],
  ['the details', renderDetails(IMAGE, { ...facts, scan: SCAN }, [STAGING_CANNOT], FOUND, id => id)],
  ['the details of an image that is gone', renderDetails(IMAGE, undefined, [], undefined, id => id)],
  [
    'who uses it',
    renderUses({
      image: IMAGE,
      facts,
      impact,
      accountName: 'production',
      pricePerGiB: 0.05,
      nowMs: NOON_MS,
      launches: [STAGING_CANNOT],
      nameOf: () => 'staging',
    }),
  ],
  ['a request for approval', approvalOf({})],
  ['a request for approval whose impact has grown', approvalOf({}, true)],
  [
    'a declined request',
    approvalOf({
      state: 'declined',
      approval: { ...proposal.approval, decidedBy: ALEX, comment: 'wait until Friday' },
    }),
  ],
  ['an expired request', approvalOf({ state: 'expired' })],
  ['an emergency override', renderEmergencyOverride(proposal, 'production', [ROLE])],
  [
    'an exposed image',
    renderExposure({
      record: { ...record, facts },
      alert: {
        id: call.id,
        atMs: call.atMs,
        to: { ...NOBODY, isPublic: true },
        principal: call.principal,
        requestId: 'ec2-1',
        publicAccess: { why: 'AccessDenied' },
        notice: 'Meant for another channel.',
      },
      accountName: 'production',
      style: 'name',
    }),
  ],
  ['the history', renderHistory(record, history)],
  ...history.map((change, at): [string, Message] => [
    `change ${at} of the history`,
    renderHistoryEntry(record, change),
  ]),
  ['help', renderHelp('/ami')],
  ['a verb without an image', renderNeedsImage('/ami', 'disable')],
  [
    'nothing found',
    renderNoMatch({
      name: '/ami',
      target: 'web',
      places: [{ accountName: 'production', region: 'us-east-1' }],
      unreachable: [{ where: 'staging eu-west-1', why: 'RequestLimitExceeded' }],
      meant: ['status web-1'],
      hint: 'It has digits.',
    }),
  ],
  [
    'no permission',
    renderRefusal('disable', record, {
      allowed: false,
      why: 'not-in-role',
      roles: [ROLE],
      names: ['operator'],
      unread: ['S0OTHERS'],
    }),
  ],
  [
    'a digest',
    renderDigest({
      digest,
      nameOf: () => 'production',
      mentions: [{ who: ['here'], rule: 'production failures' }],
      notice: 'Meant for another channel.',
    }),
  ],
]

/** Every text of the blocks but those of buttons and menus, which a screen reader finds by their own labels. */
const textsIn = (part: unknown): string[] => {
  if (Array.isArray(part)) return part.flatMap(textsIn)
  if (typeof part !== 'object' || part === null || ('type' in part && part.type === 'actions')) return []
  return Object.entries(part).flatMap(([key, value]) =>
    key === 'accessory' ? [] : key === 'text' && typeof value === 'string' ? [value] : textsIn(value),
  )
}

/** Without Slack's own syntax for times. */
const wordsOf = (text: string): string[] =>
  text
    .replace(/<!date[^>]*>/g, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+([._-][\p{L}\p{N}]+)*/gu) ?? []

test.each(messages)('%s: its text has every word of its blocks', (_what, { text, blocks }) => {
  const shown = blocks.flatMap(block => wordsOf(textsIn(block).join('\n')))
  expect(shown.length).toBeGreaterThan(5)
  // A request for approval begins with its approvers, without saying that they are.
  const spoken = text.toLowerCase().replace('approval needed', 'approvers: approval needed')
  expect(shown.filter(word => !spoken.includes(word))).toEqual([])
})

test.each([
  ['a time', '<!date^1793880000^{ago}|2026-11-05 12:00 UTC>'],
  ['a mention', '<@U0MARIA>'],
  ['an escaped sign', '&amp;'],
])('a text that is too long is never cut inside of %s', (_what, token) => {
  for (let end = 1; end <= token.length; end++) {
    const { text } = message(`${'x'.repeat(4000 - end)}${token} and more`, [])
    expect(text.length).toBeLessThanOrEqual(4000)
    expect(text).toMatch(/x+(<.*>|&amp;)?…$/)
  }
})
