import { renderStatus } from '../../blocks/answers.ts'
import { renderCard } from '../../blocks/card.ts'
import { renderChangeForm } from '../../blocks/change-form.ts'
import { renderEmergencyOverride } from '../../blocks/override-announcement.ts'
import { complaintOf, isTypedName, typedNameOf } from '../../src/domain/form-fields.ts'
import type { Impact } from '../../src/domain/impact.ts'
import { joinHistory } from '../../src/domain/join-history.ts'
import { emptyRecord } from '../../src/domain/record.ts'
import { NOBODY } from '../../src/domain/sharing.ts'

const IMAGE = { account: '123456789012', region: 'us-east-1', imageId: 'ami-0123456789abcdef0' }
const MANY = {
  ...NOBODY,
  accounts: Array.from({ length: 1000 }, (_, i) => String(i).padStart(12, '0')),
}
const impact: Impact = {
  references: { known: true, value: [] },
  instances: { known: true, value: [] },
  launchTemplates: { known: true, value: [] },
  autoScaling: { known: true, value: [] },
  otherAccounts: { known: true, value: { asked: 0, running: [], unread: [] } },
  sharing: { known: true, value: MANY },
  snapshots: { known: true, value: [] },
  retention: { known: true, value: {} },
}
const facts = { state: 'available' as const, name: 'web-1', tags: {}, snapshots: [] }
const proposal = {
  id: 'a'.repeat(40),
  version: 1,
  action: 'deregister' as const,
  image: IMAGE,
  person: { userId: 'U0MARIA', workspaceId: 'T0SANDBOX' },
  place: { channelId: 'C0READY', isPrivate: false },
  workspaceId: 'T0SANDBOX',
  appId: 'A0AMIOPS',
  state: 'open' as const,
  askedAtMs: 0,
  options: {},
  facts,
  impact,
}
const viewOf = (more: object = {}) => ({
  proposal,
  record: { ...emptyRecord(IMAGE), facts },
  accountName: 'production',
  approval: undefined,
  worse: [],
  impact,
  facts,
  pricePerGiB: 0.05,
  nowMs: 0,
  ...more,
})

describe('an image that a thousand accounts may launch', () => {
  test('its form says whom it would take access from, and how many more', () => {
    expect(JSON.stringify(renderChangeForm(viewOf()))).toMatch(/lose access: .*and 9\d\d more/)
  })
  test('its form can say that all of them got access meanwhile', () => {
    expect(() => renderChangeForm(viewOf({ worse: [{ kind: 'shared', with: MANY }] }))).not.toThrow()
  })
  test.each(['disabled', 'available'] as const)(
    'its card tells of the kept launch permissions: %s',
    state => {
      const record = { ...emptyRecord(IMAGE), facts: { ...facts, state }, kept: MANY }
      expect(() => renderCard({ record, accountName: 'production', style: 'name' })).not.toThrow()
    },
  )
  test('its card tells that none of them could be given access again', () => {
    const notShared = MANY.accounts.map(account => ({
      with: { ...NOBODY, accounts: [account] },
      code: 'InvalidAMIAttributeItemValue',
    }))
    const request = {
      key: 'k'.repeat(40),
      action: 'share' as const,
      image: IMAGE,
      person: proposal.person,
      place: proposal.place,
      state: 'accepted' as const,
      askedAtMs: 0,
      notShared,
    }
    expect(() =>
      renderCard({ record: { ...emptyRecord(IMAGE), facts, request }, accountName: 'p', style: 'name' }),
    ).not.toThrow()
  })
})

test('five long lines of history still fit below a status', () => {
  const entry = (i: number) => ({
    kind: 'request' as const,
    id: String(i),
    atMs: i,
    action: 'deregister' as const,
    outcome: 'failed' as const,
    by: proposal.person,
    purpose: 'w'.repeat(500),
    reason: 'r'.repeat(1000),
    facts: 'f'.repeat(1000),
    snapshots: Array.from({ length: 30 }, (_, n) => ({
      snapshotId: `snap-${n}`,
      result: 'missing-permissions',
    })),
  })
  expect(() =>
    renderStatus(
      { record: { ...emptyRecord(IMAGE), facts }, accountName: 'p', style: 'name' },
      joinHistory([1, 2, 3, 4, 5].map(entry)),
    ),
  ).not.toThrow()
})

test('a name with hidden characters can still be confirmed: by the id', () => {
  const name = typedNameOf(IMAGE.imageId, 'web\u200b-1')
  expect(name).toBe(IMAGE.imageId)
  expect(isTypedName(` ${IMAGE.imageId} `, name)).toBe(true)
})

test('a name longer than any that EC2 gives does not keep the form from being drawn', () => {
  const long = { ...facts, name: 'n'.repeat(5000) }
  expect(() =>
    renderChangeForm(viewOf({ facts: long, proposal: { ...proposal, facts: long } })),
  ).not.toThrow()
})

describe('a reason that looks like nothing', () => {
  test('is no reason', () => {
    expect(
      complaintOf({ ...proposal }, { typedName: 'web-1', purpose: '\u200b\u3164', options: {} }, true),
    ).toMatchObject({ field: 'purpose' })
  })
  test('does not keep a broken glass from being announced', () => {
    expect(() => renderEmergencyOverride({ ...proposal, purpose: '\u200b' }, 'production', [])).not.toThrow()
  })
})
