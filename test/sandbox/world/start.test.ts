import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSandbox } from '../../../sandbox/start.ts'
import { BUILT, endAll, start, startByNpm } from './run-start.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'amiops-start-'))
})
afterEach(() => {
  endAll()
  rmSync(folder, { recursive: true, force: true })
})

const write = (name: string, content: string | Buffer): string => {
  const file = join(folder, name)
  writeFileSync(file, content)
  return file
}

test('it prints its address, answers there, and ends cleanly at a signal', async () => {
  const run = start([], { script: 'scripts/start.ts' })
  const url = await run.url()
  expect((await fetch(`${url}/_sandbox/ready`)).status).toBe(200)
  expect(await (await fetch(url)).text()).toMatch(/^<!doctype html>/)
  expect((await fetch(`${url}/page.js`)).headers.get('content-type')).toMatch(/^text\/javascript/)
  expect((await fetch(`${url}/page.css`)).status).toBe(200)
  run.kill('SIGTERM')
  const { code, output } = await run.ended
  expect(code).toBe(0)
  expect(output).toMatch(/\n {2}\d+ images in \d+ regions of \d+ accounts\n {2}Nothing is saved/)
})

describe('npm start', () => {
  /** The project's own script, with what is built already. */
  const writePackage = () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } }
    expect(scripts.start).toContain('scripts/start.ts')
    const script = `cd ${process.cwd()} && ${scripts.start.replace('scripts/start.ts', BUILT)}`
    write('package.json', JSON.stringify({ scripts: { start: script } }))
  }

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'] as const)(
    'leaves nothing behind when npm alone gets %s',
    async signal => {
      writePackage()
      const run = startByNpm(folder)
      const url = await run.url()
      expect((await fetch(`${url}/_sandbox/ready`)).status).toBe(200)
      run.kill(signal)
      await run.ended
      await expect(fetch(`${url}/_sandbox/ready`)).rejects.toThrow('fetch failed')
    },
  )
})

test('with a manual clock an hour passes at once, and the schedule runs', async () => {
  const url = await start(['--clock', 'manual']).url()
  const init = { method: 'POST', body: JSON.stringify({ advanceMs: 3_600_000 }) }
  const answer = await fetch(`${url}/_sandbox/clock`, init)
  const { now } = (await answer.json()) as { now: string }
  expect(Date.parse(now) - Date.now()).toBeGreaterThan(3_500_000)
  expect(await (await fetch(`${url}/_sandbox/idle`)).json()).toEqual({ idle: true })
  const timeline = (await (await fetch(`${url}/_sandbox/timeline`)).json()) as {
    title: string
    atMs: number
  }[]
  const runs = timeline.filter(({ title }) => title.startsWith('schedule ran on schedule -> ok'))
  expect(runs).toHaveLength(12)
  for (const [index, run] of runs.slice(1).entries()) {
    const apartMs = run.atMs - Number(runs[index]?.atMs)
    expect(Math.round(apartMs / 60_000)).toBe(5)
  }
})

test('on a port that is taken it says so, and what to do', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => other.once('listening', resolve))
  const { port } = other.address() as AddressInfo
  const { code, output } = await start(['--port', String(port)]).ended
  other.close()
  expect(code).toBe(1)
  expect(output).toContain(`Port ${port} is in use`)
  expect(output).toContain(`npm start -- --port ${port + 1}`)
})

test('help is printed, and nothing is started', async () => {
  const { code, output } = await start(['--help']).ended
  expect(code).toBe(0)
  expect(output).toMatch(/^Usage: npm start \[-- options\]/)
})

const IMAGE = {
  ImageId: 'ami-0123456789abcdef0',
  Name: 'my-own',
  OwnerId: '111122223333',
  State: 'available',
  CreationDate: '2026-01-31T02:24:00.000Z',
}

/** A start that comes to nothing, in this process. */
const refuse = async (args: readonly string[]) => {
  const exit = jest.spyOn(process, 'exit').mockImplementation(() => undefined as never)
  const error = jest.spyOn(console, 'error').mockImplementation(() => {})
  await startSandbox(args)
  const ended = { code: exit.mock.calls[0]?.[0], output: error.mock.calls.flat().join('\n') }
  exit.mockRestore()
  error.mockRestore()
  return ended
}

