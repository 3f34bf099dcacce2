import * as v from 'valibot'
import { describeMore, describeVersion, type SsmAction } from '../action.ts'
import { invalid } from '../errors.ts'
import { FiltersSchema, fitsFilters } from '../filters.ts'
import { pageFields, readPage } from '../pages.ts'
import { arnOfParameter, currentOf } from '../parameter.ts'

const DescribeSchema = v.object({
  Filters: v.optional(v.array(v.unknown()), []),
  ParameterFilters: FiltersSchema,
  ...pageFields(50),
})

export const DescribeParameters: SsmAction = (input, caller, { store }) => {
  const wanted = v.parse(DescribeSchema, input)
  if (wanted.Filters.length > 0) throw invalid('Filters is deprecated. Use ParameterFilters.')
  const keys = ['Name', 'Type', 'DataType', 'Path']
  const found = store.own(caller).filter(parameter => fitsFilters(parameter, wanted.ParameterFilters, keys))
  const { page, next } = readPage(found, wanted)
  return {
    Parameters: page.map(parameter => ({
      ...describeVersion(parameter),
      ...describeMore(currentOf(parameter)),
      ARN: arnOfParameter(parameter),
    })),
    ...next,
  }
}
