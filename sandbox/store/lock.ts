import { closeSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { codeOf, Refusal } from '../kernel/refusal.ts'

const NAME = 'sandbox.lock'

/** A process is its id and its birth: in a container, a new process often gets the id of the last one. */
interface Owner {
  pid: number
  bornAtMs: number
}

const SELF: Owner = { pid: process.pid, bornAtMs: Math.floor(performance.timeOrigin) }

const isOwner = (value: unknown): value is Owner =>
  typeof value === 'object' && value !== null && 'pid' in value && 'bornAtMs' in value

const readOwner = (text: string): Owner | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return isOwner(value) ? value : undefined
  } catch {
    return undefined
  }
}

const isAlive = (owner: Owner): boolean => {
  if (owner.pid === SELF.pid) return owner.bornAtMs === SELF.bornAtMs
  try {
    process.kill(owner.pid, 0)
    return true
  } catch (error) {
    // The process of another user: it can't be signalled, but it exists.
    return codeOf(error) === 'EPERM'
  }
}

const create = (file: string): boolean => {
  try {
    const handle = openSync(file, 'wx')
    writeSync(handle, JSON.stringify(SELF))
    closeSync(handle)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

const readLock = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Moved away before it is removed: of two who find the same stale lock, one moves it and the other finds none. */
const removeStale = (file: string, text: string): void => {
  const aside = `${file}.${process.pid}`
  try {
    renameSync(file, aside)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw error
  }
  if (readFileSync(aside, 'utf8') === text) rmSync(aside)
  else renameSync(aside, file)
}

/** Takes a folder for this process alone; a lock whose process has ended is taken over. Gives what releases it. */
export const lockFolder = (folder: string): (() => void) => {
  const file = join(folder, NAME)
  while (!create(file)) {
    const text = readLock(file)
    if (text === undefined) continue
    const owner = readOwner(text)
    if (!owner || isAlive(owner)) {
      throw new Refusal(
        `Another sandbox${owner ? ` (process ${owner.pid})` : ''} uses ${folder}. ` +
          `End it, or choose another folder. If there is none, delete ${file}.`,
      )
    }
    removeStale(file, text)
  }
  return () => rmSync(file, { force: true })
}
