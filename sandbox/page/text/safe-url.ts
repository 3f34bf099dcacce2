const safeProtocols = new Set(['http:', 'https:', 'mailto:'])

/** Whether a link may lead there: an absolute web or mail address, never a script. */
export const isSafeUrl = (url: string): boolean => {
  try {
    return safeProtocols.has(new URL(url).protocol)
  } catch {
    return false
  }
}
