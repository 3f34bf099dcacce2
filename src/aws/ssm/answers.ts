import * as v from 'valibot'
import type { ParameterNow, ParameterVersion } from '../../ports.ts'

/** What SSM answers, as far as aliases need it. Times are seconds with a fraction. */

const VERSION = v.object({
  Name: v.string(),
  Value: v.string(),
  Version: v.number(),
  DataType: v.optional(v.string(), 'text'),
  LastModifiedDate: v.number(),
})
const PARAMETERS = v.object({
  Parameters: v.array(v.object({ ...VERSION.entries, Type: v.string() })),
})
const HISTORY_PAGE = v.object({
  Parameters: v.array(v.object({ ...VERSION.entries, LastModifiedUser: v.optional(v.string()) })),
  NextToken: v.nullish(v.string()),
})

type Parameter = v.InferOutput<typeof PARAMETERS>['Parameters'][number]
export type Version = v.InferOutput<typeof HISTORY_PAGE>['Parameters'][number]

export const parseParameters = (body: unknown): Parameter[] => v.parse(PARAMETERS, body).Parameters
export const parseHistoryPage = (body: unknown): v.InferOutput<typeof HISTORY_PAGE> =>
  v.parse(HISTORY_PAGE, body)

/** The version that a change made. */
export const parsePut = (body: unknown): number => v.parse(v.object({ Version: v.number() }), body).Version

const sharedOf = ({ Value, Version, DataType, LastModifiedDate }: v.InferOutput<typeof VERSION>) => ({
  value: Value,
  version: Version,
  dataType: DataType,
  changedAtMs: Math.round(LastModifiedDate * 1000),
})

export const currentOf = (parameter: Parameter): ParameterNow => ({
  ...sharedOf(parameter),
  type: parameter.Type,
})

export const versionOf = (version: Version): ParameterVersion => ({
  ...sharedOf(version),
  ...(version.LastModifiedUser && { by: version.LastModifiedUser }),
})
