import { renderCard } from '../../blocks/card.ts'
import type { ImageState } from '../../src/domain/image.ts'
import { emptyRecord, type ImageRecord } from '../../src/domain/record.ts'
import type { RequestState } from '../../src/domain/request.ts'

const IMAGE = { account: '123456789012', region: 'us-east-1', imageId: 'ami-0123456789abcdef0' }

const imageIn = (state: ImageState, name = 'payments-base'): ImageRecord => ({
  ...emptyRecord(IMAGE),
  facts: { state, name, tags: { Team: 'payments' }, snapshots: [] },
})

interface Element {
  type: string
  action_id: string
  style?: string
  text?: { text: string }
  accessibility_label?: string
  confirm?: { text: { text: string } }
}

const cardOf = (record: ImageRecord) => renderCard({ record, accountName: 'production', style: 'name' })

const elementsOf = (record: ImageRecord): Element[] =>
  cardOf(record).blocks.flatMap(block =>
    block.type === 'actions' ? (block.elements as unknown as Element[]) : [],
  )

const buttonsOf = (record: ImageRecord): string[] =>
  elementsOf(record).flatMap(e => (e.type === 'button' ? [`${e.text?.text} ${e.style ?? ''}`.trim()] : []))

test.each([
  ['available', ['Disable…', 'Deregister… danger', 'Retire…']],
  ['disabled', ['Enable primary', 'Deregister… danger']],
  ['failed', ['Acknowledge', 'Console', 'Deregister… danger']],
  ['deregistered', ['History']],
  ['pending', []],
] as const)('an image that is %s has the buttons that make sense', (state, buttons) => {
  expect(buttonsOf(imageIn(state))).toEqual(buttons)
})

test.each([
  ['asked', ['Check again']],
  ['acting', ['Check again']],
  ['accepted', ['Check again']],
  ['unknown', ['Check again']],
  ['failed', ['Disable…', 'Deregister… danger', 'Retire…']],
] as const)('a request that is %s leaves these buttons', (state: RequestState, buttons) => {
  const person = { userId: 'U0MARIA', name: 'maria', workspaceId: 'T0' }
  const place = { channelId: 'C0', isPrivate: false }
  const request = { key: 'k', action: 'disable' as const, image: IMAGE, person, place, state, askedAtMs: 0 }
  expect(buttonsOf({ ...imageIn('available'), request })).toEqual(buttons)
})

test('every button names its image to a screen reader; what has no form asks first, naming image, account and region', () => {
  const buttons = (record: ImageRecord) => elementsOf(record).filter(e => e.type === 'button')
  const changes = [...buttons(imageIn('available')), ...buttons(imageIn('disabled'))]
  expect(changes).toHaveLength(5)
  for (const { accessibility_label } of changes) expect(accessibility_label).toContain(IMAGE.imageId)
  const [enable, ...others] = changes.filter(({ confirm }) => confirm)
  expect(others).toEqual([])
  for (const part of ['payments-base', IMAGE.imageId, IMAGE.account, IMAGE.region])
    expect(enable?.confirm?.text.text).toContain(part)
})

/** Each of these stands once, in this order. */
const expectInOrder = (text: string, ...parts: string[]): void => {
  const places = parts.map(part => text.indexOf(part))
  expect(places).not.toContain(-1)
  expect(places).toEqual([...places].sort((a, b) => a - b))
  for (const part of parts) expect(text.split(part)).toHaveLength(2)
}

const FAILED: ImageRecord = {
  ...imageIn('failed', 'payments-base-2026-11-30'),
  facts: {
    state: 'failed',
    name: 'payments-base-2026-11-30',
    description: 'Nightly base image',
    tags: {
      Team: 'payments',
      Ec2ImageBuilderArn: 'arn:aws:imagebuilder:us-east-1:123456789012:image/base/1.0.0/3',
    },
    createdAtMs: 2_000_000,
    architecture: 'x86_64',
    snapshots: [],
  },
  lastEvent: {
    eventId: 'e',
    state: 'failed',
    atMs: 2_100_000,
    reason: 'Client.InternalError: no space left',
  },
  lastGood: { imageId: 'ami-0fedcba9876543210', name: 'payments-base-2026-11-23', atMs: 1_000_000 },
}

