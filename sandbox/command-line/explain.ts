import { codeOf, messageOf, Refusal } from '../kernel/refusal.ts'
import { DEFAULT_PORT } from './options.ts'

const LARGEST_PORT = 65_535

/** Why the sandbox could not start, for the person who started it. */
export const explain = (error: unknown, port: number): string => {
  if (error instanceof Refusal) return error.message
  const code = codeOf(error)
  if (code === 'EADDRINUSE') {
    const next = port === LARGEST_PORT ? DEFAULT_PORT : port + 1
    return `Port ${port} is in use, perhaps by another sandbox. End that one, or choose another port:\n\n    npm start -- --port ${next}`
  }
  if (code === 'EACCES') {
    return `This user may not listen on port ${port}. Choose one above 1023:\n\n    npm start -- --port ${DEFAULT_PORT}`
  }
  return `The sandbox could not start.\n\n${messageOf(error)}`
}
