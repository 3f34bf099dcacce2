import type { Fault, Path } from '../src/config/fault.ts'
import { readYaml } from '../src/config/read-yaml.ts'

/** Ids of zeros, and names that begin with `your-`: what the shipped config holds in place of your own. */
const PLACEHOLDER = /^([A-Z]0{8,}|0{12}|#?your-.+|arn:[^ ]*:0{12}:.*)$/

export const isPlaceholder = (text: string): boolean => PLACEHOLDER.test(text)

const textsIn = (value: unknown, path: Path = []): { path: Path; text: string }[] => {
  if (typeof value === 'string') return [{ path, text: value }]
  if (Array.isArray(value)) return value.flatMap((inner, at) => textsIn(inner, [...path, at]))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, [...path, key]))
}

/** The placeholders that a config still holds, each with its line, in their order. Of a text that is no YAML, none. */
export const findPlaceholders = (config: string): Fault[] => {
  const read = readYaml(config)
  if (!read.ok) return []
  return textsIn(read.value)
    .filter(({ text }) => isPlaceholder(text))
    .map(({ path, text }) => ({
      line: read.lineOf(path),
      path: path.join('.'),
      expected: `your own in place of ${text}, or no such line`,
    }))
}
