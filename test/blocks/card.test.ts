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
  ['available', ['Disable…', 'Deregister… danger']],
  ['disabled', ['Enable primary', 'Deregister… danger']],
  ['failed', ['Console', 'Deregister… danger']],
  ['deregistered', ['History']],
  ['pending', []],
] as const)('an image that is %s has the buttons that make sense', (state, buttons) => {
  expect(buttonsOf(imageIn(state))).toEqual(buttons)
})

test.each([
  ['asked', []],
  ['acting', []],
  ['accepted', []],
  ['unknown', ['Check again']],
  ['failed', ['Disable…', 'Deregister… danger']],
] as const)('a request that is %s leaves these buttons', (state: RequestState, buttons) => {
  const person = { userId: 'U0MARIA', name: 'maria', workspaceId: 'T0' }
  const place = { channelId: 'C0', isPrivate: false }
  const request = { key: 'k', action: 'disable' as const, image: IMAGE, person, place, state, askedAtMs: 0 }
  expect(buttonsOf({ ...imageIn('available'), request })).toEqual(buttons)
})

test('every button names its image to a screen reader; what has no form asks first, naming image, account and region', () => {
  const buttons = (record: ImageRecord) => elementsOf(record).filter(e => e.type === 'button')
  const changes = [...buttons(imageIn('available')), ...buttons(imageIn('disabled'))]
  expect(changes).toHaveLength(4)
  for (const { accessibility_label } of changes) expect(accessibility_label).toContain(IMAGE.imageId)
  const [enable, ...others] = changes.filter(({ confirm }) => confirm)
  expect(others).toEqual([])
  for (const part of ['payments-base', IMAGE.imageId, IMAGE.account, IMAGE.region])
    expect(enable?.confirm?.text.text).toContain(part)
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