test('a failed image: who is called, what it is, why it failed, what works instead, what built it; the facts come after', () => {
  const { text, blocks } = renderCard({
    record: FAILED,
    accountName: 'production',
    style: 'name',
    mention: { who: ['S0ONCALL'], rule: 'production failures' },
  })
  const shown = JSON.stringify(blocks)
  const parts = [
    '<!subteam^S0ONCALL> · rule: production failures',
    '🔴 Failed',
    'Client.InternalError: no space left',
    'Last good image: ',
    'payments-base-2026-11-23',
    'base 1.0.0/3',
    'Nightly base image',
    'Team: ',
    'Architecture: ',
  ]
  expectInOrder(shown, ...parts)
  expectInOrder(text, ...parts)
  expect(blocks).toContainEqual(
    expect.objectContaining({
      type: 'section',
      text: expect.objectContaining({ text: `\`${IMAGE.imageId}\`` }),
    }),
  )
})

test('a failed image with a newer good one is superseded', () => {
  const lastGood = { imageId: 'ami-0fedcba9876543210', name: 'payments-base-2026-12-01', atMs: 2_000_001 }
  const { text } = cardOf({ ...FAILED, lastGood })
  expect(text).toContain('🔴 Failed, superseded: ')
  expect(text).toContain('Superseded by payments-base-2026-12-01')
  expect(text).not.toContain('Last good image')
  expect(cardOf({ ...FAILED, lastGood: { ...lastGood, atMs: 2_000_000 } }).text).not.toMatch(/superseded/i)
})

const NEW: ImageRecord = {
  ...imageIn('available'),
  lastEvent: { eventId: 'e', state: 'available', atMs: 2_000_000, cause: 'created' },
  newBuild: {
    family: 'payments-base',
    replaces: {
      imageId: 'ami-0fedcba9876543210',
      name: 'payments-base-2026-11-23',
      atMs: 1_000_000,
      differences: [
        { what: 'size', from: '8 GiB', to: '12 GiB' },
        { what: 'base', from: 'ami-1', to: 'ami-2' },
        { what: 'tag', key: 'Version', from: '1', to: '2' },
        { what: 'tag', key: '<!channel>', to: '*x*' },
        { what: 'tag', key: 'Draft', from: '' },
        { what: 'tag', key: 'Other', to: 'y' },
        { what: 'tag', key: 'Last', to: 'z' },
      ],
    },
  },
}

test('a new build: its family, what it replaces with its age, and what differs, five differences at most', () => {
  const { text, blocks } = cardOf(NEW)
  const parts = [
    '🟢 Available',
    '🆕 New build of ',
    ' · replaces ',
    'payments-base-2026-11-23',
    'Differs: ',
    'size 8 GiB → 12 GiB · source image ami-1 → ami-2 · tag Version 1 → 2',
  ]
  expectInOrder(JSON.stringify(blocks), ...parts)
  expectInOrder(text, ...parts)
  expect(text).toContain(' · ami-0fedcba9876543210 · ')
  expect(text).toContain('new tag &lt;!channel&gt;: *x* · without tag Draft · 2 more')
  expect(JSON.stringify(blocks)).not.toContain('mrkdwn","text":"new tag')
})

test('a new build that replaces nothing, and one that does not differ', () => {
  expect(cardOf({ ...NEW, newBuild: { family: 'payments-base' } }).text).toContain(
    'First available build of payments-base in this account and region',
  )
  const same = { imageId: 'ami-1', name: 'a', atMs: 0, differences: [] }
  expect(cardOf({ ...NEW, newBuild: { family: 'payments-base', replaces: same } }).text).toContain(
    'No difference in size',
  )
})

test.each(['asked', 'accepted', 'confirmed'] as const)(
  'a change that is %s: the reason that a person typed is the second line, the state stands once',
  state => {
    const request = {
      key: 'k',
      action: 'disable' as const,
      image: IMAGE,
      person: { userId: 'U0MARIA', name: 'maria', workspaceId: 'T0' },
      place: { channelId: 'C0', isPrivate: false },
      state,
      askedAtMs: 0,
      purpose: 'replaced by the new base',
    }
    const { text, blocks } = cardOf({ ...imageIn('disabled'), request })
    expect(JSON.stringify(blocks[1])).toContain('replaced by the new base')
    const by = state === 'confirmed' ? 'By @maria' : 'by @maria'
    expectInOrder(text, '🟡 Disabled', 'Reason: replaced by the new base', by, 'Team: payments')
    expect(text.split('🟡')).toHaveLength(2)
    expect(text.match(/disabled/gi)).toHaveLength(1)
  },
)

