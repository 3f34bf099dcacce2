import { configVersionOf } from '../../src/config/config-version.ts'
import { createConfigKeeper, type StoredText } from '../../src/config/keep-config.ts'
import { createStillClock } from '../support/clock.ts'
import { createKeptLog } from '../support/kept-log.ts'

const NAME = 's3://bucket/amiops.config.yml'
const configWith = (channel: string): string => `channels: { fallback: ${channel} }`
const BROKEN = 'chanels: {}'

/** A store that holds one text, and counts who reads it. */
const start = (text = configWith('first')) => {
  const clock = createStillClock()
  const log = createKeptLog()
  const store = { text, isDown: false, etags: [] as (string | undefined)[] }
  const readText = async (etag: string | undefined): Promise<StoredText> => {
    store.etags.push(etag)
    if (store.isDown) throw new Error('SlowDown')
    const own = `"${configVersionOf(store.text)}"`
    return etag === own ? { kind: 'unchanged' } : { kind: 'text', text: store.text, etag: own }
  }
  const read = createConfigKeeper({ name: NAME, readText, nowMs: clock.nowMs, log })
  const later = () => {
    clock.advance(60_000)
    return read()
  }
  return { clock, log, store, read, later }
}

test('it is read once a minute at most, and those who ask together share that', async () => {
  const { clock, store, read } = start()
  await Promise.all([read(), read()])
  clock.advance(59_999)
  await read()
  expect(store.etags).toHaveLength(1)
  clock.advance(1)
  await read()
  expect(store.etags).toEqual([undefined, expect.stringMatching(/^"/)])
})

test('a config that is the same stays the very same object: nothing is built again', async () => {
  const { read, later } = start()
  expect((await later()).config).toBe((await read()).config)
})

test('a changed config is taken up, and the log says so', async () => {
  const { log, store, read, later } = start()
  const before = await read()
  store.text = configWith('second')
  const { config, version, trouble } = await later()
  expect(config.channels.fallback).toBe('second')
  expect(version).toBe(configVersionOf(store.text))
  expect(version).not.toBe(before.version)
  expect(trouble).toBeUndefined()
  expect(log.lines).toContainEqual(expect.objectContaining({ level: 'info', message: 'The config changed.' }))
})

test('a broken config: the last good one stays in use, each fault with its line, until it is mended', async () => {
  const { clock, log, store, read, later } = start()
  const good = await read()
  store.text = BROKEN
  const since = clock.nowMs() + 60_000
  const broken = await later()
  expect(broken.config).toBe(good.config)
  expect(broken.version).toBe(good.version)
  expect(broken.trouble).toMatchObject({ name: NAME, sinceMs: since })
  expect(broken.trouble?.faults.join('\n')).toContain(`${NAME}:1: `)
  // It is not read again, and still said.
  expect((await later()).trouble?.sinceMs).toBe(since)
  expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(2)
  store.text = configWith('third')
  const mended = await later()
  expect(mended.config.channels.fallback).toBe('third')
  expect(mended.trouble).toBeUndefined()
})

test('the good one again, as it was: in use without trouble, and the same object', async () => {
  const { store, read, later } = start()
  const good = await read()
  store.text = BROKEN
  await later()
  store.text = configWith('first')
  const mended = await later()
  expect(mended).toEqual({ config: good.config, version: good.version })
  expect(mended.config).toBe(good.config)
})

test('a store that does not answer: the last good one stays, a warning first, an error after a quarter of an hour', async () => {
  const { log, store, read, later } = start()
  const good = await read()
  store.isDown = true
  expect((await later()).trouble?.faults).toEqual([`${NAME} could not be read: SlowDown`])
  expect((await later()).config).toBe(good.config)
  expect(log.lines.map(({ level }) => level)).toEqual(['warn', 'warn'])
  for (let minute = 3; minute <= 16; minute++) await later()
  expect(log.lines.at(-1)?.level).toBe('error')
  store.isDown = false
  expect(await later()).toEqual({ config: good.config, version: good.version })
})

test.each([
  ['with faults', { text: BROKEN, isDown: false }, /amiops cannot start:\ns3:\/\/bucket.*:1: /],
  ['that cannot be read', { isDown: true }, /s3:\/\/bucket.*could not be read: SlowDown/],
])('the first one %s: a sentence, and the next call tries again', async (_what, wrong, words) => {
  const { store, read } = start()
  Object.assign(store, wrong)
  await expect(read()).rejects.toThrow(words)
  Object.assign(store, { text: configWith('first'), isDown: false })
  expect((await read()).config.channels.fallback).toBe('first')
})
