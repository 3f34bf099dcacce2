import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The functions and the page are really bundled. */
const LIMIT_MS = 30_000

let child: ChildProcess | undefined
afterEach(() => child?.kill('SIGKILL'))

const start = (port: number | string, ...args: string[]) => {
  const started = spawn(process.execPath, ['--import', 'tsx', 'sandbox/start.ts', ...args], {
    env: { ...process.env, PORT: String(port) },
  })
  child = started
  let output = ''
  let onOutput = () => {}
  const collect = (chunk: unknown) => {
    output += String(chunk)
    onOutput()
  }
  started.stdout.on('data', collect)
  started.stderr.on('data', collect)
  return {
    started,
    ended: new Promise<{ code: number | null; output: string }>(resolve => {
      started.on('close', code => resolve({ code, output }))
    }),
    /** Resolves with the match once the output has it; rejects when the process ends before. */
    prints: (pattern: RegExp) =>
      new Promise<RegExpExecArray>((resolve, reject) => {
        onOutput = () => {
          const found = pattern.exec(output)
          if (found) resolve(found)
        }
        started.on('close', () => reject(new Error(`It ended with: ${output}`)))
        onOutput()
      }),
  }
}

test(
  'it prints its address, answers there, and ends cleanly when it is told to',
  async () => {
    const { started, prints, ended } = start(0)
    const [url = ''] = await prints(/http:\/\/127\.0\.0\.1:\d+/)
    expect((await fetch(`${url}/_sandbox/ready`)).status).toBe(200)
    expect(await (await fetch(url)).text()).toMatch(/^<!doctype html>/)
    expect((await fetch(`${url}/page.js`)).headers.get('content-type')).toMatch(/^text\/javascript/)
    expect((await fetch(`${url}/page.css`)).status).toBe(200)
    started.kill('SIGTERM')
    expect((await ended).code).toBe(0)
  },
  LIMIT_MS,
)

test(
  'on a port that is taken it says so, and what to do',
  async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise(resolve => other.once('listening', resolve))
    const { port } = other.address() as AddressInfo
    const { code, output } = await start(port).ended
    other.close()
    expect(code).toBe(1)
    expect(output).toContain(`Port ${port} is in use`)
    expect(output).toContain(`PORT=${port + 1} npm start`)
  },
  LIMIT_MS,
)

test(
  'a port that is none is refused in one sentence',
  async () => {
    const { code, output } = await start('many').ended
    expect(code).toBe(1)
    expect(output).toContain('Expected the port to be a number from 0 to 65535, got "many".')
  },
  LIMIT_MS,
)
