import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../../../sandbox/store/store.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'amiops-data-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const NOW_MS = Date.UTC(2026, 0, 15, 12)
const LOCK = 'sandbox.lock'
const contents = () =>
  Object.fromEntries(readdirSync(folder).map(name => [name, readFileSync(join(folder, name), 'utf8')]))

/** A run that saves and ends. */
const keep = async (states: Record<string, unknown>) => {
  const store = openStore(folder)
  await store.save(states, NOW_MS)
  store.close()
}

test('what one run saves, the next one reads', async () => {
  await keep({ slack: { channels: ['ami-ready'] }, ec2: [1, 2] })
  await keep({ slack: { channels: ['ami-alerts'] } })
  const store = openStore(folder)
  expect(store.savedAt).toBe('2026-01-15T12:00:00.000Z')
  expect(store.read('slack')).toEqual({ channels: ['ami-alerts'] })
  expect(store.read('ec2')).toEqual([1, 2])
  expect(store.read('sqs')).toBeUndefined()
  store.close()
})

test('a folder that is not there is made, and one file per service lies in it', async () => {
  rmSync(folder, { recursive: true })
  await keep({ slack: 1, ec2: 2 })
  await keep({ slack: 3 })
  expect(readdirSync(folder).sort()).toEqual(['sandbox-ec2.1.json', 'sandbox-slack.2.json', 'sandbox.json'])
})

test('a process that dies in the middle of a save leaves the state before it, of all services alike', async () => {
  await keep({ slack: 'before', ec2: 'before' })
  writeFileSync(join(folder, 'sandbox-slack.2.json'), '"after"')
  writeFileSync(join(folder, 'sandbox-ec2.2.json'), '"af')
  writeFileSync(join(folder, 'sandbox.json.new'), '{"format":')
  const store = openStore(folder)
  expect([store.read('slack'), store.read('ec2')]).toEqual(['before', 'before'])
  await store.save({ slack: 'later' }, NOW_MS)
  store.close()
  expect(readdirSync(folder).sort()).toEqual(['sandbox-ec2.1.json', 'sandbox-slack.2.json', 'sandbox.json'])
})

test('a first save that was cut short does not make the folder unusable', async () => {
  writeFileSync(join(folder, 'sandbox-slack.1.json'), '"half')
  await keep({ slack: 'whole' })
  expect(openStore(folder).read('slack')).toBe('whole')
})

describe('a folder that another sandbox uses', () => {
  test('is refused, and says which process it is', () => {
    const store = openStore(folder)
    expect(() => openStore(folder)).toThrow(
      `Another sandbox (process ${process.pid}) uses ${folder}. End it, or choose another folder.`,
    )
    store.close()
    openStore(folder).close()
    expect(readdirSync(folder)).toEqual([])
  })

  test('is free once that process has ended without a word', () => {
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    writeFileSync(join(folder, LOCK), JSON.stringify({ pid, bornAtMs: 1 }))
    openStore(folder).close()
    expect(readdirSync(folder)).toEqual([])
  })

  test('is free when this process has the id of the one that ended, as in a container', () => {
    writeFileSync(join(folder, LOCK), JSON.stringify({ pid: process.pid, bornAtMs: 1 }))
    openStore(folder).close()
    expect(readdirSync(folder)).toEqual([])
  })

  test('is refused when nobody can tell whose it is', () => {
    writeFileSync(join(folder, LOCK), '')
    expect(() => openStore(folder)).toThrow(`If there is none, delete ${join(folder, LOCK)}.`)
    expect(contents()).toEqual({ [LOCK]: '' })
  })
})

describe('what is refused is left as it was', () => {
  const index = (more: object) =>
    JSON.stringify({
      format: 'amiops-sandbox',
      version: 3,
      savedAt: '2026-01-15T12:00:00.000Z',
      generation: 1,
      files: { slack: 'sandbox-slack.1.json' },
      ...more,
    })
  test.each([
    ['an index that is cut off', { 'sandbox.json': '{"format":' }, /sandbox\.json is damaged: .*JSON/],
    [
      "something else's sandbox.json",
      { 'sandbox.json': '{"template":"node"}' },
      /sandbox\.json is not what a sandbox keeps, at format/,
    ],
    [
      'a newer format',
      { 'sandbox.json': index({ version: 4 }) },
      /is of version 4, and this sandbox reads version 3/,
    ],
    [
      'an index that leads out of its folder',
      { 'sandbox.json': index({ files: { slack: '../../etc/passwd' } }) },
      /is not what a sandbox keeps, at files\.slack/,
    ],
    ['a folder of something else', { 'package.json': '{}' }, /holds other things than a sandbox's state/],
    ['a file that is not there', { 'sandbox.json': index({}) }, /sandbox-slack\.1\.json cannot be read/],
    [
      'a state that is cut off',
      { 'sandbox.json': index({}), 'sandbox-slack.1.json': '{"channels":[' },
      /sandbox-slack\.1\.json is damaged/,
    ],
  ] as const)('%s', (_name, files, message) => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
    expect(() => {
      const store = openStore(folder)
      try {
        store.read('slack')
      } finally {
        store.close()
      }
    }).toThrow(message)
    expect(contents()).toEqual(files)
  })

  test('a file where a folder should be', () => {
    const file = join(folder, 'notes.txt')
    writeFileSync(file, 'dear diary')
    expect(() => openStore(file)).toThrow(
      `State cannot be kept in ${file}: it is a file. Choose another folder.`,
    )
    expect(readFileSync(file, 'utf8')).toBe('dear diary')
    expect(existsSync(join(folder, LOCK))).toBe(false)
  })
})