describe('a wrong start is refused with one clear word, exit code 1 and no stack', () => {
  test.each([
    ['an option that is none', () => ['--flet', 'x.json'], /There is no option --flet\./],
    ['a port that is none', () => ['--port', 'many'], /Expected --port .* got "many"\./],
    [
      'a file that is not there',
      () => ['--fleet', join(folder, 'none.json')],
      /There is no file \S+none\.json\. To write one:\s+aws ec2 describe-images/,
    ],
    ['a folder for a file', () => ['--fleet', folder], /is a folder; expected a file\./],
    ['an empty file', () => ['--fleet', write('empty.json', ' \n')], /empty\.json is empty\./],
    [
      'a file that is not JSON',
      () => ['--fleet', write('broken.json', '{\n  "Images": [\n    { "Name": "é", }\n  ]\n}')],
      /broken\.json, line 3, column 18: not JSON: JSON does not support trailing commas/,
    ],
    [
      'a file of something else',
      () => ['--fleet', write('other.json', '{"Instances": []}')],
      /other\.json is not what aws ec2 describe-images prints:\s+The whole: expected .* got an object with \["Instances"\]/,
    ],
    [
      'an image with a wrong field',
      () => ['--fleet', write('wrong.json', JSON.stringify({ Images: [IMAGE, { ...IMAGE, OwnerId: 12 }] }))],
      /Images\[1\]\.OwnerId: expected an account of 12 digits, as a text, got 12/,
    ],
    [
      'a folder that keeps something else',
      () => {
        write('package.json', '{}')
        return ['--data', folder]
      },
      /holds other things than a sandbox's state\./,
    ],
  ])('%s', async (_name, args, message) => {
    const { code, output } = await refuse(args())
    expect(code).toBe(1)
    expect(output).toMatch(message)
    expect(output).not.toMatch(/\n\s+at |\.ts:\d+/)
  })
})

test("a fleet of one's own: what was loaded, and what the bot's config has to say for it", async () => {
  // As PowerShell writes it.
  const text = Buffer.from(`\uFEFF${JSON.stringify({ Images: [IMAGE] })}`, 'utf16le')
  const run = start(['--fleet', write('mine.json', text), '--region', 'eu-west-1'])
  await run.prints(/Starting the sandbox: .*\n/)
  const url = await run.url()
  await run.prints(/1 image in 1 region of 1 account from \S+mine\.json\n/)
  await run.prints(
    /- { id: '111122223333', alias: mine-1, role: 'arn:aws:iam::111122223333:role\/amiops', regions: \[eu-west-1\] }/,
  )
  const images = await (await fetch(`${url}/_sandbox/images`)).json()
  expect(images).toMatchObject([{ imageId: IMAGE.ImageId, region: 'eu-west-1', account: '111122223333' }])
})

test('ten thousand made-up images: it starts, and has them all', async () => {
  const run = start(['--seed', '7', '--images', '10000'])
  const url = await run.url()
  await run.prints(/10,000 images in \d+ regions of \d+ accounts made up from seed 7\n/)
  const images = (await (await fetch(`${url}/_sandbox/images`)).json()) as { imageId: string }[]
  expect(new Set(images.map(({ imageId }) => imageId)).size).toBe(10_000)
})

/** Every file below a folder; what is linked to is not its own. */
const filesIn = (root: string): string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .map(entry => join(entry.parentPath, entry.name))
    .sort()

test('without --data nothing is written: not where it runs, not at home, not among the temporary files', async () => {
  for (const name of ['work', 'home', 'tmp']) mkdirSync(join(folder, name))
  for (const name of readdirSync(process.cwd())) {
    if (name !== '.git') symlinkSync(join(process.cwd(), name), join(folder, 'work', name))
  }
  const before = filesIn(folder)
  const env = {
    HOME: join(folder, 'home'),
    TMPDIR: join(folder, 'tmp'),
    // tsx keeps what it has compiled among the temporary files.
    TSX_DISABLE_CACHE: '1',
  }
  const run = start([], { script: 'scripts/start.ts', cwd: join(folder, 'work'), env })
  const url = await run.url()
  await fetch(`${url}/_sandbox/images`, { method: 'POST', body: '{"name": "new"}' })
  await fetch(`${url}/_sandbox/idle`)
  await fetch(`${url}/page.js`)
  run.kill('SIGINT')
  expect((await run.ended).code).toBe(0)
  expect(filesIn(folder)).toEqual(before)
})
