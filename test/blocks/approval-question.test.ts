import { renderApprovalCard } from '../../blocks/approval-card.ts'
import type { Impact } from '../../src/domain/impact.ts'
import { IMAGE, MARIA } from '../domain/given.ts'

const uses = (names: string[]) => names.map(name => ({ kind: 'launch-configuration' as const, name }))

const impactOf = (names: string[]): Impact => ({
  references: { known: true, value: [] },
  instances: { known: true, value: [] },
  launchTemplates: { known: true, value: [] },
  autoScaling: { known: true, value: uses(names) },
  otherAccounts: { known: true, value: { asked: 0, running: [], unread: [] } },
  sharing: {
    known: true,
    value: { accounts: ['1'.repeat(12)], organizations: [], organizationalUnits: [], isPublic: false },
  },
  snapshots: { known: true, value: [{ snapshotId: 'snap-1', sizeGiB: 8, encrypted: false, alsoIn: [] }] },
  retention: { known: true, value: {} },
})

const confirmOf = (names: string[]): string => {
  const impact = impactOf(names)
  const facts = {
    state: 'available' as const,
    name: 'web-1',
    tags: {},
    snapshots: [{ snapshotId: 'snap-1', sizeGiB: 8, encrypted: false }],
  }
  const proposal = {
    id: 'a'.repeat(40),
    version: 1,
    action: 'deregister' as const,
    image: IMAGE,
    person: MARIA,
    place: { channelId: 'C', isPrivate: false },
    workspaceId: 'T',
    appId: 'A',
    state: 'waiting' as const,
    askedAtMs: 0,
    facts,
    impact,
    options: { deleteSnapshots: true as const },
    approval: { roles: [], channel: 'x', askedAtMs: 0, expiresAtMs: 9e12, reminded: 0, remindAtMs: 9e12 },
  }
  const { blocks } = renderApprovalCard({
    proposal,
    accountName: 'a',
    nameOf: account => (account === '1'.repeat(12) ? 'staging' : account),
    style: 'mention',
    impact,
    facts,
    pricePerGiB: 1,
    nowMs: 0,
  })
  const texts = blocks
    .flatMap(block => (block.type === 'actions' ? block.elements : []))
    .flatMap(element => ('confirm' in element ? (element.confirm?.text?.text ?? []) : []))
  return texts[0] ?? 'none'
}

test('what an approver must have read is not cut off by long names', () => {
  const words = confirmOf(['a', 'b', 'c'].map(letter => letter.repeat(80)))
  expect(words).toMatch(/The image cannot be restored$/)
})

test('names in the question are one harmless line', () => {
  const words = confirmOf(['web\u202Egnihton\n\nNothing is lost.'])
  expect(words).not.toMatch(/\u202E/)
  expect(words.split('\n')).toHaveLength(4)
})

test('accounts that lose access have their names', () => {
  expect(confirmOf(['web'])).toContain('Loses access: account staging')
})
