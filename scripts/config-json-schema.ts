import { type ConversionConfig, toJsonSchema } from '@valibot/to-json-schema'
import { CONFIG_SCHEMA } from '../src/config/schema.ts'
import { actionRights } from '../src/config/schema-action-rights.ts'

/** As much of JSON Schema as the config needs. */
export interface JsonSchema {
  title?: string
  $ref?: string
  type?: string
  description?: string
  default?: unknown
  enum?: readonly unknown[]
  pattern?: string
  /** What editors say of a text that does not fit the pattern; not part of the standard, and ignored by other readers. */
  patternErrorMessage?: string
  minimum?: number
  maximum?: number
  minLength?: number
  minItems?: number
  items?: JsonSchema
  anyOf?: readonly JsonSchema[]
  properties?: Readonly<Record<string, JsonSchema>>
  required?: readonly string[]
  additionalProperties?: boolean | JsonSchema
  $defs?: Readonly<Record<string, JsonSchema>>
}

/** How the messages of patterns begin. */
export const EXPECTED = 'Expected '

type Override = NonNullable<ConversionConfig['overrideAction']>

/** What JSON Schema has another word for, or none: checks by code are left to `npm run package`. */
const overrideAction: Override = ({ valibotAction, jsonSchema }) => {
  const action = valibotAction as { type: string; message?: unknown; requirement?: RegExp }
  switch (action.type) {
    case 'regex':
      return {
        ...jsonSchema,
        pattern: action.requirement?.source,
        patternErrorMessage: `${EXPECTED}${action.message}`,
      } as typeof jsonSchema
    case 'metadata':
      return {
        anyOf: [jsonSchema.items as typeof jsonSchema, { type: 'array', items: jsonSchema.items }],
      }
    default:
      return ['transform', 'check', 'finite'].includes(action.type) ? jsonSchema : undefined
  }
}

/** The JSON Schema of `amiops.config.yml` for editors: what a file may hold, not what it is read to. */
export const configJsonSchema = (): JsonSchema => ({
  title: 'amiops.config.yml',
  ...(toJsonSchema(CONFIG_SCHEMA, {
    definitions: { action: actionRights },
    overrideAction,
    // `keys` checks for a map first: this check says nothing that "object" does not say.
    overrideSchema: ({ valibotSchema, jsonSchema }) =>
      valibotSchema.type === 'custom' ? jsonSchema : undefined,
    errorMode: 'ignore',
  }) as JsonSchema),
})
