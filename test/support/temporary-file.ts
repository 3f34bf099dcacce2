import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TEST_FOLDER } from './shared/client.ts'

/** Writes a file in a new folder that is removed when all tests have run. Returns its path. */
export const temporaryFile = (name: string, text: string): string => {
  const file = join(mkdtempSync(join(process.env[TEST_FOLDER] ?? tmpdir(), 'amiops-')), name)
  writeFileSync(file, text)
  return file
}