test('four facts at most, those that the config names, in its order', () => {
  const facts = {
    state: 'available',
    name: 'a',
    tags: { Team: 'payments' },
    ownerId: '1',
    architecture: 'arm64',
    snapshots: [],
  } as const
  const shown = (names: NonNullable<Parameters<typeof renderCard>[0]['facts']>) =>
    renderCard({ record: { ...imageIn('available'), facts }, accountName: 'p', style: 'name', facts: names })
      .text
  expectInOrder(shown(['architecture', 'size', 'tag:Team']), 'Architecture: arm64', 'Team: payments')
  expect(shown(['architecture'])).not.toContain('Team')
  const tags = { a: '1', b: '2', c: '3', d: '4', e: '5' }
  const many = renderCard({
    record: { ...imageIn('available'), facts: { ...facts, tags } },
    accountName: 'p',
    style: 'name',
    facts: ['tag:a', 'tag:b', 'tag:c', 'tag:d', 'tag:e'],
  }).text
  expect(many).toContain('d: 4')
  expect(many).not.toContain('e: 5')
})

const HOSTILE = [
  '<!channel> <@U0MARIA> `code` *bold* :fire: https://evil.example \u202e'.repeat(2_000),
  '`'.repeat(100_000),
  '&'.repeat(100_000),
  '😀'.repeat(50_000),
  '\u200b'.repeat(100_000),
  '\ud800',
]

test.each(
  HOSTILE.flatMap(text =>
    (['available', 'failed', 'deregistered'] as const).map(state => [state, text] as const),
  ),
)('an image that is %s and hostile in every word is shown shortened and inert', (state, text) => {
  const record: ImageRecord = {
    ...imageIn(state, text),
    facts: {
      state,
      name: text,
      description: text,
      tags: { [text]: text, Team: text },
      snapshots: [],
      architecture: text,
      stateReason: text,
      sourceImageId: text,
    },
  }
  const card = cardOf(record)
  expect(card.text.length).toBeLessThanOrEqual(4_000)
  expect(card.blocks.length).toBeLessThanOrEqual(50)
  // What Slack parses: the text, and every mrkdwn object. Rich text and plain text are never parsed.
  const parsed = [
    card.text,
    ...[...JSON.stringify(card.blocks).matchAll(/"type":"mrkdwn","text":"((?:[^"\\]|\\.)*)"/g)].map(
      m => m[1] ?? '',
    ),
  ]
  for (const words of parsed) {
    expect(words.length).toBeLessThanOrEqual(3_000 * 2)
    expect(words.replace(/<!date\^\d+\^[^|>]*\|[^>]*>/g, '')).not.toMatch(/<[!@#h]/)
    expect(words).not.toContain('\u202e')
  }
})

describe('a revoked image that was shared', () => {
  const by = { userId: 'U0MARIA', name: 'maria', workspaceId: 'T0' }
  const place = { channelId: 'C0', isPrivate: false }
  const revoked = { by, atMs: 0, reason: 'Drops connections', planId: 'p' }
  const savedPermissions = {
    isPublic: false,
    accounts: ['345678901234', '210987654321'],
    organizations: [],
    organizationalUnits: [],
  }
  const record = { ...imageIn('disabled'), savedPermissions, revoked }
  const request = {
    key: 'k',
    action: 'disable' as const,
    image: IMAGE,
    person: by,
    place,
    state: 'accepted' as const,
    askedAtMs: 0,
  }
  const textOf = (one: ImageRecord): string =>
    renderCard({
      record: one,
      accountName: 'production',
      nameOf: account => (account === '345678901234' ? 'staging' : account),
      style: 'name',
    }).text

  test('says what gives the access back: the undo, as nobody may enable or re-share it', () => {
    const words = textOf(record)
    expect(words).toContain(
      'Was shared with accounts `345678901234` (staging), `210987654321`. Access can be restored once the revocation is undone.',
    )
    expect(words).not.toMatch(/Enable it first|Re-share/)
  })

  test('has the reason once', () => {
    expect(textOf({ ...record, request: { ...request, purpose: 'Drops connections' } })).toMatch(
      /Reason: Drops connections.*Revoked by @maria\. /s,
    )
    expect(textOf({ ...record, request: { ...request, purpose: 'Another one' } })).toMatch(
      /Reason: Another one.*Revoked by @maria: “Drops connections”/s,
    )
  })
})
