import { renderDigest } from '../../blocks/digest.ts'
import { renderDigestList } from '../../blocks/digest-list.ts'
import { addToDigest } from '../../src/domain/add-to-digest.ts'
import type { DigestLine } from '../../src/domain/digest-line.ts'

const EVIL = '<!channel> `*bold*` &&&& =1+1\t\n@here <https://evil|x>'.repeat(3).slice(0, 128)

const lines: DigestLine[] = Array.from({ length: 400 }, (_, i) => ({
  account: String(100_000_000_000 + (i % 40)),
  region: `xx-nowhere-${i % 9}`,
  imageId: `ami-${String(i).padStart(17, '0')}`,
  eventId: `event-${i}`,
  state: 'failed',
  atMs: i,
  name: `${i % 300}${EVIL}`.slice(0, 128),
  reason: EVIL,
  by: EVIL,
  actor: { kind: 'role', name: `${i}${EVIL}`, session: EVIL, sourceIdentity: EVIL },
  wasShared: true,
  isPublic: true,
  lastLaunchedAtMs: i,
  sizeGiB: 16_384,
}))

test('hostile names, as many and as long as can be: within Slack’s limits, and nobody is called', () => {
  const batch = {
    channel: 'ami-ready',
    stream: 'failed/0',
    batchId: 'a',
    lines,
    mention: [],
    cards: 0,
    pace: 1,
    followUp: false,
  }
  const { digest } = addToDigest(undefined, batch, 0)
  const drawn = renderDigest({ digest, nameOf: () => EVIL, mentions: [{ who: ['U0ALEX'], rule: EVIL }] })
  expect(drawn.text.length).toBeLessThanOrEqual(4000)
  expect(drawn.text).not.toMatch(/<!(?!date\^\d+\^\{ago\}\|)|<https/)
  expect(JSON.stringify(drawn.blocks)).not.toMatch(/<!channel|<https/)
  expect(JSON.stringify(drawn.blocks).length).toBeLessThan(12_000)
})

test('the list: one line an image, no cell that a spreadsheet would calculate', () => {
  const rows = renderDigestList(lines.map(line => ({ ...line, name: `=1+1\t${line.name}` }))).split('\n')
  expect(rows).toHaveLength(lines.length + 2)
  for (const row of rows.slice(0, -1)) expect(row.split('\t')).toHaveLength(13)
  expect(rows[1]?.split('\t')[1]).toMatch(/^'=/)
})

test.each([
  ['disabled', '7 images disabled by role `packer` in 6 s: 7 in use, 7 production'],
  ['failed', '7 images failed in 6 s, started by role `packer`: 7 in use, 7 production'],
] as const)(
  '%s: one sentence says what, how many, by whom, in what time, and how many matter',
  (state, sentence) => {
    const some = Array.from({ length: 7 }, (_, i) => ({
      account: '123456789012',
      region: 'us-east-1',
      imageId: `ami-${String(i).padStart(17, '0')}`,
      eventId: `event-${i}`,
      state,
      atMs: i * 1_000,
      lastLaunchedAtMs: 0,
      actor: { kind: 'role' as const, name: 'packer' },
      isProduction: true as const,
      reason: 'the disk was full',
    }))
    const batch = {
      channel: 'ami-alerts',
      stream: `${state}/0`,
      batchId: 'a',
      lines: some,
      mention: [],
      cards: 0,
      pace: 1,
      followUp: false,
    }
    const { digest } = addToDigest(undefined, batch, 0)
    const drawn = renderDigest({
      digest,
      nameOf: () => 'production',
      mentions: [{ who: ['S0ONCALL'], rule: 'production failures' }],
    })
    expect(drawn.text).toContain(
      `<!subteam^S0ONCALL> · rule: production failures. ${state === 'failed' ? '🔴' : '🟡'} ${sentence}. `,
    )
    // Who is called, and why, comes first, for the eye as well.
    expect(JSON.stringify(drawn.blocks[0])).toContain('<!subteam^S0ONCALL> · rule: production failures')
    if (state === 'failed') expect(JSON.stringify(drawn.blocks)).toContain('*7 ×* the disk was full')
  },
)
