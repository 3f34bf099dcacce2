import { configJsonSchema, EXPECTED, type JsonSchema } from './config-json-schema.ts'

/** One key of `amiops.config.yml`. */
export interface ConfigKey {
  /** From the top of the file: `rules`, `[]`, `when`, `state`. `NAME` stands for a name of one's own, `ACTION` for an action. */
  path: readonly string[]
  type: string
  /** As the file has it; undefined where there is none. */
  default: unknown
  isRequired: boolean
  description: string
  /** It holds other keys, which are listed by themselves. */
  hasKeys: boolean
}

const range = ({ minimum, maximum }: JsonSchema): string =>
  minimum === undefined || maximum === undefined ? '' : `, ${minimum} to ${maximum}`

/** What may stand there, in words. */
export const typeWords = (schema: JsonSchema): string => {
  const { anyOf, type, items, pattern, patternErrorMessage = '', properties } = schema
  if (anyOf) return `${typeWords(anyOf[0] ?? {})}; or a list`
  if (schema.enum) return schema.enum.map(value => `\`${value}\``).join(', ')
  if (pattern) return patternErrorMessage.slice(EXPECTED.length)
  switch (type) {
    case 'string':
      return 'text'
    case 'integer':
      return `whole number${range(schema)}`
    case 'number':
      return `number${range(schema)}`
    case 'boolean':
      return '`true` or `false`'
    case 'array':
      return `list: ${typeWords(items ?? {})}`
    case 'object':
      return properties ? 'keys' : 'names with values'
    default:
      throw new Error(`Expected a type of the config’s schema, got ${JSON.stringify(schema)}.`)
  }
}

type Path = readonly string[]

const isAlike = (schemas: readonly JsonSchema[]): boolean =>
  schemas.length > 1 && schemas.every(({ $ref }) => $ref !== undefined && $ref === schemas[0]?.$ref)

/** The keys of a file with this JSON Schema, in its order. */
export const configKeys = (root: JsonSchema = configJsonSchema()): ConfigKey[] => {
  const resolve = (schema: JsonSchema): JsonSchema =>
    schema.$ref ? (root.$defs?.[schema.$ref.replace('#/$defs/', '')] ?? {}) : schema

  /** The keys inside of a value. */
  const inside = (given: JsonSchema, path: Path): ConfigKey[] => {
    const { anyOf, items, properties = {}, required = [], additionalProperties } = resolve(given)
    const list = items ?? anyOf?.[1]?.items
    if (list) return inside(list, [...path, '[]'])
    const first = Object.values(properties)[0]
    if (first && isAlike(Object.values(properties))) return inside(first, [...path, 'ACTION'])
    return [
      ...Object.entries(properties).flatMap(([name, schema]) =>
        keyAt(schema, [...path, name], required.includes(name)),
      ),
      ...(typeof additionalProperties !== 'object'
        ? []
        : additionalProperties.description
          ? keyAt(additionalProperties, [...path, 'NAME'], false)
          : inside(additionalProperties, [...path, 'NAME'])),
    ]
  }

  const keyAt = (schema: JsonSchema, path: Path, isRequired: boolean): ConfigKey[] => {
    const keys = inside(schema, path)
    const { description = '' } = schema
    return [
      {
        path,
        type: typeWords(schema),
        default: schema.default,
        isRequired,
        description,
        hasKeys: keys.length > 0,
      },
      ...keys,
    ]
  }

  return inside(root, [])
}

/** `rules[].when.state` */
export const pathWords = (path: Path): string => path.join('.').replaceAll('.[]', '[]')
