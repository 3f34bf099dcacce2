import type { Log } from '../../src/ports.ts'

export interface KeptLine {
  level: 'info' | 'warn' | 'error'
  message: string
  facts: object | undefined
}

/** A log that keeps its lines for the test. */
export const createKeptLog = (): Log & { lines: KeptLine[] } => {
  const lines: KeptLine[] = []
  const line =
    (level: KeptLine['level']) =>
    (message: string, facts?: object): void => {
      lines.push({ level, message, facts })
    }
  return { lines, info: line('info'), warn: line('warn'), error: line('error') }
}
