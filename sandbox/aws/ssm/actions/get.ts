import * as v from 'valibot'
import { describeMore, describeVersion, readValue, type SsmAction, writeParameter } from '../action.ts'
import { invalid, parameterNotFound, versionNotFound } from '../errors.ts'
import { FiltersSchema, fitsFilters, isUnder } from '../filters.ts'
import { pageFields, readPage } from '../pages.ts'
import { currentOf } from '../parameter.ts'
import { findSelected } from '../selector.ts'

const decryption = { WithDecryption: v.optional(v.boolean(), false) }

const OneSchema = v.object({ Name: v.string(), ...decryption })

export const GetParameter: SsmAction = (input, caller, { store }) => {
  const { Name, WithDecryption } = v.parse(OneSchema, input)
  const { parameter, version, selector } = findSelected(store.own(caller), Name)
  if (!parameter) throw parameterNotFound(Name)
  if (!version) throw versionNotFound(parameter.name, selector ?? '')
  return { Parameter: writeParameter(parameter, version, { decrypted: WithDecryption, selector }) }
}

/** Of one call. */
const NAMES_AT_MOST = 10

/** The names of a call that takes several. */
export const NamesSchema = v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(NAMES_AT_MOST))

const SeveralSchema = v.object({ Names: NamesSchema, ...decryption })

export const GetParameters: SsmAction = (input, caller, { store }) => {
  const { Names, WithDecryption: decrypted } = v.parse(SeveralSchema, input)
  if (new Set(Names).size < Names.length) throw invalid('Names must not be given twice.')
  const own = store.own(caller)
  const found = Names.map(name => ({ name, ...findSelected(own, name) }))
  return {
    Parameters: found.flatMap(({ parameter, version, selector }) =>
      parameter && version ? [writeParameter(parameter, version, { decrypted, selector })] : [],
    ),
    InvalidParameters: found.filter(({ version }) => !version).map(({ name }) => name),
  }
}

const PathSchema = v.object({
  Path: v.string(),
  Recursive: v.optional(v.boolean(), false),
  ParameterFilters: FiltersSchema,
  ...decryption,
  ...pageFields(10),
})

export const GetParametersByPath: SsmAction = (input, caller, { store }) => {
  const wanted = v.parse(PathSchema, input)
  if (!wanted.Path.startsWith('/')) throw invalid('The parameter path must begin with a forward slash (/).')
  const labels = wanted.ParameterFilters.filter(({ Key }) => Key === 'Label')
  const others = wanted.ParameterFilters.filter(({ Key }) => Key !== 'Label')
  const found = store
    .own(caller)
    .filter(
      parameter =>
        isUnder(parameter.name, wanted.Path, wanted.Recursive) && fitsFilters(parameter, others, ['Type']),
    )
    .flatMap(parameter => {
      const isMeant = (version: { labels: readonly string[] }) =>
        labels.every(({ Values = [] }) => Values.some(label => version.labels.includes(label)))
      const version = labels.length === 0 ? currentOf(parameter) : parameter.versions.find(isMeant)
      return version ? [writeParameter(parameter, version, { decrypted: wanted.WithDecryption })] : []
    })
  const { page, next } = readPage(found, wanted)
  return { Parameters: page, ...next }
}

const HistorySchema = v.object({ Name: v.string(), ...decryption, ...pageFields(50) })

/** The oldest version first. */
export const GetParameterHistory: SsmAction = (input, caller, { store }) => {
  const wanted = v.parse(HistorySchema, input)
  const { parameter } = findSelected(store.own(caller), wanted.Name)
  if (!parameter) throw parameterNotFound(wanted.Name)
  const { page, next } = readPage(parameter.versions, wanted)
  return {
    Parameters: page.map(version => ({
      ...describeVersion(parameter, version),
      ...describeMore(version),
      Value: readValue(parameter, version, wanted.WithDecryption),
      Labels: version.labels,
    })),
    ...next,
  }
}
