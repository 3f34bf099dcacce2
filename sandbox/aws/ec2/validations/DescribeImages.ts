import { requireImageIds } from '../action.ts'
import { Ec2Error } from '../errors.ts'
import { parseFilters } from '../filters.ts'
import { validatePage } from '../pages.ts'
import type { Query } from '../query.ts'

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html */
const PAGE_AT_MOST = 1_000

export const validateDescribeImages = (query: Query): void => {
  const imageIds = query.list('ImageId')
  requireImageIds(imageIds)
  validatePage(query, PAGE_AT_MOST)
  if (imageIds.length > 0 && query.text('MaxResults') !== undefined) {
    throw new Ec2Error(
      'InvalidParameterCombination',
      'The parameter imageIdsSet cannot be used with the parameter maxResults',
    )
  }
  const asksForDisabled = parseFilters(query).some(
    filter => filter.name === 'state' && filter.values.includes('disabled'),
  )
  if (asksForDisabled && !query.flag('IncludeDisabled')) {
    throw new Ec2Error(
      'InvalidParameter',
      "When filtering by the 'disabled' state, 'IncludeDisabled' must be set to 'true' in the request.",
    )
  }
}
