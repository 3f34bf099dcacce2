import { imageRecord } from '../../src/aws/ledger/schemas/image.ts'
import { byName, text } from '../../src/aws/ledger/schemas/shape.ts'
import { parseStored, readable, stored } from '../../src/aws/ledger/stored.ts'
import { emptyRecord } from '../../src/domain/record.ts'

const keys = { pk: 'IMAGE#123456789012/us-east-1/ami-1', sk: 'RECORD' }
const { version: _, ...record } = emptyRecord({
  account: '123456789012',
  region: 'us-east-1',
  imageId: 'ami-1',
})

test('what was written is read back, with what a newer version of the same format added', () => {
  const item = { ...keys, ...stored({ record: { ...record, added: 1 } }) }
  expect(parseStored(imageRecord, item, 'record')).toEqual({ ...record, added: 1 })
})

test.each([
  [{ format: 2 }, 'format 2'],
  [{}, 'format undefined'],
])('an item of another format is refused, and named: %j', (format, words) => {
  const item = { ...keys, record, ...format }
  expect(() => parseStored(imageRecord, item, 'record')).toThrow(
    `The ledger’s item ${keys.pk} RECORD has ${words}, and this version of amiops reads format 1.`,
  )
})

test('an item that does not hold what it should is refused: the place is named, no value is', () => {
  const place = { channelId: 'C1', responseUrl: 7, isPrivate: false }
  const person = { userId: 'U1', workspaceId: 'T1' }
  const request = { key: 'k', action: 'disable', image: record, person, place, state: 'asked', askedAtMs: 1 }
  const item = { ...keys, ...stored({ record: { ...record, request } }) }
  expect(() => parseStored(imageRecord, item, 'record')).toThrow(
    /^The ledger’s item .* cannot be read: record\.request\.place\.responseUrl is not string\.$/,
  )
})

test('a tag may have any name', () => {
  const tags = { prototype: 'yes', constructor: 'a team', ['__proto__']: 'x', env: 'prod' }
  const item = { ...keys, ...stored({ tags }) }
  expect(Object.entries(parseStored(byName(text), item, 'tags')).sort()).toEqual(Object.entries(tags).sort())
  expect(() => parseStored(byName(text), { ...item, tags: { env: 1 } }, 'tags')).toThrow('cannot be read')
})

test('of many items one that cannot be read is left out; alone it is refused', () => {
  const good = { ...keys, ...stored({ name: 'a' }) }
  const bad = { ...keys, ...stored({ name: 7 }) }
  const read = (items: object[]) => readable(items, item => parseStored(text, { ...item }, 'name'))
  expect(read([good, bad, good])).toEqual(['a', 'a'])
  expect(() => read([bad])).toThrow('name is not string')
})
