import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Packaged, toTemplate } from './to-template.ts'

/** Of the framework's package. */
const PACKAGED = 'cloudformation-template-update-stack.json'
const FUNCTIONS = ['slack', 'events', 'requests', 'schedule', 'scan']

export const TEMPLATE = 'amiops.template.json'

const nameOf = (zip: Buffer, name: string): string =>
  `${name}-${createHash('sha256').update(zip).digest('hex').slice(0, 12)}.zip`

const capitalised = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

/**
 * Writes the folder that is uploaded to a bucket as it is: the five zips, named after their content so that CloudFormation sees
 * what has changed, and the template that names them.
 *
 * @param folder what the framework packaged for the stage `ANY_STAGE`
 * @returns the folder's path
 */
export const writeRelease = (folder: string, stage: string): string => {
  const release = join(folder, 'release')
  rmSync(release, { recursive: true, force: true })
  mkdirSync(release)
  const zips: Record<string, string> = {}
  for (const name of FUNCTIONS) {
    const file = join(folder, `${name}.zip`)
    const zip = nameOf(readFileSync(file), name)
    copyFileSync(file, join(release, zip))
    zips[capitalised(name)] = zip
  }
  const packaged = JSON.parse(readFileSync(join(folder, PACKAGED), 'utf8')) as Packaged
  writeFileSync(join(release, TEMPLATE), `${JSON.stringify(toTemplate(packaged, zips, stage), null, 1)}\n`)
  return release
}
