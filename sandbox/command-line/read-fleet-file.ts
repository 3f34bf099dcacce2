import { readFileSync } from 'node:fs'
import { transform } from 'esbuild'
import { codeOf, messageOf, Refusal } from '../kernel/refusal.ts'

const HOW_TO = 'aws ec2 describe-images --owners self > images.json'

/** PowerShell writes what a command prints as UTF-16. */
const decode = (bytes: Buffer): string =>
  new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes)

const readText = (file: string): string => {
  try {
    return decode(readFileSync(file))
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT') {
      throw new Refusal(`There is no file ${file}. To write one:\n\n    ${HOW_TO}`, { cause: error })
    }
    if (code === 'EISDIR') throw new Refusal(`${file} is a folder; expected a file.`, { cause: error })
    throw new Refusal(`${file} cannot be read: ${messageOf(error)}`, { cause: error })
  }
}

interface Place {
  line: number
  column: number
  reason: string
}

interface SyntaxFault {
  text: string
  /** The column is in bytes and counts from 0. */
  location: { line: number; column: number; lineText: string } | null
}

const isBuildFailure = (error: unknown): error is { errors: SyntaxFault[] } =>
  typeof error === 'object' && error !== null && 'errors' in error && Array.isArray(error.errors)

/** Where the JSON breaks off. Node 20 does not say, esbuild does. */
const findFault = async (text: string): Promise<Place | undefined> => {
  try {
    await transform(text, { loader: 'json', logLevel: 'silent' })
    return undefined
  } catch (error) {
    const [fault] = isBuildFailure(error) ? error.errors : []
    if (!fault?.location) return undefined
    const { line, column, lineText } = fault.location
    const before = Buffer.from(lineText).subarray(0, column).toString()
    return { line, column: before.length + 1, reason: fault.text }
  }
}

/** The JSON of a file of images. */
export const readFleetFile = async (file: string): Promise<unknown> => {
  const text = readText(file)
  if (text.trim() === '')
    throw new Refusal(`${file} is empty. Was the command that wrote it refused?\n\n    ${HOW_TO}`)
  try {
    return JSON.parse(text)
  } catch (error) {
    const place = await findFault(text)
    throw new Refusal(
      place
        ? `${file}, line ${place.line}, column ${place.column}: not JSON: ${place.reason}`
        : `${file} is not JSON: ${messageOf(error)}`,
      { cause: error },
    )
  }
}
