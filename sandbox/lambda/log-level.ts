/** The level of a line that is logged as JSON; undefined for any other line. */
const parseLogLevel = (line: string): string | undefined => {
  try {
    const parsed: unknown = JSON.parse(line)
    if (typeof parsed !== 'object' || parsed === null || !('level' in parsed)) return undefined
    return String(parsed.level)
  } catch {
    return undefined
  }
}

export const isWorthTelling = (line: string): boolean =>
  ['WARN', 'ERROR', 'CRITICAL'].includes(parseLogLevel(line) ?? '')
