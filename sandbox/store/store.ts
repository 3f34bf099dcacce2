import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import * as v from 'valibot'
import { codeOf, messageOf, Refusal } from '../kernel/refusal.ts'
import { lockFolder } from './lock.ts'

/**
 * A folder that keeps the state of the services between runs: one JSON file for each service and save, and an index
 * that names the files which belong together. Replacing the index is the one step that counts, so that a process may
 * die at any moment and all services are still of the same moment.
 */
export interface Store {
  folder: string
  /** When it was saved last; undefined while nothing was. */
  savedAt: string | undefined
  /** What a service left; undefined where it left nothing. */
  read(service: string): unknown
  /** Where the state of a service lies, for people. */
  fileOf(service: string): string
  /** Replaces the states of these services, all or none; the others stay as they are. */
  save(states: Readonly<Record<string, unknown>>, nowMs: number): Promise<void>
  /** Lets go of the folder. */
  close(): void
}

const INDEX = 'sandbox.json'
const FORMAT = 'amiops-sandbox'
const STATE_FILE = /^sandbox-[a-z0-9]+\.\d+\.json$/

/** Raised whenever an older sandbox can't read what is written. */
const VERSION = 3

const IndexSchema = v.object({
  format: v.literal(FORMAT),
  version: v.literal(VERSION),
  savedAt: v.pipe(v.string(), v.isoTimestamp()),
  generation: v.pipe(v.number(), v.integer()),
  files: v.record(v.string(), v.pipe(v.string(), v.regex(STATE_FILE))),
})
type Index = v.InferOutput<typeof IndexSchema>

const IN_ANOTHER_FOLDER = 'Nothing was changed. Choose another folder, or repair or move this one.'

const readJson = (file: string): unknown => {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new Refusal(`${file} cannot be read: ${messageOf(error)}. ${IN_ANOTHER_FOLDER}`, { cause: error })
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Refusal(`${file} is damaged: ${messageOf(error)}. ${IN_ANOTHER_FOLDER}`, { cause: error })
  }
}

const readIndex = (folder: string): Index => {
  const file = join(folder, INDEX)
  const json = readJson(file)
  const parsed = v.safeParse(IndexSchema, json)
  if (parsed.success) return parsed.output
  const header = v.safeParse(v.object({ format: v.literal(FORMAT), version: v.number() }), json)
  if (header.success && header.output.version !== VERSION) {
    throw new Refusal(
      `${file} is of version ${header.output.version}, and this sandbox reads version ${VERSION}. ${IN_ANOTHER_FOLDER}`,
    )
  }
  const [issue] = parsed.issues
  const where = v.getDotPath(issue) ?? 'the whole'
  throw new Refusal(
    `${file} is not what a sandbox keeps, at ${where}: ${issue.message}. ${IN_ANOTHER_FOLDER}`,
  )
}

/** A folder of something else is refused: a slip like `--data .` must not scatter files among it. */
const prepare = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true })
    const names = readdirSync(folder).filter(name => !name.startsWith('.'))
    // A first save that was cut short leaves files that no index names.
    const isOurs = (name: string) => /^sandbox\.(json\.new|lock)/.test(name) || STATE_FILE.test(name)
    if (names.includes(INDEX) || names.every(isOurs)) return
  } catch (error) {
    const why = codeOf(error) === 'EEXIST' || codeOf(error) === 'ENOTDIR' ? 'it is a file' : messageOf(error)
    throw new Refusal(`State cannot be kept in ${folder}: ${why}. Choose another folder.`, { cause: error })
  }
  throw new Refusal(
    `${folder} holds other things than a sandbox's state. Choose an empty folder, or one that is not there yet.`,
  )
}

/** On the disk before it counts. */
const write = async (file: string, text: string): Promise<void> => {
  const handle = await open(file, 'w')
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Opens a folder for this process alone, and makes it where it is missing. */
export const openStore = (path: string): Store => {
  const folder = resolve(path)
  prepare(folder)
  const release = lockFolder(folder)
  let index: Index | undefined
  try {
    index = existsSync(join(folder, INDEX)) ? readIndex(folder) : undefined
  } catch (error) {
    release()
    throw error
  }
  const at = (name: string) => join(folder, name)
  const fileOf = (service: string) => at(index?.files[service] ?? INDEX)

  const removeOutdated = () => {
    const current = Object.values(index?.files ?? {})
    for (const name of readdirSync(folder)) {
      if (STATE_FILE.test(name) && !current.includes(name)) rmSync(at(name), { force: true })
    }
  }

  return {
    folder,
    get savedAt() {
      return index?.savedAt
    },
    read: service => (index?.files[service] === undefined ? undefined : readJson(fileOf(service))),
    fileOf,
    async save(states, nowMs) {
      const generation = (index?.generation ?? 0) + 1
      const files = { ...index?.files }
      // All as text before the first wait: states may be the services' own objects, which go on changing.
      const texts = Object.entries(states).map(
        ([service, state]) => [service, JSON.stringify(state)] as const,
      )
      for (const [service, text] of texts) {
        const name = `sandbox-${service}.${generation}.json`
        await write(at(name), text)
        files[service] = name
      }
      const savedAt = new Date(nowMs).toISOString()
      const next: Index = { format: FORMAT, version: VERSION, savedAt, generation, files }
      await write(at(`${INDEX}.new`), `${JSON.stringify(next, null, 2)}\n`)
      await rename(at(`${INDEX}.new`), at(INDEX))
      index = next
      removeOutdated()
    },
    close: release,
  }
}
