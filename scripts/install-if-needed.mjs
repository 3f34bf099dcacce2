// Installs the dependencies when they are missing or older than the lock file, so that a fresh clone needs one command.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'

const INSTALLED = 'node_modules/.package-lock.json'
const LOCK = 'package-lock.json'
const EVERY_MS = 4_000

if (!existsSync(INSTALLED) || statSync(INSTALLED).mtimeMs < statSync(LOCK).mtimeMs) {
  console.log('Installing dependencies (npm ci). The first time takes a minute or two.')
  const sinceMs = performance.now()
  const seconds = () => `${Math.round((performance.now() - sinceMs) / 1_000)} s`
  // Those that are optional are for other systems.
  const packages = Object.entries(JSON.parse(readFileSync(LOCK, 'utf8')).packages)
    .filter(([path, { optional }]) => path.startsWith('node_modules/') && !optional)
    .map(([path]) => path)
  const progress = setInterval(() => {
    const there = packages.filter(path => existsSync(`${path}/package.json`)).length
    console.log(`  ${seconds()}: ${there} of ${packages.length} packages`)
  }, EVERY_MS)
  // Without npm's own progress bar: not every terminal draws it, and it would mix with these lines. And without its warnings, which
  // are about packages that nobody here chose.
  const npm = spawn('npm', ['ci', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error'], {
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  })
  npm.on('exit', code => {
    clearInterval(progress)
    if (code === 0) console.log(`Dependencies are installed, in ${seconds()}.`)
    process.exitCode = code ?? 1
  })
}
