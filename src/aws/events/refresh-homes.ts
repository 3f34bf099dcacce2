/** A message from amiops to itself: draw the Home tabs again whose content has changed. */
export const REFRESH_HOMES = JSON.stringify({ 'detail-type': 'amiops refresh homes' })

export const isRefreshHomes = (body: string): boolean => body === REFRESH_HOMES
