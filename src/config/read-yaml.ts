import { Composer, type Document, isMap, isPair, isScalar, LineCounter, Parser, type YAMLError } from 'yaml'
import { aliasFaults } from './alias-faults.ts'
import type { Fault, Path } from './fault.ts'

/** Far more than the config has, far less than what overflows Node's stack: about 800 of `[`. */
const DEEPEST = 50

class TooDeep extends Error {
  constructor(readonly offset: number) {
    super(`at most ${DEEPEST} lists and keys inside of each other`)
  }
}

/** Stops before a document is too deep to be composed: composing is recursive, and enough of `[` would end Node itself. */
class ShallowParser extends Parser {
  override *next(source: string) {
    yield* super.next(source)
    if (this.stack.length > 2 * DEEPEST) throw new TooDeep(this.offset)
  }
}

export type ReadYaml =
  | { ok: true; value: unknown; lineOf: (path: Path) => number }
  | { ok: false; faults: readonly Fault[] }

/**
 * Reads one YAML document whose keys are all texts. Never throws.
 *
 * @returns its value, and the line of each part of it
 */
export const readYaml = (text: string): ReadYaml => {
  const lines = new LineCounter()
  const faultAt = (offset: number, expected: string): Fault => ({
    line: Math.max(1, lines.linePos(offset).line),
    path: '',
    expected,
  })
  try {
    const parser = new ShallowParser(lines.addNewLine)
    const [document, another] = new Composer({ uniqueKeys: true, stringKeys: true }).compose(
      parser.parse(text),
      true,
      text.length,
    )
    if (!document) return { ok: false, faults: [faultAt(0, 'a document')] }
    const faults = [
      // A warning means that a value would be read as something else than what was written.
      ...[...document.errors, ...document.warnings].map(error => faultAt(error.pos[0], wordsOf(error))),
      ...(another ? [faultAt(another.range[0], 'one document, got another one after ---')] : []),
    ]
    if (faults.length > 0) return { ok: false, faults }
    const aliases = aliasFaults(document.contents).map(({ offset, expected }) => faultAt(offset, expected))
    if (aliases.length > 0) return { ok: false, faults: aliases }
    // The library's own limit also counts simple uses of an anchor, so it is off: `aliasFaults` has counted the values.
    return { ok: true, value: document.toJS({ maxAliasCount: -1 }), lineOf: createLineOf(document, lines) }
  } catch (error) {
    if (error instanceof TooDeep) return { ok: false, faults: [faultAt(error.offset, error.message)] }
    return {
      ok: false,
      faults: [faultAt(0, `valid YAML: ${error instanceof Error ? error.message : error}`)],
    }
  }
}

const wordsOf = ({ code, message }: YAMLError): string =>
  code === 'BAD_ALIAS'
    ? `a text that begins with * in quotes: unquoted, * starts a YAML alias`
    : `valid YAML: ${message.split('\n')[0]}`

/** The line of the value at a path; of the nearest thing around it where it is missing. */
const createLineOf =
  (document: Document, lines: LineCounter) =>
  (path: Path): number => {
    for (let length = path.length; length >= 0; length--) {
      const part = path.slice(0, length)
      const parent = length > 0 ? document.getIn(part.slice(0, -1), true) : undefined
      const pair = isMap(parent)
        ? parent.items.find(
            item => isPair(item) && isScalar(item.key) && String(item.key.value) === String(part.at(-1)),
          )
        : undefined
      const node = isScalar(pair?.key) ? pair.key : document.getIn(part, true)
      const offset =
        typeof node === 'object' && node !== null && 'range' in node
          ? (node.range as [number] | null)?.[0]
          : undefined
      if (offset !== undefined) return lines.linePos(offset).line
    }
    return 1
  }
