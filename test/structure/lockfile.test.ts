import { readFileSync } from 'node:fs'

interface Entry {
  version?: string
  resolved?: string
  integrity?: string
  link?: boolean
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Readonly<Record<string, Entry>>
}
/** The project itself and its workspaces are not downloaded. */
const downloaded = Object.entries(packages).filter(
  ([path, { link }]) => path.startsWith('node_modules/') && !link,
)

test('npm ci can verify every package of the lock file, on every platform', () => {
  const unverified = downloaded.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''))
  expect(downloaded.length).toBeGreaterThan(100)
  expect(unverified.map(([path]) => path)).toEqual([])
})

test('the lock file names no registry: each machine asks its own', () => {
  expect(downloaded.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([])
})
