import { requireImageId } from '../action.ts'
import type { Query } from '../query.ts'

/** For the many actions whose only required parameter is the image. */
export const validateImageId = (query: Query): void => {
  requireImageId(query)
}
