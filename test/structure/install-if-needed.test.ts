import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const SCRIPT = resolve('scripts/install-if-needed.mjs')

/** In place of npm: installs one of two packages, and ends when the test says so. */
const NPM = `#!/usr/bin/env node
const { existsSync, mkdirSync, writeFileSync } = require('node:fs')
console.log('npm ' + process.argv.slice(2).join(' '))
mkdirSync('node_modules/one', { recursive: true })
writeFileSync('node_modules/one/package.json', '{}')
const look = setInterval(() => {
  if (!existsSync('end')) return
  clearInterval(look)
  process.exit(Number(process.env.NPM_ENDS_WITH))
}, 20)
`

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'amiops-install-'))
  mkdirSync(join(folder, 'bin'))
  writeFileSync(join(folder, 'bin', 'npm'), NPM)
  chmodSync(join(folder, 'bin', 'npm'), 0o755)
  const packages = {
    '': {},
    'node_modules/one': {},
    'node_modules/two': {},
    'node_modules/mac': { optional: true },
  }
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const run = (npmEndsWith: number) => {
  const env = {
    ...process.env,
    PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
    NPM_ENDS_WITH: String(npmEndsWith),
  }
  const child = spawn(process.execPath, [SCRIPT], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  const ended = new Promise<{ code: number | null; output: string }>(done => {
    child.on('close', code => done({ code, output }))
  })
  const prints = (wanted: string) =>
    new Promise<void>(done => {
      child.stdout.on('data', chunk => {
        output += String(chunk)
        if (output.includes(wanted)) done()
      })
    })
  return { prints, ended }
}

test.each([0, 7])(
  'it says how far it is while npm works, and ends as npm does: with %i',
  async npmEndsWith => {
    const { prints, ended } = run(npmEndsWith)
    await prints('1 of 2 packages')
    writeFileSync(join(folder, 'end'), '')
    const { code, output } = await ended
    expect(code).toBe(npmEndsWith)
    expect(output).toContain('npm ci ')
    expect(output.includes('Dependencies are installed')).toBe(npmEndsWith === 0)
  },
)

test('what is newer than the lock file is left alone', async () => {
  mkdirSync(join(folder, 'node_modules'))
  writeFileSync(join(folder, 'node_modules', '.package-lock.json'), '{}')
  const { ended } = run(0)
  expect(await ended).toEqual({ code: 0, output: '' })
})
