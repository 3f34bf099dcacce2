import { copiesPart } from '../../blocks/copies.ts'
import type { CopyRow } from '../../src/domain/record.ts'
import { givenRecord, IMAGE } from '../domain/given.ts'
import { drawn } from './drawn.ts'

const copies = (count: number, special: Partial<CopyRow> = {}): CopyRow[] =>
  Array.from({ length: count }, (_, at) => ({
    account: IMAGE.account,
    region: `eu-west-${at + 2}`,
    imageId: `ami-${at + 2}`,
    state: 'available',
    ...special,
  }))

test('no copies', () => {
  expect(copiesPart(givenRecord())).toEqual([])
  expect(copiesPart(givenRecord({ copies: [] }))).toEqual([])
})

test.each<[string, CopyRow[], string[], string]>([
  [
    'one',
    copies(1),
    [
      '*Copies*\n🟢 production · eu-west-2 · `ami-2`\n[Show production eu-west-2] -> status|123456789012/eu-west-2/ami-2',
    ],
    'Copies: 🟢 production · eu-west-2 · `ami-2`',
  ],
  [
    'one that is disabled',
    copies(1, { state: 'disabled' }),
    [
      '*Copies*\n🟡 Disabled production · eu-west-2 · `ami-2`\n[Show production eu-west-2] -> status|123456789012/eu-west-2/ami-2',
    ],
    'Copies: 🟡 Disabled production · eu-west-2 · `ami-2`',
  ],
  [
    'six: the menu has five',
    copies(6),
    [
      '*Copies*\n🟢 production · eu-west-2 · `ami-2`\n🟢 production · eu-west-3 · `ami-3`\n🟢 production · eu-west-4 · `ami-4`\n🟢 production · eu-west-5 · `ami-5`\n🟢 production · eu-west-6 · `ami-6`\n🟢 production · eu-west-7 · `ami-7`\n[Show production eu-west-2] -> status|123456789012/eu-west-2/ami-2\n[Show production eu-west-3] -> status|123456789012/eu-west-3/ami-3\n[Show production eu-west-4] -> status|123456789012/eu-west-4/ami-4\n[Show production eu-west-5] -> status|123456789012/eu-west-5/ami-5\n[Show production eu-west-6] -> status|123456789012/eu-west-6/ami-6',
    ],
    'Copies: 🟢 production · eu-west-2 · `ami-2`; 🟢 production · eu-west-3 · `ami-3`; 🟢 production · eu-west-4 · `ami-4`; 🟢 production · eu-west-5 · `ami-5`; 🟢 production · eu-west-6 · `ami-6`; 🟢 production · eu-west-7 · `ami-7`',
  ],
])('%s', (_name, rows, blocks, words) => {
  const [part = { blocks: [], words: '' }] = copiesPart(givenRecord({ copies: rows }), () => 'production')
  expect(drawn(part)).toEqual(blocks)
  expect(part.words).toBe(words)
})

test('twelve are shown, the others are counted', () => {
  const lines = (count: number): string[] =>
    copiesPart(givenRecord({ copies: copies(count) }))[0]?.words.split('; ') ?? []
  expect(lines(12)).toHaveLength(12)
  expect(lines(12).at(-1)).toBe('🟢 123456789012 · eu-west-13 · `ami-13`')
  expect(lines(13)).toHaveLength(13)
  expect(lines(13).at(-1)).toBe('… and 1 more')
})
